using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>PUT /api/clients/{id}/budgets/{serviceCode}.</summary>
public static class PutBudget
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/clients/{id}/budgets/{serviceCode}", HandleAsync)
        .For(Role.Coordinator)
        .Describe("Set a Monthly Max", "Authorises a client of yours for a service code and sets the units that all live payments of a month may have together, on the PCSP budget.")
        .Takes<BudgetChange>()
        .TakesIfMatch()
        .Answers<Budget>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, string serviceCode, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<BudgetChange>(context);
        var caller = context.Caller();
        if (!Client.IsId(id) || await application.Directory.FindClientAsync(id, context.RequestAborted) is not { } client || client.Coordinator != caller.User)
        {
            return Problem.NotFound("client");
        }

        if (!PaymentFactsForm.IsId(serviceCode))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_ID", "serviceCode", $"A service code has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'.");
        }

        if (change.MonthlyMax < Units.Zero)
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "NEGATIVE", "monthlyMax", $"A Monthly Max is zero or more units, not {change.MonthlyMax}.");
        }

        var ifMatch = IfMatch.Read(context.Request);
        var budget = new Budget(id, serviceCode, change.MonthlyMax);
        return await application.Directory.PutBudgetAsync(budget, caller.User, application.Calendar.Now, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, changed)
            : IfMatch.Stale("budget");
    }
}

/// <param name="MonthlyMax">Units a month, zero or more.</param>
public sealed record BudgetChange(Units MonthlyMax);
