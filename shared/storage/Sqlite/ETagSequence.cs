using System.Diagnostics;
using System.Globalization;

namespace Serverless.Storage.Sqlite;

/// <summary>
/// Numbers that no row of the database ever had: the count of openings in the high bits, kept on disk, and a counter
/// in the low ones. So a write needs no row of its own for the sequence, and a row that was deleted and inserted
/// again never has an ETag that somebody remembers.
/// </summary>
internal sealed class ETagSequence
{
    private const int CounterBits = 40;

    private readonly long end;
    private long last;

    /// <param name="opening">Which opening of the database this is, from 1.</param>
    public ETagSequence(long opening)
    {
        if (opening is < 1 or >= 1L << (62 - CounterBits))
        {
            throw new ArgumentOutOfRangeException(nameof(opening), opening, "The database was opened too often for its ETags to stay unique; copy its rows into a new one.");
        }

        last = opening << CounterBits;
        end = (opening + 1) << CounterBits;
    }

    /// <summary>Reads an ETag that somebody hands back; what this store never gave matches no row.</summary>
    public static long Parse(string etag)
        => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public static string Format(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    public long Next()
    {
        var next = Interlocked.Increment(ref last);
        if (next >= end)
        {
            throw new UnreachableException($"The ETags of this opening are used up at {next}; open the database again.");
        }

        return next;
    }
}
