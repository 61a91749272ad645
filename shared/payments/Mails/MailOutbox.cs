using System.Globalization;
using System.Runtime.CompilerServices;
using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Storage;

namespace Serverless.Payments.Mails;

/// <summary>
/// The mails that are to be sent, in one partition: a row each by the cause's hash, which is inserted once, and lists by status
/// and of all, newest first, which change with it. Whatever is recorded and not settled has an orchestration that delivers it.
/// </summary>
/// <param name="tables">Where they are kept.</param>
/// <param name="orchestrations">What delivers them.</param>
/// <param name="calendar">The time.</param>
/// <param name="delivers">Whether there is a carrier; without one they wait until a host has one.</param>
public sealed class MailOutbox(ITableStore tables, IOrchestrationClient orchestrations, AgencyCalendar calendar, bool delivers)
{
    /// <summary>Mails in one page.</summary>
    public const int TopMax = 500;

    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Times that a mail's purpose is let come back; turns that go to and fro more often end in the inbox alone.</summary>
    private const int ReopenedMax = 5;

    /// <summary>Mails that are looked at together where many are.</summary>
    private const int AtOnce = 8;

    /// <summary>Mails that one resumption looks at; the next goes on behind them.</summary>
    private const int ResumedMax = 10_000;

    /// <summary>Mails of one transaction, each with its row and its places in two lists.</summary>
    private const int DeletedTogether = TableLimits.TransactionRowsMax / 3;
    private const string Partition = "outbox";
    private const string AllPrefix = "a|";

    /// <summary>Where the next resumption goes on; null for the beginning. Each process has its own, because all that it saves is time.</summary>
    private string? resumedUpTo;

    /// <summary>Whether there is a carrier.</summary>
    public bool Delivers => delivers;

    /// <summary>Records the mail and has it delivered. The same cause again records nothing, and starts a delivery that was lost.</summary>
    /// <remarks>
    /// What had lost its purpose before it was sent, and is caused again because it is its addressee's turn once more, is to be sent after all.
    /// </remarks>
    public async Task RecordAsync(MailCause cause, CancellationToken cancellation = default)
    {
        var record = new MailRecord(cause, calendar.Now);
        if (await FindAsync(record.Key, cancellation) is not { } stored)
        {
            try
            {
                await tables.SubmitAsync(Tables.Mails, Partition, [TableOperation.Insert(RowOf(record.Key), Rows.Write(record)), TableOperation.Insert(StatusRow(record), string.Empty), TableOperation.Insert(AllPrefix + PlaceOf(record), string.Empty)], cancellation);
            }
            catch (TableConflictException)
            {
                // The same cause was recorded at this moment.
            }

            stored = record;
        }

        if (stored.Status == MailStatus.Obsolete && cause.PaymentId is not null && stored.Reopened < ReopenedMax)
        {
            stored = await ChangeAsync(record.Key, Reopened, cancellation) ?? stored;
        }

        if (stored.Status == MailStatus.Waiting)
        {
            await StartAsync(stored, cancellation);
        }
    }

    public Task<MailRecord?> FindAsync(string key, CancellationToken cancellation = default)
        => IsKey(key) ? tables.FindAsync<MailRecord>(Tables.Mails, Partition, RowOf(key), cancellation) : Task.FromResult<MailRecord?>(null);

    /// <summary>Brings a waiting mail to its end; one that has come to it stays as it is.</summary>
    /// <param name="key">Which mail.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="detail">Why.</param>
    /// <param name="delivery">The delivery that ends it, which ends nothing once another has followed; null for any, where the mail is out.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task SettleAsync(string key, MailStatus status, string? detail, int? delivery = null, CancellationToken cancellation = default)
        => ChangeAsync(key, record => record.Status == MailStatus.Waiting && (delivery is null || record.Delivery == delivery) ? record with { Status = status, Detail = detail, SettledAt = calendar.Now } : null, cancellation);

    /// <summary>Notes that a waiting mail must be tried again.</summary>
    /// <param name="key">Which mail.</param>
    /// <param name="detail">Why.</param>
    /// <param name="isTried">Whether it was handed to the carrier.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task NoteAttemptAsync(string key, string? detail, bool isTried, CancellationToken cancellation = default)
        => ChangeAsync(key, record => record.Status == MailStatus.Waiting ? record with { Attempts = record.Attempts + 1, Detail = detail, TriedSince = record.TriedSince ?? (isTried ? calendar.Now : null) } : null, cancellation);

