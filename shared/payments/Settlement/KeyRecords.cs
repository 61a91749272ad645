using System.Collections.Concurrent;
using System.Diagnostics;
using Serverless.Storage;

namespace Serverless.Payments.Settlement;

/// <summary>
/// Which file has a key, how it was answered, and which files are out: rows that are inserted and never changed, so that
/// any number of processes agree on them.
/// </summary>
/// <param name="tables">Where they are.</param>
/// <param name="table">The table of one payment system.</param>
/// <param name="clock">Dates them.</param>
internal sealed class KeyRecords(ITableStore tables, string table, TimeProvider clock)
{
    /// <summary>Requests under way at one time, so that many keys take few round trips' time.</summary>
    private const int RequestsAtOnce = 32;

    private const string FilePartition = "file";

    /// <summary>The files that have the keys; without the keys that none has.</summary>
    public Task<IReadOnlyDictionary<string, string>> FilesOfAsync(IEnumerable<string> keys, CancellationToken cancellation)
        => ReadAsync(keys, FindFileAsync, cancellation);

    /// <summary>The answers that are recorded; without the keys that have none.</summary>
    public Task<IReadOnlyDictionary<string, SettlementAnswer>> AnswersOfAsync(IEnumerable<string> keys, CancellationToken cancellation)
        => ReadAsync(
            keys,
            async (key, stop) => (await tables.FindAsync<ReceivedAnswer>(table, KeyRows.Partition(key), KeyRows.Answer(key), stop)) is { } found ? AnswerOf(found) : null,
            cancellation);

    /// <summary>How the keys stand that some file has; without the others.</summary>
    public Task<IReadOnlyDictionary<string, KeyState>> StatesOfAsync(IEnumerable<string> keys, CancellationToken cancellation)
        => ReadAsync(keys, FindStateAsync, cancellation);

    /// <summary>Takes the keys for a file, as far as no other has them.</summary>
    /// <returns>Those that the file has, from now or from before.</returns>
    public async Task<IReadOnlySet<string>> ClaimAsync(string file, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var won = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Transactions(keys, key => key), Options(cancellation), async (together, stop) =>
        {
            foreach (var key in await ClaimTogetherAsync(file, together, stop))
            {
                won.Add(key);
            }
        });
        return won.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Records the answers of keys that have none.</summary>
    /// <returns>False where one of them was answered meanwhile; some of the others are recorded then, and some are not.</returns>
    public async Task<bool> TryAnswerAsync(IEnumerable<SettlementAnswer> answers, string file, CancellationToken cancellation)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var refused = 0;
        await Parallel.ForEachAsync(Transactions(answers, answer => answer.Key), Options(cancellation), async (together, stop) =>
        {
            var rows = together.Select(answer => TableOperation.Insert(
                KeyRows.Answer(answer.Key), Rows.Write(new ReceivedAnswer(answer.Key, answer.Outcome, answer.Reason, at, file))));
            if (!await TryInsertAsync(KeyRows.Partition(together[0].Key), [.. rows], stop))
            {
                Interlocked.Increment(ref refused);
            }
        });
        return refused == 0;
    }

    public async Task<bool> IsOutAsync(string file, CancellationToken cancellation)
        => await tables.GetAsync(table, FilePartition, file, cancellation) is not null;

    /// <summary>From here on the file is never written again, though it is taken away.</summary>
    public Task PutOutAsync(string file, int keys, CancellationToken cancellation)
        => TryInsertAsync(FilePartition, [TableOperation.Insert(file, Rows.Write(new FileOut(keys, clock.GetUtcNow().UtcDateTime)))], cancellation);

    private static SettlementAnswer AnswerOf(ReceivedAnswer received) => new(received.Key, received.Outcome, received.Reason);

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellation };

    private static IEnumerable<T[]> Transactions<T>(IEnumerable<T> items, Func<T, string> keyOf)
        => items.GroupBy(item => KeyRows.Partition(keyOf(item)), StringComparer.Ordinal).SelectMany(shard => shard.Chunk(TableLimits.TransactionRowsMax));

    private static async Task<IReadOnlyDictionary<string, T>> ReadAsync<T>(IEnumerable<string> keys, Func<string, CancellationToken, Task<T?>> find, CancellationToken cancellation)
        where T : class
    {
        var found = new ConcurrentDictionary<string, T>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(keys.Where(KeyRows.CanHold).Distinct(StringComparer.Ordinal), Options(cancellation), async (key, stop) =>
        {
            if (await find(key, stop) is { } value)
            {
                found[key] = value;
            }
        });
        return found;
    }

    /// <param name="file">The file that takes them.</param>
    /// <param name="keys">Of one partition, a transaction's worth.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<IReadOnlyCollection<string>> ClaimTogetherAsync(string file, string[] keys, CancellationToken cancellation)
    {
        var claim = Rows.Write(new Claimed(file, clock.GetUtcNow().UtcDateTime));
        var others = new HashSet<string>(StringComparer.Ordinal);
        var open = keys;

        // Each refusal means that somebody has taken one of the open keys, so that there are no more refusals than keys.
        for (var attempt = 0; attempt <= keys.Length; attempt++)
        {
            if (open.Length == 0 || await TryInsertAsync(KeyRows.Partition(keys[0]), [.. open.Select(key => TableOperation.Insert(KeyRows.Claim(key), claim))], cancellation))
            {
                return [.. keys.Where(key => !others.Contains(key))];
            }

            var free = new List<string>(open.Length);
            foreach (var key in open)
            {
                var owner = await FindFileAsync(key, cancellation);
                if (owner is null)
                {
                    free.Add(key);
                }
                else if (owner != file)
                {
                    others.Add(key);
                }
            }

            open = [.. free];
        }

        throw new UnreachableException($"The claims of {file} were refused though nobody has the keys.");
    }

    private async Task<string?> FindFileAsync(string key, CancellationToken cancellation)
        => (await tables.FindAsync<Claimed>(table, KeyRows.Partition(key), KeyRows.Claim(key), cancellation))?.File;

    private async Task<KeyState?> FindStateAsync(string key, CancellationToken cancellation)
    {
        var rows = (await tables.QueryAsync(table, KeyRows.Partition(key), RowRange.StartingWith(KeyRows.Both(key)), cancellation: cancellation)).Rows;
        var answer = rows.FirstOrDefault(row => row.RowKey == KeyRows.Answer(key));
        return rows.FirstOrDefault(row => row.RowKey == KeyRows.Claim(key)) is { } claim
            ? new(Rows.Read<Claimed>(claim).File, answer is null ? null : AnswerOf(Rows.Read<ReceivedAnswer>(answer)))
            : null;
    }

    /// <returns>False where a row stands already; none was written then.</returns>
    private async Task<bool> TryInsertAsync(string partition, IReadOnlyList<TableOperation> inserts, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(table, partition, inserts, cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }

    /// <param name="At">When it was taken for the file (UTC).</param>
    private sealed record Claimed(string File, DateTime At);

    /// <param name="Keys">How many went out in it; 0 where other files have all that were meant for it.</param>
    /// <param name="At">When it was recorded as out (UTC).</param>
    private sealed record FileOut(int Keys, DateTime At);
}

/// <param name="File">The file that has the key.</param>
/// <param name="Answer">The system's answer, or null as long as there is none.</param>
internal sealed record KeyState(string File, SettlementAnswer? Answer);
