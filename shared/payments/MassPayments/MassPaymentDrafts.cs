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

        return MassPaymentResult.Done(await CreateCheckedAsync(draft, entries, by, requestId, cancellation));
    }

    /// <summary>
    /// Makes a draft that was found right by <see cref="CheckAsync"/>, whatever has become of the provider since: for whom it
    /// was decided that it is made, it must be, and its approval looks at all of it again.
    /// </summary>
    public async Task<MassPayment> CreateCheckedAsync(MassPaymentDraft draft, IReadOnlyList<MassEntryTexts> entries, string by, string requestId, CancellationToken cancellation = default)
    {
        var id = MassPaymentKeys.IdOf(requestId);
        if (await records.FindAsync(id, cancellation) is { } made)
        {
            return made;
        }

        if (CheckEntries(entries, already: 0) is { } unfit)
        {
            throw new ArgumentException(unfit.Message, nameof(entries));
        }

        await WriteAsync(id, entries, requestId, cancellation);
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
            return page;
        }
        catch (TableConflictException)
        {
            return await records.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Mass payment {id} stands and cannot be read.");
        }
    }

    /// <summary>
    /// Adds entries. The same request id adds them once, also where it was broken off between two parts of many; until the last
    /// part is there the mass payment cannot be approved.
    /// </summary>
    public async Task<MassPaymentResult> AddAsync(string id, IReadOnlyList<MassEntryTexts> entries, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
    {
        var added = new List<MassEntry>(entries.Count);
        MassPayment? page = null;
        foreach (var (part, texts) in entries.Chunk(TogetherMax).Index())
        {
            var mark = MassPaymentKeys.Done(requestId, part);
            var toCome = entries.Count - ((part * TogetherMax) + texts.Length);
            var result = await ChangeAsync(
                id, part == 0 ? ifVersion : null, mark, found => Task.FromResult(AddPart(found, texts, toCome, entries.Count > TogetherMax ? requestId : null)), cancellation);
            if (result.Refusal is not null)
            {
                return result;
            }

            page = result.Page;
            added.AddRange(await AddedAsync(id, mark, cancellation));
        }

        return page is null ? MassPaymentResult.Refused(new(RefusalKind.Malformed, "NO_ENTRIES", "There is no entry to add.")) : new MassPaymentResult(page, null) { Added = added };
    }

    /// <summary>Puts another entry in an entry's place, under its number. The same request id does it once.</summary>
    public Task<MassPaymentResult> ReplaceAsync(string id, int n, MassEntryTexts texts, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, MassPaymentKeys.Done(requestId, 0), async page =>
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

    /// <summary>Ticks boxes and clears them (KEES-5), all in one transaction. The same request id does it once.</summary>
    /// <param name="id">The mass payment.</param>
    /// <param name="boxes">By the numbers of the entries, at most <see cref="TogetherMax"/>: whether the box is to be ticked.</param>
    /// <param name="requestId">What makes the request itself.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<MassPaymentResult> TickAsync(string id, IReadOnlyDictionary<int, bool> boxes, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(boxes.Count, TogetherMax);
        return ChangeAsync(id, ifVersion, MassPaymentKeys.Done(requestId, 0), async page =>
        {
            var changes = new List<TableOperation>(boxes.Count);
            foreach (var (n, isTicked) in boxes)
            {
                if (n >= page.NextN || await tables.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Entry(n), cancellation) is not { } row)
                {
                    return Change.Not(Refusal.NotFound("entry"));
                }

                changes.Add(TableOperation.Update(row.RowKey, Rows.Write(Rows.Read<MassEntry>(row) with { Checked = isTicked }), row.ETag));
            }

            return new(page, changes);
        }, cancellation);
    }

    /// <summary>Removes an entry; its number is not used again. The same request id does it once.</summary>
    public Task<MassPaymentResult> RemoveAsync(string id, int n, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, MassPaymentKeys.Done(requestId, 0), async page =>
        {
            var row = await tables.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Entry(n), cancellation);
            return row is null || n >= page.NextN
                ? Change.Not(Refusal.NotFound("entry"))
                : new(page with { Entries = page.Entries - 1 }, [TableOperation.Delete(row.RowKey, row.ETag)]);
        }, cancellation);

    /// <summary>Gives a draft up, unless an invoice filled it. It stays to be read. The same request id does it once.</summary>
    public Task<MassPaymentResult> DiscardAsync(string id, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
        => ChangeAsync(id, ifVersion, MassPaymentKeys.Done(requestId, 0), page => Task.FromResult(page.InvoiceId is { } invoice ? Change.Not(FromInvoice(invoice)) : new(page with { Status = MassPaymentStatus.Discarded }, [])), cancellation);

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

    /// <summary>Writes the entries of a new mass payment, each part once: what was edited since must not come back, whoever repeats the request late.</summary>
    private Task WriteAsync(string id, IReadOnlyList<MassEntryTexts> entries, string requestId, CancellationToken cancellation)
    {
        var today = calendar.Today;
        var parts = entries.Select((texts, index) => texts.ToEntry(index + 1, today)).Chunk(TogetherMax).Index();
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation };
        return Parallel.ForEachAsync(parts, options, async (part, stop) =>
        {
            var mark = TableOperation.Insert(MassPaymentKeys.Done(requestId, part.Index), Rows.Write(new DonePart(part.Item[0].N, part.Item.Length)));
            try
            {
                await tables.SubmitAsync(Tables.MassPayments, id, [mark, .. part.Item.Select(entry => TableOperation.Insert(MassPaymentKeys.Entry(entry.N), Rows.Write(entry)))], stop);
            }
            catch (TableConflictException)
            {
                // The part stands already.
            }
        });
    }

    private Change AddPart(MassPayment page, MassEntryTexts[] texts, int toCome, string? requestOfMany)
    {
        if (requestOfMany is not null && page.Adding is { } other && other.RequestId != requestOfMany)
        {
            return Change.Not(Adding(other));
        }

        if (CheckEntries(texts, already: page.Entries + toCome) is { } refusal)
        {
            return Change.Not(refusal);
        }

        MassEntry[] entries = [.. texts.Select((text, index) => text.ToEntry(page.NextN + index, calendar.Today))];
        return new(
            page with
            {
                NextN = page.NextN + entries.Length,
                Entries = page.Entries + entries.Length,
                Adding = requestOfMany is null ? page.Adding : toCome > 0 ? new MassPaymentAdding(requestOfMany, toCome) : null,
            },
            [.. entries.Select(entry => TableOperation.Insert(MassPaymentKeys.Entry(entry.N), Rows.Write(entry)))])
        {
            Part = new(page.NextN, entries.Length),
        };
    }

    private async Task<IReadOnlyList<MassEntry>> AddedAsync(string id, string mark, CancellationToken cancellation)
    {
        var part = await tables.FindAsync<DonePart>(Tables.MassPayments, id, mark, cancellation) ?? throw new InvalidOperationException($"The entries of {mark} were added to {id}, and it does not say so.");
        var range = new RowRange(MassPaymentKeys.Entry(part.First), MassPaymentKeys.Entry(part.First + part.Count));
        return await tables.ScanAsync(Tables.MassPayments, id, range, cancellation).Select(Rows.Read<MassEntry>).ToListAsync(cancellation);
    }

    /// <param name="id">The mass payment.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="mark">The row that says that it was done; it stands in the same transaction, and what was done is not refused afterwards.</param>
    /// <param name="prepare">What is to be written.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<MassPaymentResult> ChangeAsync(string id, int? ifVersion, string mark, Func<MassPayment, Task<Change>> prepare, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await records.FindWithETagAsync(id, cancellation) is not var (page, etag))
            {
                return MassPaymentResult.Refused(Refusal.NotFound("mass payment"));
            }

            if (await tables.GetAsync(Tables.MassPayments, id, mark, cancellation) is not null)
            {
                return MassPaymentResult.Done(page);
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

            var changed = change.Page! with { Version = page.Version + 1 };
            try
            {
                await tables.SubmitAsync(
                    Tables.MassPayments, id, [TableOperation.Update(MassPaymentKeys.Page, Rows.Write(changed), etag), TableOperation.Insert(mark, Rows.Write(change.Part)), .. change.Operations], cancellation);
                return MassPaymentResult.Done(changed);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another change came first; the page is read again.
            }
        }
    }

    /// <summary>That somebody's entries are not all there yet.</summary>
    internal static Refusal Adding(MassPaymentAdding adding)
        => new(RefusalKind.Conflict, "ADDING", $"Of the entries that a request adds, {adding.ToCome} are still to come. Wait for it, or send that request again; or discard the mass payment.");

    /// <summary>An invoice makes one draft, so that one given up would leave its lines with no way to be paid.</summary>
    private static Refusal FromInvoice(string invoiceId)
        => new(RefusalKind.Conflict, "FROM_INVOICE", $"The draft is filled from the invoice {invoiceId}, which makes no other, so it is not discarded. Mend its entries, or remove those that are not to be paid.");

    private static Refusal NotDraft(MassPayment page) => new(RefusalKind.Conflict, "NOT_DRAFT", page.Status switch
    {
        MassPaymentStatus.Approving => "The mass payment is being approved; nothing of it can be changed.",
        MassPaymentStatus.Approved => "The mass payment is approved; its entries stand. A payment request of it can be cancelled.",
        _ => "The mass payment was discarded.",
    });

    /// <summary>What a request, or a part of it, has done.</summary>
    /// <param name="First">The first entry that it added.</param>
    /// <param name="Count">How many.</param>
    private sealed record DonePart(int First, int Count);

    /// <param name="Page">As it is to be; its version is counted where it is written.</param>
    /// <param name="Operations">What is written beside it.</param>
    private sealed record Change(MassPayment? Page, IReadOnlyList<TableOperation> Operations)
    {
        public Refusal? Refusal { get; init; }

        public DonePart Part { get; init; } = new(0, 0);

        public static Change Not(Refusal refusal) => new(null, []) { Refusal = refusal };
    }
}