    /// <summary>Tries again what was refused, or was tried for too long; what waits is left alone, what was sent or has no purpose as well.</summary>
    /// <returns>The mail as it stands now; null where there is none.</returns>
    public async Task<MailRecord?> RetryAsync(string key, CancellationToken cancellation = default)
    {
        var record = await ChangeAsync(key, record => record.Status is MailStatus.Refused or MailStatus.Expired ? record with { Status = MailStatus.Waiting, TriedSince = null, Attempts = 0, SettledAt = null, Delivery = record.Delivery + 1 } : null, cancellation);
        if (record is { Status: MailStatus.Waiting })
        {
            await StartAsync(record, cancellation);
        }

        return record;
    }

    /// <summary>A page of the mails, the last caused first.</summary>
    /// <param name="status">Only those in it; null for all.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MailPage> ListAsync(MailStatus? status, string? after = null, int top = 100, CancellationToken cancellation = default)
    {
        var prefix = status is { } only ? StatusPrefix(only) : AllPrefix;
        var all = RowRange.StartingWith(prefix);

        // No key continues another, so that a '!' behind it leads past it. One more than asked for tells whether there is a next page.
        var range = after is null ? all : all with { From = $"{prefix}{after}!" };
        var found = await tables.QueryAsync(Tables.Mails, Partition, range, top + 1, null, cancellation);
        var items = new List<MailRecord>();
        foreach (var row in found.Rows.Take(top))
        {
            // It may have been settled since the page was read.
            if (await FindAsync(KeyIn(row.RowKey), cancellation) is { } record && (status ?? record.Status) == record.Status)
            {
                items.Add(record);
            }
        }

        return new MailPage(items, found.Rows.Count > top ? found.Rows[top - 1].RowKey[prefix.Length..] : null);
    }

