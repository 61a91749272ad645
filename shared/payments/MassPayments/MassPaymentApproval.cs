using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments;

/// <summary>
/// The writes of a mass payment's page on its way to approval, each conditional on the page as it was read; and the faults of
/// an approval that is refused. Repeating any of them changes nothing.
/// </summary>
public sealed class MassPaymentApproval(ITableStore tables, MassPaymentRecords records, AgencyCalendar calendar)
{
    /// <summary>Attempts at a page that others change, which only an activity that runs twice at one time does.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Characters of all payloads that one transaction of faults is filled with.</summary>
    private const int TogetherCharsMax = TableLimits.TransactionCharsMax / 2;

    /// <summary>Asks for the approval of a draft: from here on it cannot be changed. One that is asked for already is answered as it stands.</summary>
    /// <param name="id">The mass payment.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MassPaymentResult> AskAsync(string id, string by, int? ifVersion, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await records.FindWithETagAsync(id, cancellation) is not var (page, etag))
            {
                return MassPaymentResult.Refused(Refusal.NotFound("mass payment"));
            }

            if (page.Status is MassPaymentStatus.Approving or MassPaymentStatus.Approved)
            {
                return MassPaymentResult.Done(page);
            }

            if (ifVersion is { } seen && seen != page.Version)
            {
                return MassPaymentResult.Refused(new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the mass payment is at version {page.Version}. Read it again."));
            }

            if (page.Status != MassPaymentStatus.Draft)
            {
                return MassPaymentResult.Refused(new(RefusalKind.Conflict, "NOT_DRAFT", "The mass payment was discarded."));
            }

            if (page.Adding is { } adding)
            {
                return MassPaymentResult.Refused(MassPaymentDrafts.Adding(adding));
            }

            // Listed as open before it is, so that one whose orchestration is lost is found.
            await tables.SubmitAsync(Tables.MassPayments, MassPaymentKeys.OpenPartition, [TableOperation.Upsert(MassPaymentKeys.Open(id, page.Asked + 1), string.Empty)], cancellation);
            var asked = page with { Status = MassPaymentStatus.Approving, Version = page.Version + 1, Asked = page.Asked + 1, Attempt = page.Attempt + 1, ApprovedBy = by, AskedAt = calendar.Now };
            if (await TryWriteAsync(asked, etag, [], cancellation))
            {
                return MassPaymentResult.Done(asked);
            }

            if (attempt == AttemptsMax)
            {
                return MassPaymentResult.Refused(new(RefusalKind.Conflict, "BUSY", "The mass payment is being changed; approve it again."));
            }
        }
    }

    /// <summary>The page, where the given approval of it is still at work.</summary>
    public async Task<MassPayment?> FindAtWorkAsync(MassPaymentInput input, CancellationToken cancellation) => (await AtWorkAsync(input, cancellation))?.Page;

    /// <summary>Makes void what was written so far, by going on under the next number.</summary>
    /// <returns>The number to go on under; the one given, where the approval is not at work any more.</returns>
    public async Task<int> BeginAnewAsync(MassPaymentInput input, int attempt, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await AtWorkAsync(input, cancellation) is not var (page, etag))
            {
                return attempt;
            }

            if (page.Attempt > attempt)
            {
                return page.Attempt;
            }

            if (await TryWriteAsync(page with { Attempt = attempt + 1, Version = page.Version + 1 }, etag, [], cancellation))
            {
                return attempt + 1;
            }

            Limit(tries);
        }
    }

    /// <summary>Makes everything exist, and books it. Repeating it changes nothing.</summary>
    public async Task<ApprovalOutcome> ApproveAsync(ApprovalEnd end, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await AtWorkAsync(end.Input, cancellation) is not var (page, etag))
            {
                return await records.FindAsync(end.Input.Id, cancellation) is { Status: MassPaymentStatus.Approved } approved && approved.Asked == end.Input.Asked
                    ? ApprovalOutcome.Approved
                    : ApprovalOutcome.Over;
            }

            if (page.Attempt != end.Attempt)
            {
                return ApprovalOutcome.Past;
            }

            if (page.Entries != end.Requests)
            {
                throw new InvalidOperationException($"Mass payment {page.Id} has {page.Entries} entries, and {end.Requests} payment requests were written for it.");
            }

            var after = page with { Status = MassPaymentStatus.Approved, Version = page.Version + 1, ApprovedAt = calendar.Now, Total = end.Total, Refused = null };
            if (await TryWriteAsync(after, etag, [TableOperation.Insert(MassPaymentKeys.Journal(0, after.Attempt), Rows.Write(RequestBooking.Approved(after, end.Total)))], cancellation))
            {
                return ApprovalOutcome.Approved;
            }

            Limit(tries);
        }
    }

    /// <summary>Makes it a draft again, with what stood against it.</summary>
    public async Task RefuseAsync(ApprovalRefusal refusal, CancellationToken cancellation)
    {
        if (refusal.Fault is { } fault)
        {
            await PutFaultsAsync(refusal.Input.Id, refusal.Attempt, [fault], cancellation);
        }

        var faults = await records.FaultsAsync(refusal.Input.Id, refusal.Attempt, cancellation);
        for (var tries = 1; await AtWorkAsync(refusal.Input, cancellation) is var (page, etag); tries++)
        {
            var version = page.Version + 1;
            var after = page with { Status = MassPaymentStatus.Draft, Version = version, Refused = new(refusal.Attempt, faults.Count, calendar.Now, page.ApprovedBy!, version) };
            if (await TryWriteAsync(after, etag, [], cancellation))
            {
                return;
            }

            Limit(tries);
        }
    }

    /// <summary>
    /// Gives an approval up that is at work: the mass payment is a draft again, and nothing of it exists. One that has just
    /// been approved stays so.
    /// </summary>
    public async Task<MassPaymentResult> RecallAsync(string id, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= AttemptsMax; tries++)
        {
            if (await records.FindWithETagAsync(id, cancellation) is not var (page, etag))
            {
                return MassPaymentResult.Refused(Refusal.NotFound("mass payment"));
            }

            if (page.Status == MassPaymentStatus.Draft)
            {
                return MassPaymentResult.Done(page);
            }

            if (page.Status != MassPaymentStatus.Approving)
            {
                return MassPaymentResult.Refused(new(RefusalKind.Conflict, "NOT_APPROVING", $"The mass payment is {page.Status}; there is no approval to recall."));
            }

            var after = page with { Status = MassPaymentStatus.Draft, Version = page.Version + 1, Refused = null };
            if (await TryWriteAsync(after, etag, [], cancellation))
            {
                await CloseAsync(new(id, page.Asked), cancellation);
                return MassPaymentResult.Done(after);
            }
        }

        return MassPaymentResult.Refused(new(RefusalKind.Conflict, "BUSY", "The mass payment is being changed; recall it again."));
    }

    /// <summary>Takes it off the list of those at work, which it was on from before it was asked for.</summary>
    public async Task CloseAsync(MassPaymentInput input, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.MassPayments, MassPaymentKeys.OpenPartition, [TableOperation.Delete(MassPaymentKeys.Open(input.Id, input.Asked))], cancellation);
        }
        catch (TableConflictException)
        {
            // A repetition finds it closed.
        }
    }

    /// <summary>Stores what stands against an approval; faults of an entry that are stored already are replaced.</summary>
    public async Task PutFaultsAsync(string id, int attempt, IEnumerable<MassEntryFault> faults, CancellationToken cancellation)
    {
        var together = new List<TableOperation>();
        var chars = 0;
        foreach (var entry in faults.GroupBy(fault => fault.N))
        {
            var data = Rows.Write(entry.Select(fault => fault.Fault).ToList());
            if (together.Count == TableLimits.TransactionRowsMax || chars + data.Length > TogetherCharsMax)
            {
                await tables.SubmitAsync(Tables.MassPayments, id, [.. together], cancellation);
                together.Clear();
                chars = 0;
            }

            together.Add(TableOperation.Upsert(MassPaymentKeys.Faults(attempt, entry.Key), data));
            chars += data.Length;
        }

        if (together.Count > 0)
        {
            await tables.SubmitAsync(Tables.MassPayments, id, together, cancellation);
        }
    }

    /// <summary>The page, where the given approval of it is still at work.</summary>
    private async Task<(MassPayment Page, string ETag)?> AtWorkAsync(MassPaymentInput input, CancellationToken cancellation)
        => await records.FindWithETagAsync(input.Id, cancellation) is { Page.Status: MassPaymentStatus.Approving } found && found.Page.Asked == input.Asked ? found : null;

    private async Task<bool> TryWriteAsync(MassPayment page, string etag, IReadOnlyList<TableOperation> beside, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.MassPayments, page.Id, [TableOperation.Update(MassPaymentKeys.Page, Rows.Write(page), etag), .. beside], cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    private static void Limit(int tries)
    {
        if (tries == AttemptsMax)
        {
            throw new TimeoutException("The mass payment's page is changed by others all the time; the activity is tried again.");
        }
    }
}
