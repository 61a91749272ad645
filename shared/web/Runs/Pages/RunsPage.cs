using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.WeeklyRun;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Runs.Pages;

/// <summary>The weekly run: the next one, those that were, one off the cycle, and progress while one runs.</summary>
public static class RunsPage
{
    public const string Path = "/runs";

    private const int ListedMax = 100;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).For(Role.Operations, Role.Auditor);
        pages.MapPost(Path, StartAsync).For(Role.Operations);
        pages.MapGet($"{Path}/{{id}}", ReadAsync).For(Role.Operations, Role.Auditor);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
        => PageResult.Of<RunsView>(await ModelAsync(context, application, null));

    private static async Task<RunsModel> ModelAsync(HttpContext context, PaymentsApplication application, string? fault)
    {
        var runs = await application.Runs.LatestAsync(ListedMax, context.RequestAborted);
        var waiting = (await application.Counts.ReadAsync(context.RequestAborted)).ByStatus[PaymentStatus.SubmittedToCaps];
        return new RunsModel(runs, AgencyCalendar.NextAfter(application.Calendar.Now), waiting, context.Caller().Is(Role.Operations), fault);
    }

    private static async Task<IResult> StartAsync(HttpContext context, PaymentsApplication application)
    {
        var form = await FormFields.ReadAsync(context);
        var reason = form.Text("reason");
        if (reason is null || reason.Length > ApprovalRules.NoteCharsMax)
        {
            return PageResult.Of<RunsView>(await ModelAsync(context, application, reason is null ? "Say why the run is started beside the weekly one." : $"A reason has at most {ApprovalRules.NoteCharsMax} characters."), StatusCodes.Status422UnprocessableEntity);
        }

        var run = await application.Runs.StartOffCycleAsync(context.Caller(), reason, form.RequestId(context), context.RequestAborted);
        return PageResult.GoTo($"{Path}/{run.Id}");
    }

    private static async Task<IResult> ReadAsync(HttpContext context, string id, PaymentsApplication application)
        => PaymentFactsForm.IsId(id) && await application.Runs.FindAsync(id, context.RequestAborted) is { } found
            ? PageResult.Of<RunView>(new RunModel(found.Run, found.Totals, await application.Runs.CountSmartAsync(id, context.RequestAborted)))
            : Problem.NotFound("run");
}

/// <param name="Waiting">Payments in Submitted to CAPS.</param>
public sealed record RunsModel(IReadOnlyList<Run> Runs, RunSlot Next, int Waiting, bool MayStart, string? Fault);

public sealed record RunModel(Run Run, RunTotals Totals, RunTotals Smart)
{
    public int Answered => Totals.Paid + Totals.Error + Totals.Rejected + Totals.Held;
}
