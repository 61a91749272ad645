using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Runs;

/// <summary>GET /api/runs/{id}.</summary>
public static class ReadRun
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/runs/{id}", HandleAsync)
        .For(Role.Operations, Role.Auditor)
        .Describe("Read a run", "How a run stands: how many payments and payment requests it took, and how CAPS and SMART have answered so far. A weekly run's id is week- and its local Wednesday, such as week-2026-11-25.")
        .Answers<RunBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => PaymentFactsForm.IsId(id) && await application.Runs.FindAsync(id, context.RequestAborted) is { } found
            ? Answer.Json(StatusCodes.Status200OK, RunBody.Of(found.Run, found.Totals, await application.Runs.CountSmartAsync(id, context.RequestAborted)))
            : Problem.NotFound("run");
}
