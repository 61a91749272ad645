using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Codes;

/// <summary>
/// The code tables that an admin edits (SAN-11). A change is one transaction with its history, conditional on the entry and
/// on the table's guard, so that names stay unambiguous and an entry is not removed while something is entered with it.
/// </summary>
public sealed class ValueItems(ITableStore tables, AgencyCalendar calendar)
{
    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;

    private static readonly Refusal Busy = new(RefusalKind.Conflict, "BUSY", "The code table is being changed by others all the time; try again.");

    /// <summary>The entries: those that are built in first, then the others by code.</summary>
    /// <param name="table">One of <see cref="ValueTables"/>.</param>
    /// <param name="includeRetired">Whether those are answered that are not offered any more.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<ValueItem>> ListAsync(string table, bool includeRetired = false, CancellationToken cancellation = default)
        => [.. (await ReadAllAsync(table, cancellation)).Where(entry => !entry.IsRemoved && (includeRetired || !entry.Item.IsRetired)).Select(entry => entry.Item)];

    /// <summary>What is offered, and besides what stands, though it was retired since: a form that did not show it would change it.</summary>
    /// <param name="table">One of <see cref="ValueTables"/>.</param>
    /// <param name="standing">The code that stands; null where nothing does.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<ValueItem>> ListOfferedAsync(string table, string? standing, CancellationToken cancellation = default)
        => [.. (await ListAsync(table, includeRetired: true, cancellation)).Where(item => !item.IsRetired || item.Code == standing)];

    /// <summary>The entry of that code or name, whatever its case and spaces; a retired one, too. Null where there is none.</summary>
    public async Task<ValueItem?> FindAsync(string table, string text, CancellationToken cancellation = default)
    {
        var folded = ValueKeys.Fold(text);
        return ValueKeys.IsCode(folded) && await ReadAsync(table, folded, cancellation) is { IsRemoved: false } entry
            ? entry.Item
            : (await ListAsync(table, includeRetired: true, cancellation)).FirstOrDefault(item => ValueKeys.Fold(item.Name) == folded || Bare(item.Code + item.Name) == Bare(folded));
    }

    /// <summary>The same among the adjustment types and then the payment codes; one that is offered comes before a retired one.</summary>
    public async Task<ValueItem?> FindAdjustmentAsync(string text, CancellationToken cancellation = default)
    {
        var type = await FindAsync(ValueTables.AdjustmentTypes, text, cancellation);
        return type is { IsRetired: false } ? type : await FindAsync(ValueTables.PaymentCodes, text, cancellation) is { } code && (type is null || !code.IsRetired) ? code : type;
    }

    /// <summary>Makes an entry, or changes it.</summary>
    /// <param name="caller">Who acts; role admin.</param>
    /// <param name="edit">What it is to be.</param>
    /// <param name="requestId">The same for a request and its retry, which has one effect.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ValueResult> PutAsync(Caller caller, ValueEdit edit, string requestId, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
        => (ValueRules.CheckCaller(caller) ?? ValueRules.CheckCode(edit.Code) ?? ValueRules.CheckForm(edit)) is { } refusal
            ? Task.FromResult(ValueResult.Refused(refusal))
            : ChangeAsync(new(edit.Table, edit.Code, caller.User, requestId, ifVersion), (present, all) => PutOne(edit, present, all), cancellation);

    /// <summary>Removes an entry that nothing was entered with. Its history stays, and it can be made again.</summary>
    /// <param name="caller">Who acts; role admin.</param>
    /// <param name="table">One of <see cref="ValueTables"/>.</param>
    /// <param name="code">Its code.</param>
    /// <param name="requestId">The same for a request and its retry, which has one effect.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ValueResult> RemoveAsync(Caller caller, string table, string code, string requestId, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
        => (ValueRules.CheckCaller(caller) ?? ValueRules.CheckCode(code)) is { } refusal
            ? Task.FromResult(ValueResult.Refused(refusal))
            : ChangeAsync(new(table, code, caller.User, requestId, ifVersion), (present, _) => RemoveOne(present), cancellation);

    /// <summary>
    /// Marks an entry as in use, before something is entered with it: from then on it is never removed. One read where it is marked already.
    /// </summary>
    /// <returns>The entry; refused where it is gone or retired.</returns>
    public async Task<ValueResult> UseAsync(string table, string code, CancellationToken cancellation = default)
    {
        var folded = ValueKeys.Fold(code);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (!ValueKeys.IsCode(folded) || await ReadAsync(table, folded, cancellation) is not { IsRemoved: false } entry)
            {
                return ValueResult.Refused(new(RefusalKind.Invalid, "UNKNOWN_CODE", $"There is no such code in {table}; choose one that GET /api/codes/{table} lists."));
            }

            if (entry.Item.IsRetired)
            {
                return ValueResult.Refused(new(RefusalKind.Invalid, "CODE_RETIRED", $"{entry.Item.Code} of {table} is retired; choose one that GET /api/codes/{table} lists."));
            }

            if (entry.Item.IsInUse)
            {
                return ValueResult.Done(entry.Item);
            }

            var used = entry.Item with { IsInUse = true };
            try
            {
                // The version stays: it counts what people change, and their If-Match is about that.
                await tables.SubmitAsync(Tables.Codes, table, [entry.Write(used, isRemoved: false)], cancellation);
                return ValueResult.Done(used);
            }
            catch (TableConflictException)
            {
                // It was changed, removed or used by another at this moment; it is read again.
            }
        }

