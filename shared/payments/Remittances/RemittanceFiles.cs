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
    ITableStore tables, IntakeRecords originals, RemittanceRecords records, SavedSessions saved, BillingRecords billing, ValueItems values, AgencyCalendar calendar)
{
    private const string FilesPartition = "files";

    /// <summary>Invoices read at one time.</summary>
    private const int ReadsAtOnce = 16;

    /// <param name="caller">Whose session it becomes; null for a dropped file, whose session waits for a biller to resume it.</param>
    /// <param name="name">What the file is called.</param>
    /// <param name="content">The file.</param>
    /// <param name="bankId">The bank that the money came to; left out, the first that is offered.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<RemittanceFileResult> TakeInAsync(Caller? caller, string name, ReadOnlyMemory<byte> content, string? bankId, CancellationToken cancellation = default)
    {
        if (caller is not null && !caller.Is(Role.Biller))
        {
            return RemittanceFileResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Billers post remittances."));
        }

        var hash = InvoiceCommands.HashOf(content);
        await originals.KeepAsync(hash, content, cancellation);
        var (made, row) = await FindMadeAsync(hash, cancellation);
        if (made is { Status: not RemittanceStatus.Discarded })
        {
            return RemittanceFileResult.Duplicate((await records.LoadAsync(made.Id, cancellation))!.State);
        }

        if (caller is not null && await saved.FindOtherAsync(caller.User, string.Empty, cancellation) is { } other)
        {
            return RemittanceFileResult.Refused(RemittanceCommands.SavedBefore(other));
        }

        var file = EraReader.Read(content);
        if (file.File is not { } era)
        {
            return RemittanceFileResult.AtFault(file.Faults);
        }

        var (bank, noBank) = await BankAsync(bankId, cancellation);
        if (bank is null)
        {
            return RemittanceFileResult.Refused(noBank!);
        }

        var invoices = await InvoicesAsync(era.Checks.SelectMany(check => check.Claims).Select(claim => claim.Invoice), cancellation);
        ValueItem[] items = [.. await values.ListAsync(ValueTables.BatchTypes, cancellation: cancellation), .. await values.ListAsync(ValueTables.AdjustmentTypes, cancellation: cancellation)];
        var queued = EraQueue.Of(era, invoices, items, bank.Code);
        return queued.Batch is null
            ? RemittanceFileResult.AtFault(queued.Faults)
            : RemittanceFileResult.Done(await MakeAsync(caller?.User, name, hash, (made, row), queued, cancellation));
    }

    private async Task<RemittanceState> MakeAsync(string? user, string name, string hash, (Remittance? Discarded, TableRow? Row) before, EraQueued queued, CancellationToken cancellation)
    {
        await UseAsync(queued, cancellation);
        var standing = before.Row is null ? null : Rows.Read<FileRow>(before.Row);
        var attempt = (standing?.Attempt ?? 0) + (before.Discarded is null && standing is not null ? 0 : 1);
        var id = RemittanceKeys.IdOf($"file|{hash}|{attempt}");
        var row = Rows.Write(new FileRow(id, attempt, name, user ?? RemittanceCommands.Inbox, calendar.Now));
        try
        {
            await tables.SubmitAsync(Tables.Remittances, FilesPartition, [before.Row is null ? TableOperation.Insert(hash, row) : TableOperation.Update(hash, row, before.Row.ETag)], CancellationToken.None);
        }
        catch (TableConflictException)
        {
            // The same file is being taken in twice at this moment, under the same id: whoever comes first makes the session.
        }

        var session = new Remittance
        {
            Id = id,
            BatchNumber = await records.NumberAsync(id, CancellationToken.None),
            Owner = user ?? RemittanceCommands.Inbox,
            Status = user is null ? RemittanceStatus.Saved : RemittanceStatus.Open,
            Batch = queued.Batch!,
            Checks = queued.Checks,
            NextSheet = queued.Checks.Count + 1,
            CreatedAt = calendar.Now,
            SourceFile = name,
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

    private async Task UseAsync(EraQueued queued, CancellationToken cancellation)
    {
        foreach (var type in queued.Checks.Select(check => check.Type).Append(queued.Batch!.Type).Distinct())
        {
            await values.UseAsync(ValueTables.BatchTypes, type, cancellation);
        }

        foreach (var type in queued.Queue.SelectMany(entry => entry.Lines).SelectMany(line => line.Adjustments).Select(adjustment => adjustment.Type).Distinct())
        {
            await values.UseAsync(ValueTables.AdjustmentTypes, type, cancellation);
        }
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
    private sealed record FileRow(string Id, int Attempt, string Name, string By, DateTimeOffset At);
}

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
