using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>GET /api/clients/{id}/budgets/{serviceCode}.</summary>
public static class ReadBudget
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/clients/{id}/budgets/{serviceCode}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a budget", "The Monthly Max of one service code, with the ETag to change it by: for staff, the client's support coordinator and parents.")
        .Answers<Budget>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string serviceCode, PaymentsApplication application)
        => PaymentFactsForm.IsId(serviceCode)
            && await ReadClient.FindVisibleAsync(context, id, application) is not null
            && await application.Directory.FindBudgetAsync(id, serviceCode, context.RequestAborted) is { } budget
            ? Answer.Versioned(context, budget.Version, budget)
            : Problem.NotFound("budget");
}
