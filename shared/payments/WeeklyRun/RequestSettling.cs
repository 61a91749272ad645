using Microsoft.Extensions.Logging;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.Settlement;
using Serverless.Payments.Smart;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Looks for the answers of SMART that a run still waits for, a page at a time, and books them.</summary>
public sealed class RequestSettling(RunRecords runs, RequestRecords records, RequestMover mover, ISmart smart, ILogger<RequestSettling> logger)
{
    /// <summary>Books the answers known by now to a page of what is open. Repeating it books none twice.</summary>
    /// <returns>How many requests of the page are not answered, or their answer not booked.</returns>
    public async Task<RunPage> BookAsync(AnswersStep step, CancellationToken cancellation)
    {
        var (open, continuation) = await runs.Items.ReadOpenAsync(step.RunId, step.Shard, step.Continuation, cancellation);
        if (open.Count == 0)
        {
            return new RunPage(0, continuation);
        }

        var answers = (await smart.GetAnswersAsync([.. open.Select(item => item.Key)], cancellation)).ToDictionary(answer => answer.Key, StringComparer.Ordinal);
        var outcomes = await Task.WhenAll(open.Select(item => answers.TryGetValue(item.Key, out var answer)
            ? BookAsync(item, answer, cancellation)
            : FindBookedAsync(step, item, cancellation)));
        RunItem[] booked = [.. open.Zip(outcomes, (item, outcome) => item with { Outcome = outcome }).Where(item => item.Outcome is not null)];
        await runs.Items.NoteAsync(step.RunId, step.Shard, booked, cancellation);
        return new RunPage(open.Count - booked.Length, continuation);
    }

    private async Task<SettlementOutcome?> BookAsync(RunItem item, SettlementAnswer answer, CancellationToken cancellation)
    {
        if (await mover.BookAsync(item.PaymentId, item.Attempt, answer, cancellation) is { } refusal)
        {
            // Nothing may move a request that a run has taken; whoever did is to be found. The run stays open and says so.
            Log.SmartAnswerRefused(logger, item.Key, refusal);
            return null;
        }

        return answer.Outcome;
    }

    /// <summary>A run that is started anew may have booked answers that it did not come to note; its first look finds them in our own records.</summary>
    private async Task<SettlementOutcome?> FindBookedAsync(AnswersStep step, RunItem item, CancellationToken cancellation)
        => step.IsFirstLook && await records.FindAsync(item.PaymentId, cancellation) is { } request ? await mover.FindBookedAsync(request, item.Attempt, cancellation) : null;
}
