using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Storage;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>The activities of <see cref="RemittancePosting"/>; each may run again, even late, and then changes nothing further.</summary>
public sealed class RemittancePostingActivities(
    ITableStore tables,
    RemittanceRecords records,
    InvoiceClaims claims,
    PostingStarts starts,
    Settlements settlements,
    AgencyCalendar calendar,
    ILogger<RemittancePostingActivities> logger)
{
    public async Task<PostingPlan> PlanAsync(ActivityContext context, PostingInput input)
    {
        var state = (await LoadAsync(input, context.CancellationToken)).State;
        return IsAtWork(state.Remittance, input) ? new PostingPlan(InvoiceToPost.Of(state).Count)
            : IsPosted(state.Remittance, input) ? new PostingPlan(InvoiceToPost.Of(state).Count, IsOver: true, IsPosted: true)
            : new PostingPlan(0, IsOver: true);
    }

    public async Task<ClaimedInvoices> ClaimAsync(ActivityContext context, PostingPart input)
    {
        var state = (await LoadAsync(input.Input, context.CancellationToken)).State;
        if (!IsAtWork(state.Remittance, input.Input))
        {
            return new ClaimedInvoices(IsHeld: false, new MovedInvoices([], 0));
        }

        var claimed = await claims.ClaimAsync(input, PartOf(state, input), context.CancellationToken);
        if (claimed.IsHeld && await records.FindAsync(claimed.Moved.Named[0].HeldBy!, context.CancellationToken) is { Status: RemittanceStatus.Posting } holder)
        {
            // Whose orchestration is lost would hold everybody up for ever.
            Log.RemittanceWaits(logger, input.Input.Id, holder.Id);
            await starts.StartAsync(holder, context.CancellationToken);
        }

        return claimed;
    }

    /// <summary>The write by which everything counts.</summary>
    /// <returns>Whether it is posted.</returns>
    public async Task<bool> CommitAsync(ActivityContext context, PostingInput input)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await LoadAsync(input, context.CancellationToken);
            var session = stored.State.Remittance;
            if (!IsAtWork(session, input))
            {
                return IsPosted(session, input);
            }

            var entries = RemittanceBooking.Entries(stored.State, calendar.Now);
            var posted = session with { Status = RemittanceStatus.Posted, PostedAt = calendar.Now, PostedBy = session.AskedBy, Version = session.Version + 1 };
            TableOperation[] operations =
            [
                TableOperation.Update(RemittanceKeys.Session, Rows.Write(posted), stored.ETag),
                .. entries.Select(entry => TableOperation.Insert(RemittanceKeys.Journal(entry.Key), Rows.Write(entry.Value))),
            ];
            if (await TryWriteAsync(input.Id, operations, context.CancellationToken))
            {
                Log.RemittancePosted(logger, input.Id, session.BatchNumber, stored.State.Queue.Count);
                return true;
            }

            Limit(attempt);
        }
    }

    public async Task<int> ApplyAsync(ActivityContext context, PostingPart input)
    {
        var state = (await LoadAsync(input.Input, context.CancellationToken)).State;
        return IsPosted(state.Remittance, input.Input) ? await claims.ApplyAsync(input.Input, PartOf(state, input), context.CancellationToken) : 0;
    }

    /// <summary>The session is open again, and says which invoices moved; no claim of this posting counts any more.</summary>
    /// <returns>Whether it is posted, by another run of this posting.</returns>
    public async Task<bool> RefuseAsync(ActivityContext context, PostingRefusal input)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await LoadAsync(input.Input, context.CancellationToken);
            var session = stored.State.Remittance;
            if (!IsAtWork(session, input.Input))
            {
                return IsPosted(session, input.Input);
            }

            var open = session with
            {
                Status = RemittanceStatus.Open,
                Refused = new RefusedPosting(input.Input.Attempt, calendar.Now, input.Moved, input.Count),
                Version = session.Version + 1,
            };
            if (await TryWriteAsync(session.Id, [TableOperation.Update(RemittanceKeys.Session, Rows.Write(open), stored.ETag)], context.CancellationToken))
            {
                Log.RemittanceRefused(logger, session.Id, session.BatchNumber, input.Count);
                return false;
            }

            Limit(attempt);
        }
    }

    /// <summary>Takes the posting off the list of those at work, and tells whoever waits.</summary>
    public async Task<bool> CloseAsync(ActivityContext context, PostingInput input)
    {
        await TryWriteAsync(RemittanceKeys.PostingPartition, [TableOperation.Delete(RemittanceKeys.Posting(input.Id, input.Attempt))], context.CancellationToken);
        settlements.Signal(input.Id);
        return true;
    }

    private async Task<StoredRemittance> LoadAsync(PostingInput input, CancellationToken cancellation)
        => await records.LoadAsync(input.Id, cancellation) ?? throw new InvalidOperationException($"Session {input.Id} is being posted and is not there.");

    private static IReadOnlyList<InvoiceToPost> PartOf(RemittanceState state, PostingPart part)
        => [.. InvoiceToPost.Of(state).Skip(part.First).Take(RemittancePosting.PartInvoices)];

    private static bool IsAtWork(Remittance session, PostingInput input) => session.Status == RemittanceStatus.Posting && session.Attempt == input.Attempt;

    private static bool IsPosted(Remittance session, PostingInput input) => session.Status == RemittanceStatus.Posted && session.Attempt == input.Attempt;

    private async Task<bool> TryWriteAsync(string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Remittances, partition, operations, cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    private static void Limit(int attempt)
    {
        if (attempt == RemittanceRecords.AttemptsMax)
        {
            throw new TimeoutException("The session is changed by others all the time; the activity is tried again.");
        }
    }
}
