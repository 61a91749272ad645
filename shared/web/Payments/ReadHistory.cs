using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments;

/// <summary>GET /api/payments/{id}/history.</summary>
public static class ReadHistory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payments/{id}/history", HandleAsync)
        .ForAnyRole()
        .Describe("Read a payment's history", "Its moves in their order: from, to, who, in which role, when, why, and what the validation found.")
        .Answers<IReadOnlyList<HistoryEntry>>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.Queries.HistoryAsync(context.Caller(), id, context.RequestAborted) is { } moves
            ? Answer.Json<IReadOnlyList<HistoryEntry>>(StatusCodes.Status200OK, [.. moves.Select(HistoryEntry.Of)])
            : Problem.NotFound("payment");
}
