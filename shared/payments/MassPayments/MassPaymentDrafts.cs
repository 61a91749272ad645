using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments;

/// <summary>
/// Makes drafts and changes their entries (KEES-2 to KEES-5). A change is one transaction with the page, whose version it
/// raises, so that nothing is changed while or after it is approved.
/// </summary>
public sealed class MassPaymentDrafts(ITableStore tables, MassPaymentRecords records, AgencyDirectory directory, AgencyCalendar calendar)
{
    /// <summary>Entries of one mass payment (KEES-9).</summary>
    public const int EntriesMax = 10_000;

    /// <summary>Entries in one transaction, beside the page and the mark that they were added.</summary>
    private const int TogetherMax = TableLimits.TransactionRowsMax - 2;

    /// <summary>Entries in one transaction of an upload, beside the mark that they stand.</summary>
    private const int UploadedTogetherMax = TableLimits.TransactionRowsMax - 1;

    /// <summary>Transactions of an upload that are under way at one time.</summary>
    private const int WritesAtOnce = 16;

    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;

    /// <summary>Makes a draft, with entries or without. The same request id makes one.</summary>
    /// <param name="draft">What it is for.</param>
    /// <param name="entries">At most <see cref="EntriesMax"/>; they stand before the page does, so that it is there with all of them or not at all.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="requestId">What makes the request itself.</param>
    /// <param name="cancellation">Gives up; what was written is taken up by the same request.</param>
    public async Task<MassPaymentResult> CreateAsync(MassPaymentDraft draft, IReadOnlyList<MassEntryTexts> entries, string by, string requestId, CancellationToken cancellation = default)
    {
        var id = MassPaymentKeys.IdOf(requestId);
        if (await records.FindAsync(id, cancellation) is { } made)
        {
            return MassPaymentResult.Done(made);
        }

        if ((await CheckAsync(draft, cancellation) ?? CheckEntries(entries, already: 0)) is { } refusal)
        {
            return MassPaymentResult.Refused(refusal);
        }

        var today = calendar.Today;
        var parts = entries.Select((texts, index) => texts.ToEntry(index + 1, today)).Chunk(UploadedTogetherMax).Index();
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(parts, options, async (part, stop) => await UploadPartAsync(id, part.Index, part.Item, stop));
        var page = new MassPayment
        {
            Id = id,
            ProviderId = draft.ProviderId,
            ServiceId = draft.ServiceId,
            AidCode = draft.AidCode,
            CreatedBy = by,
            CreatedAt = calendar.Now,
            InvoiceId = draft.InvoiceId,
            NextN = entries.Count + 1,
            Entries = entries.Count,
        };
        await tables.SubmitAsync(Tables.MassPayments, MassPaymentKeys.ListPartition, [TableOperation.Upsert(MassPaymentKeys.Listed(page), string.Empty)], cancellation);
        try
        {
            await tables.SubmitAsync(Tables.MassPayments, id, [TableOperation.Insert(MassPaymentKeys.Page, Rows.Write(page))], cancellation);
            return MassPaymentResult.Done(page);
        }
        catch (TableConflictException)
        {
            return MassPaymentResult.Done(await records.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Mass payment {id} stands and cannot be read."));
        }
    }

    /// <summary>Adds entries. The same request id adds them once, also where it was broken off between two parts of many.</summary>
    public async Task<MassPaymentResult> AddAsync(string id, IReadOnlyList<MassEntryTexts> entries, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
    {
        var added = new List<MassEntry>(entries.Count);
        MassPayment? page = null;
        foreach (var (part, texts) in entries.Chunk(TogetherMax).Index())
        {
            var result = await ChangeAsync(id, part == 0 ? ifVersion : null, found => AddPartAsync(found, texts, entries.Count - added.Count, MassPaymentKeys.Added(requestId, part), added, cancellation), cancellation);
            if (result.Refusal is not null)
            {
                return result;
            }

            page = result.Page;
        }

        return page is null ? MassPaymentResult.Refused(new(RefusalKind.Malformed, "NO_ENTRIES", "There is no entry to add.")) : new MassPaymentResult(page, null) { Added = added };
    }

    /// <summary>Puts another entry in an entry's place, under its number.</summary>
    public Task<MassPaymentResult> ReplaceAsync(string id, int n, MassEntryTexts texts, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, async page =>
        {
            if (CheckEntries([texts], already: 0) is { } refusal)
            {
                return Change.Not(refusal);
            }

            var row = await tables.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Entry(n), cancellation);
            return row is null || n >= page.NextN
                ? Change.Not(Refusal.NotFound("entry"))
                : new(page, [TableOperation.Update(row.RowKey, Rows.Write(texts.ToEntry(n, calendar.Today)), row.ETag)]);
        }, cancellation);

    /// <summary>Removes an entry; its number is not used again.</summary>
    public Task<MassPaymentResult> RemoveAsync(string id, int n, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, async page =>
        {
            var row = await tables.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Entry(n), cancellation);
            return row is null || n >= page.NextN
                ? Change.Not(Refusal.NotFound("entry"))
                : new(page with { Entries = page.Entries - 1 }, [TableOperation.Delete(row.RowKey, row.ETag)]);
        }, cancellation);

