using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Calendar;
using Serverless.Payments.Codes;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Payments.Remittances.Era;
using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>
/// Takes an electronic remittance (X12 835) in place of typing: a session, balanced, with every row queued, to be reviewed and
/// posted. A file that cannot be is refused with its segments, and nothing is made. The same content makes one session,
/// unless that was discarded.
/// </summary>
public sealed class RemittanceFiles(
    ITableStore tables, IntakeRecords originals, RemittanceRecords records, SavedSessions saved, CheckTraces traces, BillingRecords billing, ValueItems values, AgencyCalendar calendar)
{
    private const string FilesPartition = "files";

    /// <summary>Invoices read at one time.</summary>
    private const int ReadsAtOnce = 16;

    /// <param name="caller">Whose session it becomes; null for a dropped file, whose session waits for a biller to resume it.</param>
    /// <param name="delivery">The file. The same delivery taken up again finds what it made itself, which is no duplicate.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<RemittanceFileResult> TakeInAsync(Caller? caller, RemittanceDelivery delivery, CancellationToken cancellation = default)
    {
        if (caller is not null && !caller.Is(Role.Biller))
        {
            return RemittanceFileResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Billers post remittances."));
        }

        var hash = InvoiceCommands.HashOf(delivery.Content);
        await originals.KeepAsync(hash, delivery.Content, cancellation);
        var (made, row) = await FindMadeAsync(hash, cancellation);
        var standing = row is null ? null : Rows.Read<FileRow>(row);
        if (made is { Status: not RemittanceStatus.Discarded })
        {
            var state = (await records.LoadAsync(made.Id, cancellation))!.State;
            return standing!.Delivery == delivery.Id ? RemittanceFileResult.Done(state) : RemittanceFileResult.Duplicate(state);
        }

        if (caller is not null && await saved.FindOtherAsync(caller.User, string.Empty, cancellation) is { } other)
        {
            return RemittanceFileResult.Refused(RemittanceCommands.SavedBefore(other));
        }

        var content = EraReader.Read(delivery.Content);
        if (content.File is not { } era)
        {
            return RemittanceFileResult.AtFault(content.Faults);
        }

        var attempt = (standing?.Attempt ?? 0) + (made is null && standing is not null ? 0 : 1);
        var next = new FileRow(RemittanceKeys.IdOf($"file|{hash}|{attempt}"), attempt, delivery.Name, caller?.User ?? RemittanceCommands.Inbox, calendar.Now, delivery.Id);
        if (EraSize.FaultsOf(era) is { Count: > 0 } tooLarge)
        {
            return RemittanceFileResult.AtFault(tooLarge);
        }

        return await traces.FaultsAsync(next.Id, era, cancellation) is { Count: > 0 } held
            ? RemittanceFileResult.AtFault(held)
            : await QueueAsync(caller?.User, delivery, era, (hash, row, next), cancellation);
    }

    private async Task<RemittanceFileResult> QueueAsync(string? user, RemittanceDelivery delivery, EraFile era, (string Hash, TableRow? Standing, FileRow Next) file, CancellationToken cancellation)
    {
        var (bank, noBank) = await BankAsync(delivery.BankId, cancellation);
        if (bank is null)
        {
            return RemittanceFileResult.Refused(noBank!);
        }

        var invoices = await InvoicesAsync(era.Checks.SelectMany(check => check.Claims).Select(claim => claim.Invoice), cancellation);
        ValueItem[] items = [.. await values.ListAsync(ValueTables.BatchTypes, cancellation: cancellation), .. await values.ListAsync(ValueTables.AdjustmentTypes, cancellation: cancellation)];
        var queued = EraQueue.Of(era, invoices, items, bank.Code);
        if (queued.Batch is null)
        {
            return RemittanceFileResult.AtFault(queued.Faults);
        }

        if (await UseAsync(queued, cancellation) is { } notUsable)
        {
            return RemittanceFileResult.Refused(notUsable);
        }

        await KeepAsync(file.Hash, file.Standing, file.Next);
        return await traces.TakeAsync(file.Next.Id, delivery.Name, era, CancellationToken.None) is { Count: > 0 } held
            ? RemittanceFileResult.AtFault(held)
            : RemittanceFileResult.Done(await MakeAsync(user, file.Next, queued));
    }

    private async Task KeepAsync(string hash, TableRow? standing, FileRow next)
    {
        var row = Rows.Write(next);
        try
        {
            await tables.SubmitAsync(Tables.Remittances, FilesPartition, [standing is null ? TableOperation.Insert(hash, row) : TableOperation.Update(hash, row, standing.ETag)], CancellationToken.None);
        }
        catch (TableConflictException)
        {
            // The same file is being taken in twice at this moment, under the same id: whoever comes first makes the session.
        }
    }

    private async Task<RemittanceState> MakeAsync(string? user, FileRow file, EraQueued queued)
    {
        var session = new Remittance
        {
            Id = file.Id,
            BatchNumber = await records.NumberAsync(file.Id, CancellationToken.None),
            Owner = file.By,
            Status = user is null ? RemittanceStatus.Saved : RemittanceStatus.Open,
            Batch = queued.Batch!,
            Checks = queued.Checks,
            NextSheet = queued.Checks.Count + 1,
            CreatedAt = calendar.Now,
            SourceFile = file.Name,
        };
        var stands = await records.InsertAsync(session, queued.Queue, CancellationToken.None);
        return (await records.LoadAsync(stands.Id, CancellationToken.None))!.State;
    }

    /// <summary>The session that the content has made, and the row that says so.</summary>
    private async Task<(Remittance? Made, TableRow? Row)> FindMadeAsync(string hash, CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Tables.Remittances, FilesPartition, hash, cancellation);
        return (row is null ? null : await records.FindAsync(Rows.Read<FileRow>(row).Id, cancellation), row);
    }

    private async Task<(ValueItem? Bank, Refusal? Refusal)> BankAsync(string? bankId, CancellationToken cancellation)
    {
        var found = string.IsNullOrWhiteSpace(bankId) ? (await values.ListAsync(ValueTables.Banks, cancellation: cancellation)) is [var first, ..] ? first : null : await values.FindAsync(ValueTables.Banks, bankId, cancellation);
        if (found is null)
        {
            const string Message = "Name the bank that the money came to: one of GET /api/codes/banks.";
            return (null, new(RefusalKind.Invalid, "UNKNOWN_CODE", Message) { Errors = [new("UNKNOWN_CODE", "bankId", Message)] });
        }

        var used = await values.UseAsync(ValueTables.Banks, found.Code, cancellation);
        return (used.Item, used.Refusal);
    }

    /// <summary>Why a code can no longer be used, which an admin may have retired since it was listed; null where all are.</summary>
    private async Task<Refusal?> UseAsync(EraQueued queued, CancellationToken cancellation)
    {
        var types = queued.Checks.Select(check => check.Type).Append(queued.Batch!.Type).Select(type => (Table: ValueTables.BatchTypes, Code: type));
        var adjustments = queued.Queue.SelectMany(entry => entry.Lines).SelectMany(line => line.Adjustments).Select(adjustment => (Table: ValueTables.AdjustmentTypes, Code: adjustment.Type));
        foreach (var (table, code) in types.Concat(adjustments).Distinct())
        {
            if ((await values.UseAsync(table, code, cancellation)).Refusal is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<IReadOnlyDictionary<string, BillingInvoice>> InvoicesAsync(IEnumerable<string> numbers, CancellationToken cancellation)
    {
        var found = new System.Collections.Concurrent.ConcurrentDictionary<string, BillingInvoice>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(numbers.Distinct(StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (number, stop) =>
        {
            if (await billing.FindAsync(number, stop) is { } invoice)
            {
                found[number] = invoice;
            }
        });
        return found;
    }

    /// <param name="Attempt">Rises where the session before was discarded.</param>
    /// <param name="Delivery">Which delivery of the content made it, or was to; null in older rows.</param>
    private sealed record FileRow(string Id, int Attempt, string Name, string By, DateTimeOffset At, string? Delivery);
}

/// <summary>An electronic remittance as it arrives.</summary>
/// <param name="Id">What makes this delivery itself: the same for the same one taken up again, another for another one of the same content.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="BankId">The bank that the money came to; left out, the first that is offered.</param>
public sealed record RemittanceDelivery(string Id, string Name, ReadOnlyMemory<byte> Content, string? BankId);

/// <summary>What became of an electronic remittance.</summary>
/// <param name="State">The session that it made, now or before.</param>
/// <param name="Faults">By segment, where the file was refused.</param>
public sealed record RemittanceFileResult(RemittanceState? State, bool IsDuplicate, IReadOnlyList<FileFault> Faults, Refusal? Refusal)
{
    public static RemittanceFileResult Done(RemittanceState state) => new(state, false, [], null);

    public static RemittanceFileResult Duplicate(RemittanceState state) => new(state, true, [], null);

    public static RemittanceFileResult AtFault(IReadOnlyList<FileFault> faults) => new(null, false, faults, null);

    public static RemittanceFileResult Refused(Refusal refusal) => new(null, false, [], refusal);
}
