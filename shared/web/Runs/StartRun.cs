using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.WeeklyRun;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Runs;

/// <summary>POST /api/runs.</summary>
public static class StartRun
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/runs", HandleAsync)
        .For(Role.Operations)
        .Describe("Start an off-cycle run", "Runs now what is in Submitted to CAPS now, beside the weekly slots. The Location tells how it stands.")
        .Takes<StartRunBody>()
        .Answers<RunBody>(StatusCodes.Status202Accepted);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<StartRunBody>(context);
        if (string.IsNullOrWhiteSpace(body.Reason))
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "REQUIRED", "reason", "Say why the run is started: reason must not be empty.");
        }

        if (body.Reason.Length > ApprovalRules.NoteCharsMax)
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "TOO_LONG", "reason", $"A reason has at most {ApprovalRules.NoteCharsMax} characters.");
        }

        var run = await application.Runs.StartOffCycleAsync(context.Caller(), body.Reason, context.RequestId(), context.RequestAborted);
        return Answer.Pending(context, RunBody.PathOf(run.Id), RunBody.Of(run, run.Totals ?? new RunTotals(0, 0, 0, 0, 0)));
    }
}

/// <param name="Reason">Why it runs beside the weekly slots; must not be empty.</param>
public sealed record StartRunBody(string Reason);