    /// <summary>Starts the deliveries of what waits and has none; a running one is left alone. Where very many wait, the next call goes on where this one ends.</summary>
    /// <returns>How many were looked at.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var looked = 0;
        await Parallel.ForEachAsync(NextWaitingAsync(cancellation), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, stop) =>
        {
            Interlocked.Increment(ref looked);
            if (await FindAsync(key, stop) is { Status: MailStatus.Waiting } record)
            {
                await StartAsync(record, stop);
            }
        });
        return looked;
    }

    private async IAsyncEnumerable<string> NextWaitingAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var waiting = RowRange.StartingWith(StatusPrefix(MailStatus.Waiting));
        var range = Interlocked.Exchange(ref resumedUpTo, null) is { } place ? waiting with { From = place } : waiting;
        var looked = 0;
        await foreach (var row in tables.ScanAsync(Tables.Mails, Partition, range, cancellation))
        {
            if (looked++ == ResumedMax)
            {
                Volatile.Write(ref resumedUpTo, row.RowKey);
                yield break;
            }

            yield return KeyIn(row.RowKey);
        }
    }

    /// <summary>Deletes mails that were caused, and came to their end, before an instant.</summary>
    /// <param name="before">The instant.</param>
    /// <param name="mayGoAsync">Whether a mail's cause cannot come again: it would be sent a second time.</param>
    /// <param name="mailsMax">Mails that are looked at, of each status.</param>
    /// <param name="cancellation">Gives up; what is deleted is.</param>
    /// <returns>How many.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset before, Func<MailCause, Task<bool>> mayGoAsync, int mailsMax, CancellationToken cancellation = default)
    {
        var forgotten = 0;
        foreach (var status in Enum.GetValues<MailStatus>().Where(status => status != MailStatus.Waiting))
        {
            var prefix = StatusPrefix(status);
            var looked = 0;
            var together = new List<string>();
            await foreach (var place in tables.ScanAsync(Tables.Mails, Partition, RowRange.StartingWith(prefix) with { From = prefix + PlaceOf(before) }, cancellation))
            {
                if (looked++ == mailsMax)
                {
                    break;
                }

                together.Add(KeyIn(place.RowKey));
                if (together.Count == DeletedTogether)
                {
                    forgotten += await ForgetTogetherAsync(together, before, mayGoAsync, cancellation);
                    together.Clear();
                }
            }

            forgotten += await ForgetTogetherAsync(together, before, mayGoAsync, cancellation);
        }

        return forgotten;
    }

    private async Task<int> ForgetTogetherAsync(List<string> keys, DateTimeOffset before, Func<MailCause, Task<bool>> mayGoAsync, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(keys.Select(key => FindOldAsync(key, before, mayGoAsync, cancellation)));
        List<TableOperation[]> deletions = [.. found.OfType<TableOperation[]>()];
        if (deletions.Count == 0 || await TryDeleteAsync([.. deletions.SelectMany(each => each)], cancellation))
        {
            return deletions.Count;
        }

        // Somebody has one of them tried again at this moment; the others still go.
        var deleted = 0;
        foreach (var deletion in deletions)
        {
            deleted += await TryDeleteAsync(deletion, cancellation) ? 1 : 0;
        }

        return deleted;
    }

    /// <returns>What deletes the mail; null where it stays.</returns>
    private async Task<TableOperation[]?> FindOldAsync(string key, DateTimeOffset before, Func<MailCause, Task<bool>> mayGoAsync, CancellationToken cancellation)
        => await tables.GetAsync(Tables.Mails, Partition, RowOf(key), cancellation) is { } row
            && Rows.Read<MailRecord>(row) is { Status: not MailStatus.Waiting } record
            && record.SettledAt < before
            && await mayGoAsync(record.Cause)
            ? [TableOperation.Delete(row.RowKey, row.ETag), TableOperation.Delete(StatusRow(record)), TableOperation.Delete(AllPrefix + PlaceOf(record))]
            : null;

    private async Task<bool> TryDeleteAsync(TableOperation[] deletion, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Mails, Partition, deletion, cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    private static MailRecord? Reopened(MailRecord record)
        => record.Status == MailStatus.Obsolete ? record with { Status = MailStatus.Waiting, Detail = null, TriedSince = null, Attempts = 0, SettledAt = null, Reopened = record.Reopened + 1, Delivery = record.Delivery + 1 } : null;

    private async Task StartAsync(MailRecord record, CancellationToken cancellation)
    {
        if (!delivers)
        {
            return;
        }

        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(MailDelivery.Name, new MailDeliveryInput(record.Key, record.Delivery), new StartOrchestrationOptions(MailDelivery.InstanceId(record.Key, record.Delivery)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is on its way.
        }
    }

    /// <returns>The mail after the change, or as it is where there is nothing to change; null where there is none.</returns>
    private async Task<MailRecord?> ChangeAsync(string key, Func<MailRecord, MailRecord?> change, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!IsKey(key) || await tables.GetAsync(Tables.Mails, Partition, RowOf(key), cancellation) is not { } row)
            {
                return null;
            }

            var before = Rows.Read<MailRecord>(row);
            if (change(before) is not { } after)
            {
                return before;
            }

            var operations = new List<TableOperation> { TableOperation.Update(row.RowKey, Rows.Write(after), row.ETag) };
            if (after.Status != before.Status)
            {
                operations.Add(TableOperation.Delete(StatusRow(before)));
                operations.Add(TableOperation.Insert(StatusRow(after), string.Empty));
            }

            try
            {
                await tables.SubmitAsync(Tables.Mails, Partition, operations, cancellation);
                return after;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another change came first; the record is read again.
            }
        }
    }

    private static bool IsKey(string key) => key.Length == 32 && key.All(char.IsAsciiHexDigitLower);

    private static string RowOf(string key) => $"m|{key}";

    private static string StatusPrefix(MailStatus status) => $"s|{status}|";

    private static string StatusRow(MailRecord record) => StatusPrefix(record.Status) + PlaceOf(record);

    private static string PlaceOf(MailRecord record) => $"{PlaceOf(record.At)}|{record.Key}";

    /// <summary>The later, the smaller, so that lists begin with what is new.</summary>
    private static string PlaceOf(DateTimeOffset instant) => (DateTimeOffset.MaxValue.UtcTicks - instant.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    private static string KeyIn(string row) => row[(row.LastIndexOf('|') + 1)..];
}

/// <param name="Next">What asks for the rest, or null where there is none. A page may hold fewer than asked for and still have a next one.</param>
public sealed record MailPage(IReadOnlyList<MailRecord> Items, string? Next);
