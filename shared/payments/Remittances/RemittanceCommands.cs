using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances.Posting;
using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>
/// What a biller does with a session. Each act is one transaction, conditional on the session as it was judged; the same
/// request has one effect, however often it is sent. A session's owner alone acts on it.
/// </summary>
public sealed class RemittanceCommands(
    ITableStore tables,
    RemittanceRecords records,
    SavedSessions saved,
    BatchReader reader,
    QueueInvoices queued,
    PostingStarts starts,
    Settlements settlements,
    AgencyCalendar calendar)
{
    /// <summary>Whose the sessions are that came as dropped files, until a biller resumes them.</summary>
    public const string Inbox = "inbox";

    /// <summary>How long a posting is waited for before the caller is told where to read it.</summary>
    public static readonly TimeSpan PostWait = TimeSpan.FromSeconds(2);

    /// <summary>Create Batch (SAN-1). Refused while the caller has a saved session that is not finished (SAN-6).</summary>
    public async Task<RemittanceResult> CreateAsync(Caller caller, BatchEntry entry, string requestId, CancellationToken cancellation = default)
    {
        var id = RemittanceKeys.IdOf(requestId);
        if (await records.LoadAsync(id, cancellation) is { } made)
        {
            return RemittanceResult.Done(made.State);
        }

        if ((CheckRole(caller) ?? await CheckSavedAsync(caller.User, id, cancellation)) is { } refusal)
        {
            return RemittanceResult.Refused(refusal);
        }

        var (batch, _, wrong) = await reader.BatchAsync(entry, standing: null, cancellation);
        if (batch is null)
        {
            return RemittanceResult.Refused(wrong!);
        }

        var session = new Remittance { Id = id, BatchNumber = await records.NumberAsync(id, cancellation), Owner = caller.User, Batch = batch, CreatedAt = calendar.Now };
        return RemittanceResult.Done(new RemittanceState(await records.InsertAsync(session, [], CancellationToken.None), []));
    }

    /// <summary>Edit Batch and Save (SAN-1).</summary>
    public Task<RemittanceResult> EditAsync(Caller caller, string id, BatchChange change, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, async state =>
        {
            var (batch, type, refusal) = await reader.BatchAsync(change.Over(state.Remittance.Batch), state.Remittance.Batch, cancellation);
            return batch is null ? new RemittanceDecision(null, refusal) : RemittanceRules.Edit(state, batch, type!);
        }, cancellation);

    /// <summary>Enters the next check (SAN-2).</summary>
    public Task<RemittanceResult> AddCheckAsync(Caller caller, string id, CheckEntry entry, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, async state =>
        {
            var (check, type, refusal) = await reader.CheckAsync(state.Remittance, entry, cancellation);
            return check is null ? new RemittanceDecision(null, refusal) : RemittanceRules.AddCheck(state, check, type!);
        }, cancellation);

    /// <summary>Delete: the current check and its rows are gone.</summary>
    public Task<RemittanceResult> DeleteCheckAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, state => Task.FromResult(RemittanceRules.DeleteCheck(state)), cancellation);

    /// <summary>Next: the current check is fully posted.</summary>
    public Task<RemittanceResult> NextAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, async state => RemittanceRules.Next(state, state.Remittance.CurrentCheck is { } check ? QueueFaults.Of(state, await queued.ReadAsync(state, check, cancellation), check) : []), cancellation);

    /// <summary>Clear Queue: every row is gone, the checks stay.</summary>
    public Task<RemittanceResult> ClearQueueAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, state => Task.FromResult(RemittanceRules.ClearQueue(state)), cancellation);

    /// <summary>Save pauses the session. Refused while the caller has another saved one.</summary>
    public Task<RemittanceResult> SaveAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, async state =>
        {
            var decision = RemittanceRules.Save(state);
            return decision.After is not null && await saved.TakeAsync(caller.User, id, cancellation) is { } other ? new RemittanceDecision(null, SavedBefore(other)) : decision;
        }, cancellation);

    /// <summary>Takes a saved session up again; one that came as a dropped file becomes the caller's.</summary>
    public Task<RemittanceResult> ResumeAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, async state =>
        {
            var decision = RemittanceRules.Resume(state);
            if (decision.After is not { } after)
            {
                return decision;
            }

            if (await saved.TakeAsync(caller.User, id, cancellation) is { } other)
            {
                return new RemittanceDecision(null, SavedBefore(other));
            }

            await records.ListForAsync(caller.User, state.Remittance, cancellation);
            return decision with { After = after with { Owner = caller.User } };
        }, cancellation, takesOver: true);

    /// <summary>Discards the session; nothing of it was posted. One that came as a dropped file is discarded by any biller.</summary>
    public Task<RemittanceResult> DiscardAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, request, state => Task.FromResult(RemittanceRules.Discard(state)), cancellation, takesOver: true);

    /// <summary>
    /// Post Now (SAN-6): all of the session or none of it. Repeated, it posts nothing twice and answers the same. Where an
    /// invoice moved since it was queued, nothing is posted, the session is open again, and the refusal names the invoices.
    /// </summary>
    /// <returns>The session, posted, or still being posted where it takes longer than <see cref="PostWait"/>.</returns>
    public async Task<RemittanceResult> PostAsync(Caller caller, string id, RemittanceRequest request, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (stored, refusal) = await AdmitAsync(caller, id, takesOver: false, cancellation);
            if (stored is null)
            {
                return RemittanceResult.Refused(refusal!);
            }

            var session = stored.State.Remittance;
            if (session.Status is RemittanceStatus.Posting or RemittanceStatus.Posted || await records.IsDoneAsync(id, request.RequestId, cancellation))
            {
                return await AwaitAsync(session, cancellation);
            }

            if (request.IfVersion is { } seen && seen != session.Version)
            {
                return RemittanceResult.Refused(Stale(seen, session.Version));
            }

            var decision = RemittanceRules.Post(stored.State, QueueFaults.Of(stored.State, await queued.ReadAsync(stored.State, check: null, cancellation), check: null), caller.User, calendar.Now);
            if (decision.After is not { } asked)
            {
                return RemittanceResult.Refused(decision.Refusal!);
            }

            // On the list of those at work before it is, so that it is found whatever ends this process.
            await tables.SubmitAsync(Tables.Remittances, RemittanceKeys.PostingPartition, [TableOperation.Upsert(RemittanceKeys.Posting(id, asked.Attempt), string.Empty)], cancellation);
            try
            {
                await records.WriteAsync(stored, asked, request.RequestId, [], CancellationToken.None);
                return await AwaitAsync(asked, cancellation);
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // The session changed since it was judged.
            }
        }
    }

    /// <summary>Starts the postings that were asked for and are not at their end; a running one is left alone.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> ResumePostingsAsync(CancellationToken cancellation = default)
    {
        var open = 0;
        await foreach (var row in tables.ScanAsync(Tables.Remittances, RemittanceKeys.PostingPartition, RowRange.All, cancellation))
        {
            // One that is listed and was never asked for had its process end before that; the next one is asked for under its number.
            if (await records.FindAsync(RemittanceKeys.IdOfPosting(row.RowKey), cancellation) is { } session && RemittanceKeys.Posting(session.Id, session.Attempt) == row.RowKey)
            {
                await starts.StartAsync(session, cancellation);
                open++;
            }
        }

        return open;
    }

    /// <summary>An act on an open session: judged and written, again where others came first.</summary>
    internal async Task<RemittanceResult> ActAsync(
        Caller caller, string id, RemittanceRequest request, Func<RemittanceState, Task<RemittanceDecision>> decide, CancellationToken cancellation, bool takesOver = false)
        => await ActAsync(caller, id, request, async state => new QueueDecision(await decide(state), null, null), cancellation, takesOver);

    /// <summary>Likewise, with the entry of the queue that it writes or removes.</summary>
    internal async Task<RemittanceResult> ActAsync(
        Caller caller, string id, RemittanceRequest request, Func<RemittanceState, Task<QueueDecision>> decide, CancellationToken cancellation, bool takesOver = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (stored, refusal) = await AdmitAsync(caller, id, takesOver, cancellation);
            if (stored is null)
            {
                return RemittanceResult.Refused(refusal!);
            }

            if (await records.IsDoneAsync(id, request.RequestId, cancellation))
            {
                return RemittanceResult.Done(stored.State);
            }

            if (request.IfVersion is { } seen && seen != stored.State.Remittance.Version)
            {
                return RemittanceResult.Refused(Stale(seen, stored.State.Remittance.Version));
            }

            var (decision, put, removed) = await decide(stored.State);
            if (decision.After is not { } after)
            {
                return RemittanceResult.Refused(decision.Refusal!);
            }

            TableOperation[] beside =
            [
                .. put is null ? Array.Empty<TableOperation>() : [TableOperation.Upsert(RemittanceKeys.Queued(put.Sheet, put.Invoice), Rows.Write(put))],
                .. removed is null ? Array.Empty<TableOperation>() : [TableOperation.Delete(RemittanceKeys.Queued(removed.Sheet, removed.Invoice))],
            ];
            try
            {
                await records.WriteAsync(stored, after, request.RequestId, beside, CancellationToken.None);
                return RemittanceResult.Done(stored.State.After(after, put, removed));
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // The session changed since it was judged.
            }
        }
    }

    private async Task<(StoredRemittance? Stored, Refusal? Refusal)> AdmitAsync(Caller caller, string id, bool takesOver, CancellationToken cancellation)
    {
        if (CheckRole(caller) is { } refusal)
        {
            return (null, refusal);
        }

        if (await records.LoadAsync(id, cancellation) is not { } stored)
        {
            return (null, Refusal.NotFound("remittance session"));
        }

        var owner = stored.State.Remittance.Owner;
        return owner == caller.User || (takesOver && owner == Inbox)
            ? (stored, null)
            : (null, new(RefusalKind.Forbidden, "NOT_YOURS", owner == Inbox ? "The session came as a file; resume it first, which makes it yours." : $"The session is {owner}'s; only its owner acts on it."));
    }

    private async Task<RemittanceResult> AwaitAsync(Remittance asked, CancellationToken cancellation)
    {
        // Whatever ends the caller's patience from here on must not keep it from starting.
        if (asked.Status == RemittanceStatus.Posting)
        {
            await starts.StartAsync(asked, CancellationToken.None);
            await settlements.WaitAsync(asked.Id, () => FindEndedAsync(asked, cancellation), PostWait, cancellation);
        }

        var state = (await records.LoadAsync(asked.Id, cancellation))!.State;
        return state.Remittance is { Status: RemittanceStatus.Open or RemittanceStatus.Saved, Refused: { } refused } ? RemittanceResult.Refused(Moved(refused)) : RemittanceResult.Done(state);
    }

    private async Task<Remittance?> FindEndedAsync(Remittance asked, CancellationToken cancellation)
        => await records.FindAsync(asked.Id, cancellation) is { } session && (session.Attempt != asked.Attempt || session.Status != RemittanceStatus.Posting) ? session : null;

    private async Task<Refusal?> CheckSavedAsync(string user, string id, CancellationToken cancellation)
        => await saved.FindOtherAsync(user, id, cancellation) is { } other ? SavedBefore(other) : null;

    private static Refusal? CheckRole(Caller caller)
        => caller.Is(Role.Biller) ? null : new(RefusalKind.Forbidden, "WRONG_ROLE", "Billers post remittances.");

    internal static Refusal SavedBefore(Remittance other)
        => new(RefusalKind.Conflict, "SESSION_SAVED", $"You have saved batch {other.BatchNumber} ({other.Id}); post it or discard it before the next one (SAN-6).");

    private static Refusal Stale(int seen, int version)
        => new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the session is at version {version}. Read it again.");

    private static Refusal Moved(RefusedPosting refused) => new(
        RefusalKind.Conflict,
        "INVOICES_MOVED",
        $"Nothing was posted: {refused.Count} {(refused.Count == 1 ? "invoice has" : "invoices have")} moved since {(refused.Count == 1 ? "it was" : "they were")} queued. The session is open; clear those rows, enter them again, and post.")
    {
        Errors = [.. refused.Moved.Select(moved => new ValidationMessage(
            moved.IsFull ? "INVOICE_FULL" : moved.HeldBy is null ? "INVOICE_MOVED" : "INVOICE_HELD",
            moved.Invoice,
            moved.IsFull ? $"Invoice {moved.Invoice} has no room for further postings. Post what is left of it as few rows." :
            moved.HeldBy is { } holder ? $"Invoice {moved.Invoice} is being posted by session {holder} at this moment." : $"Invoice {moved.Invoice} was at version {moved.Seen} when it was queued, and is at version {moved.Now}."))],
    };
}

/// <summary>The session after an act, and what becomes of one entry of its queue.</summary>
internal sealed record QueueDecision(RemittanceDecision Session, QueueEntry? Put, QueueEntry? Removed);