    /// <summary>Gives a draft up. It stays to be read.</summary>
    public Task<MassPaymentResult> DiscardAsync(string id, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, page => Task.FromResult(new Change(page with { Status = MassPaymentStatus.Discarded }, [])), cancellation);

    /// <summary>What stands against a mass payment for this provider, service and aid code, all of it (KEES-1, KEES-2).</summary>
    public async Task<Refusal?> CheckAsync(MassPaymentDraft draft, CancellationToken cancellation = default)
    {
        var faults = new List<ValidationMessage>();
        if (CodeTables.AidCodes.Find(draft.AidCode) is null)
        {
            faults.Add(new("UNKNOWN_AID_CODE", "aidCode", $"There is no such aid code; there are {string.Join(" and ", CodeTables.AidCodes.Entries.Select(code => code.Code))}."));
        }

        var provider = PaymentFactsForm.IsId(draft.ProviderId) ? await directory.FindProviderAsync(draft.ProviderId, cancellation) : null;
        if (provider is null)
        {
            faults.Add(new("UNKNOWN_PROVIDER", "providerId", "There is no such provider in the Resource Databank."));
        }
        else if (MassPaymentRules.CheckService(provider, draft.ServiceId) is { } refusal)
        {
            faults.Add(new(refusal.Code, refusal.Code == "PROVIDER_INACTIVE" ? "providerId" : "serviceId", refusal.Message));
        }

        return faults.Count == 0 ? null : new(RefusalKind.Invalid, faults[0].Code, string.Join(' ', faults.Select(fault => fault.Message))) { Errors = faults };
    }

    /// <summary>Writes a part of an upload once: when the request is repeated, its first run may be slow, and must not write over what was changed meanwhile.</summary>
    private async Task UploadPartAsync(string id, int part, MassEntry[] entries, CancellationToken cancellation)
    {
        var writes = entries.Select(entry => TableOperation.Upsert(MassPaymentKeys.Entry(entry.N), Rows.Write(entry)));
        try
        {
            await tables.SubmitAsync(Tables.MassPayments, id, [TableOperation.Insert(MassPaymentKeys.Uploaded(part), string.Empty), .. writes], cancellation);
        }
        catch (TableConflictException)
        {
            // Another run of the same request has written it.
        }
    }

