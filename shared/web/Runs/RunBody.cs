using Serverless.Payments.WeeklyRun;

namespace Serverless.Web.Runs;

/// <summary>A run and its counts as they are now.</summary>
/// <param name="Status"><c>Running</c>, or <c>Completed</c> when every answer is booked.</param>
/// <param name="Cutoff">What entered Submitted to CAPS, or was authorised for SMART, later is for the next run.</param>
/// <param name="Total">Payments, and payment requests of mass payments, that it took.</param>
/// <param name="Error">Those that were answered with an error.</param>
/// <param name="Smart">The payment requests among them, which go to SMART; the others go to CAPS. Left out where there are none.</param>
/// <param name="Slot">The weekly slot, the local Wednesday; left out for an off-cycle run.</param>
public sealed record RunBody(
    string Id,
    RunStatus Status,
    DateTimeOffset Cutoff,
    int Total,
    int Paid,
    int Error,
    int Rejected,
    int Held,
    string Reason,
    DateTimeOffset StartedAt,
    string? Slot = null,
    DateTimeOffset? CompletedAt = null,
    RunTotals? Smart = null)
{
    public static string PathOf(string runId) => $"/api/runs/{runId}";

    public static RunBody Of(Run run, RunTotals totals, RunTotals? smart = null)
        => new(run.Id, run.Status, run.CutOff, totals.Total, totals.Paid, totals.Error, totals.Rejected, totals.Held, run.Reason, run.StartedAt, run.Slot, run.CompletedAt, smart is { Total: > 0 } ? smart : null);
}
