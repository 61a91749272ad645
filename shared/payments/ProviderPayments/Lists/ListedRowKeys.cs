using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>
/// The rows of a shard: the head with the last number given, for each payment where it stands, and what is shown, by number.
/// A payment that changes is shown under the next number, so that whoever knows the shard up to a number reads only what came after.
/// </summary>
public static class ListedRowKeys
{
    public const string Head = "head";

    private const string ShownPrefix = "s|";

    public static string Partition(string period, int shard) => string.Create(CultureInfo.InvariantCulture, $"{period}|{shard:D2}");

    public static string Place(string id) => "p|" + id;

    public static string Shown(long sequence) => ShownPrefix + sequence.ToString("D19", CultureInfo.InvariantCulture);

    public static long SequenceOf(string shown) => long.Parse(shown.AsSpan(ShownPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Everything shown under a higher number.</summary>
    public static RowRange ShownAfter(long sequence) => RowRange.StartingWith(ShownPrefix) with { From = Shown(sequence + 1) };

    /// <summary>
    /// Where a payment or adjustment is for ever. It is FNV-1a folded to its low bits, because no characters of an id
    /// are spread evenly by themselves, and the hash codes of the runtime differ from process to process.
    /// </summary>
    public static int ShardOf(string id)
    {
        var hash = 2_166_136_261u;
        foreach (var character in id)
        {
            hash = unchecked((hash ^ character) * 16_777_619u);
        }

        hash ^= hash >> 16;
        hash ^= hash >> 8;
        return (int)((hash ^ (hash >> 4)) % ProviderPaymentLists.Shards);
    }
}
