using System.Globalization;
using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments;

/// <summary>
/// Reads rows whose keys begin with an instant from the latest to the oldest. Tables answer in the order of their keys alone,
/// so a window of time is read whole and turned round; windows grow until the beginning is reached, because what was
/// written rarely lies far back and often lies close together.
/// </summary>
public static class NewestRows
{
    /// <summary>How long the first window is.</summary>
    private static readonly TimeSpan FirstWindow = TimeSpan.FromDays(1);

    /// <summary>How much longer each window is than the one before, and how much shorter where one holds too much.</summary>
    private const int Growth = 4;

    /// <summary>Rows of one window that are held at a time; a window that has more is read in parts.</summary>
    private const int WindowRowsMax = 4 * TableLimits.PageRowsMax;

    /// <summary>Every row whose key begins so, the latest first, read a window at a time as it is consumed.</summary>
    /// <param name="tables">Where they are kept.</param>
    /// <param name="table">In which table.</param>
    /// <param name="partition">In which partition.</param>
    /// <param name="prefix">What the keys begin with before the instant; empty where nothing is.</param>
    /// <param name="before">The key before which to begin; null for the latest.</param>
    /// <param name="now">The time, near which the latest are.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async IAsyncEnumerable<TableRow> ScanNewestAsync(
        this ITableStore tables, string table, string partition, string prefix, string? before, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var all = prefix.Length == 0 ? RowRange.All : RowRange.StartingWith(prefix);
        var first = await tables.QueryAsync(table, partition, all, 1, null, cancellation);
        if (first.Rows.Count == 0)
        {
            yield break;
        }

        var earliest = TicksOf(first.Rows[0].RowKey, prefix) ?? throw new InvalidDataException($"Row '{first.Rows[0].RowKey}' of partition '{partition}' begins with no instant.");
        var end = before ?? all.Before;
        var (from, ticks) = (before is null ? now.UtcTicks : Math.Min(TicksOf(before, prefix) ?? now.UtcTicks, now.UtcTicks), FirstWindow.Ticks);
        while (true)
        {
            var start = Math.Max(from - ticks, 0);
            var rows = await WindowAsync(tables, table, partition, new RowRange(prefix + KeyOf(start), end), cancellation);
            if (rows is null && ticks > 1)
            {
                ticks = Math.Max(ticks / Growth, 1);
                continue;
            }

            // What was written at one instant is not parted: it is no more than was written at once.
            rows ??= await tables.ScanAsync(table, partition, new RowRange(prefix + KeyOf(start), end), cancellation).ToListAsync(cancellation);
            for (var place = rows.Count - 1; place >= 0; place--)
            {
                yield return rows[place];
            }

            if (start <= earliest)
            {
                yield break;
            }

            (end, from, ticks) = (prefix + KeyOf(start), start, ticks > TimeSpan.MaxValue.Ticks / Growth ? ticks : ticks * Growth);
        }
    }

    /// <summary>The instant as keys have it.</summary>
    public static string KeyOf(DateTimeOffset at) => KeyOf(at.UtcTicks);

    private static string KeyOf(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The rows of a window, or null where it holds too much.</summary>
    private static async Task<List<TableRow>?> WindowAsync(ITableStore tables, string table, string partition, RowRange range, CancellationToken cancellation)
    {
        var rows = new List<TableRow>();
        await foreach (var row in tables.ScanAsync(table, partition, range, cancellation))
        {
            if (rows.Count == WindowRowsMax)
            {
                return null;
            }

            rows.Add(row);
        }

        return rows;
    }

    private static long? TicksOf(string key, string prefix)
        => key.Length >= prefix.Length + 19 && long.TryParse(key.AsSpan(prefix.Length, 19), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : null;
}
