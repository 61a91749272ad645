using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.People;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.People;

/// <summary>GET /api/people/{clientId}/cases.</summary>
public static class ReadCases
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/people/{clientId}/cases", HandleAsync)
        .For(Role.Operations, Role.Office)
        .Describe("Read a person's cases", "The cases to choose from for an entry of a mass payment, by their numbers. A closed one takes no payments.")
        .Answers<CaseList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string clientId, PaymentsApplication application)
        => await application.People.FindAsync(clientId, context.RequestAborted) is { } person
            ? Answer.Json(StatusCodes.Status200OK, new CaseList(person.Cases))
            : Problem.NotFound("person");
}

public sealed record CaseList(IReadOnlyList<PersonCase> Items);