    private static Refusal? CheckEntries(IReadOnlyList<MassEntryTexts> entries, int already)
    {
        if (entries.Count + already > EntriesMax)
        {
            return new(RefusalKind.Invalid, "TOO_MANY_ENTRIES", $"A mass payment has at most {EntriesMax} entries; these would be {entries.Count + already}. Spread them over several.");
        }

        return entries.Index().FirstOrDefault(entry => !entry.Item.Fits, (-1, null!)) is { Index: >= 0 } tooLong
            ? new(RefusalKind.Malformed, "TOO_LONG", $"A text of entry {tooLong.Index + 1} of those sent has more than {MassEntryTexts.CharsMax} characters.")
            : null;
    }

    private async Task<Change> AddPartAsync(MassPayment page, MassEntryTexts[] texts, int toCome, string mark, List<MassEntry> added, CancellationToken cancellation)
    {
        if (await tables.FindAsync<AddedEntries>(Tables.MassPayments, page.Id, mark, cancellation) is { } before)
        {
            await foreach (var entry in records.EntriesAsync(page with { NextN = before.First + before.Count }, before.First - 1, cancellation))
            {
                added.Add(entry);
            }

            return new(page, []) { IsDone = true };
        }

        if (CheckEntries(texts, already: page.Entries + toCome - texts.Length) is { } refusal)
        {
            return Change.Not(refusal);
        }

        MassEntry[] entries = [.. texts.Select((text, index) => text.ToEntry(page.NextN + index, calendar.Today))];
        return new(
            page with { NextN = page.NextN + entries.Length, Entries = page.Entries + entries.Length },
            [TableOperation.Insert(mark, Rows.Write(new AddedEntries(page.NextN, entries.Length))), .. entries.Select(entry => TableOperation.Insert(MassPaymentKeys.Entry(entry.N), Rows.Write(entry)))])
        {
            Then = () => added.AddRange(entries),
        };
    }

    private async Task<MassPaymentResult> ChangeAsync(string id, int? ifVersion, Func<MassPayment, Task<Change>> prepare, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await records.FindWithETagAsync(id, cancellation) is not var (page, etag))
            {
                return MassPaymentResult.Refused(Refusal.NotFound("mass payment"));
            }

            if (ifVersion is { } seen && seen != page.Version)
            {
                return MassPaymentResult.Refused(new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the mass payment is at version {page.Version}. Read it again."));
            }

            var change = page.Status == MassPaymentStatus.Draft ? await prepare(page) : Change.Not(NotDraft(page));
            if (change.Refusal is { } refusal)
            {
                return MassPaymentResult.Refused(refusal);
            }

            if (change.IsDone)
            {
                return MassPaymentResult.Done(page);
            }

            var changed = change.Page! with { Version = page.Version + 1 };
            try
            {
                await tables.SubmitAsync(Tables.MassPayments, id, [TableOperation.Update(MassPaymentKeys.Page, Rows.Write(changed), etag), .. change.Operations], cancellation);
                change.Then?.Invoke();
                return MassPaymentResult.Done(changed);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another change came first; the page is read again.
            }
        }
    }

    private static Refusal NotDraft(MassPayment page) => new(RefusalKind.Conflict, "NOT_DRAFT", page.Status switch
    {
        MassPaymentStatus.Approving => "The mass payment is being approved; nothing of it can be changed.",
        MassPaymentStatus.Approved => "The mass payment is approved; its entries stand. A payment request of it can be cancelled.",
        _ => "The mass payment was discarded.",
    });

    /// <summary>Which entries a request added, so that its repetition adds none.</summary>
    private sealed record AddedEntries(int First, int Count);

    /// <param name="Page">As it is to be; its version is counted where it is written.</param>
    /// <param name="Operations">What is written beside it.</param>
    private sealed record Change(MassPayment? Page, IReadOnlyList<TableOperation> Operations)
    {
        public Refusal? Refusal { get; init; }

        /// <summary>Whether it stands already.</summary>
        public bool IsDone { get; init; }

        /// <summary>Done once it is written.</summary>
        public Action? Then { get; init; }

        public static Change Not(Refusal refusal) => new(null, []) { Refusal = refusal };
    }
}