        return ValueResult.Refused(Busy);
    }

    /// <summary>Every change of an entry, the first one first; also of one that was removed. Built-in entries have none until they are changed.</summary>
    public async Task<IReadOnlyList<ValueChange>> HistoryAsync(string table, string code, CancellationToken cancellation = default)
    {
        var changes = new List<ValueChange>();
        if (ValueKeys.IsCode(code))
        {
            await foreach (var row in tables.ScanAsync(Tables.Codes, table, RowRange.StartingWith(ValueKeys.HistoryPrefix(code)), cancellation))
            {
                changes.Add(Rows.Read<ValueChange>(row));
            }
        }

        return changes;
    }

    private static (ValueItem? Item, Refusal? Refusal) PutOne(ValueEdit edit, ValueItem? present, IReadOnlyList<StoredValue> all)
    {
        if (present is null && all.Count >= ValueRules.EntriesMax)
        {
            return (null, new(RefusalKind.Conflict, "TABLE_FULL", $"The table has had {all.Count} entries, removed ones included, and takes {ValueRules.EntriesMax}. Change one that is there."));
        }

        var after = edit.Applied(present);
        return ValueRules.Check(present, after, all.Where(entry => !entry.IsRemoved && entry.Item.Code != after.Code).Select(entry => entry.Item)) is { } refusal ? (null, refusal) : (after, null);
    }

    private static (ValueItem? Item, Refusal? Refusal) RemoveOne(ValueItem? present)
        => present is null ? (null, Refusal.NotFound("entry of that code")) : (null, ValueRules.CheckRemove(present));

    /// <param name="change">What is done to which entry.</param>
    /// <param name="decide">Given the entry and all of its table: what it is to be (null where it is removed), or why not.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<ValueResult> ChangeAsync(Change change, Func<ValueItem?, IReadOnlyList<StoredValue>, (ValueItem? Item, Refusal? Refusal)> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await tables.FindAsync<ValueItem>(Tables.Codes, change.Table, ValueKeys.Done(change.RequestId), cancellation) is { } made)
            {
                return ValueResult.Done(made);
            }

            // The guard first: whoever changes the table after it was read refuses this attempt.
            var guard = await tables.GetAsync(Tables.Codes, change.Table, ValueKeys.Guard, cancellation);
            var all = await ReadAllAsync(change.Table, cancellation);
            var entry = all.FirstOrDefault(stored => stored.Item.Code == ValueKeys.Fold(change.Code)) ?? StoredValue.New(change.Table, change.Code);
            var present = entry.IsRemoved ? null : entry.Item;
            if (change.IfVersion?.Invoke(present?.Version) == false)
            {
                return ValueResult.Refused(new(RefusalKind.Stale, "STALE", "The entry is not at the version that was named: it was changed, or there is none. Read it again."));
            }

            var (decided, refusal) = decide(present, all);
            if (refusal is not null)
            {
                return ValueResult.Refused(refusal);
            }

            var after = (decided ?? entry.Item) with { Version = entry.Item.Version + 1 };
            if (await TryWriteAsync(change, guard, entry, after, isRemoved: decided is null, cancellation))
            {
                return ValueResult.Done(after);
            }
        }

        return ValueResult.Refused(Busy);
    }

    private async Task<bool> TryWriteAsync(Change change, TableRow? guard, StoredValue entry, ValueItem after, bool isRemoved, CancellationToken cancellation)
    {
        var history = new ValueChange(entry.IsRemoved ? null : entry.Item, isRemoved ? null : after, change.By, calendar.Now);
        try
        {
            await tables.SubmitAsync(
                Tables.Codes,
                change.Table,
                [
                    guard is null ? TableOperation.Insert(ValueKeys.Guard, change.RequestId) : TableOperation.Update(ValueKeys.Guard, change.RequestId, guard.ETag),
                    entry.Write(after, isRemoved),
                    TableOperation.Insert(ValueKeys.History(after.Code, after.Version), Rows.Write(history)),
                    TableOperation.Insert(ValueKeys.Done(change.RequestId), Rows.Write(after)),
                ],
                cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            // Another change came first; everything is read and judged again.
            return false;
        }
    }

    private async Task<StoredValue?> ReadAsync(string table, string code, CancellationToken cancellation)
        => await tables.GetAsync(Tables.Codes, Checked(table), ValueKeys.Item(code), cancellation) is { } row ? StoredValue.Of(row)
            : BuiltInValues.Find(table, code) is { } builtIn ? StoredValue.BuiltIn(builtIn)
            : null;

    private async Task<IReadOnlyList<StoredValue>> ReadAllAsync(string table, CancellationToken cancellation)
    {
        var stored = new SortedDictionary<string, StoredValue>(StringComparer.Ordinal);
        await foreach (var row in tables.ScanAsync(Tables.Codes, Checked(table), RowRange.StartingWith(ValueKeys.ItemPrefix), cancellation))
        {
            var entry = StoredValue.Of(row);
            stored.Add(entry.Item.Code, entry);
        }

        List<StoredValue> all = [];
        foreach (var builtIn in BuiltInValues.Of(table))
        {
            all.Add(stored.Remove(builtIn.Code, out var changed) ? changed : StoredValue.BuiltIn(builtIn));
        }

        return [.. all, .. stored.Values];
    }

    /// <summary>As reports write an entry, code and name with a dash between.</summary>
    private static string Bare(string text) => string.Concat(ValueKeys.Fold(text).Where(character => character is not ('-' or '–')));

    private static string Checked(string table) => ValueTables.All.Contains(table, StringComparer.Ordinal) ? table : throw new ArgumentException($"'{table}' is no code table that is edited.", nameof(table));

    private sealed record Change(string Table, string Code, string By, string RequestId, Func<int?, bool>? IfVersion);
}
