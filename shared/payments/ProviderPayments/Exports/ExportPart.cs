using System.Text.Json.Serialization;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>
/// How far an export has come in taking one of its parts: a shard of the period's list, or the adjustments. It stands in one
/// partition with what was taken, and every page is one transaction conditional on it, so that of two runs of a step one counts.
/// </summary>
public sealed record ExportPart
{
    /// <summary>One for each shard of the lists, and the last for adjustments.</summary>
    public const int Parts = ProviderPaymentLists.Shards + 1;

    /// <summary>The part of the adjustments.</summary>
    public const int OfAdjustments = ProviderPaymentLists.Shards;

    /// <summary>Items of a page, which are written in one transaction with the part.</summary>
    public const int PageItems = TableLimits.TransactionRowsMax - 1;

    /// <summary>Items of a part; what is beyond waits for the next export.</summary>
    public const int ItemsMax = 15_000;

    /// <summary>Bytes of a part's lines in the file, so that all parts together fit into one blob with some to spare for its header.</summary>
    public const int BytesMax = (BlobLimits.ContentBytesMax - (64 * 1024)) / Parts;

    /// <summary>Rows of a list that are looked at, however much is changed behind the position meanwhile.</summary>
    public const int SeenMax = 250_000;

    public ExportPartState State { get; init; }

    /// <summary>The position in the list that the pages so far have ended with; null where there was none.</summary>
    public string? After { get; init; }

    /// <summary>Items taken.</summary>
    public int Count { get; init; }

    /// <summary>Bytes of their lines in the file.</summary>
    public int Bytes { get; init; }

    /// <summary>Rows looked at.</summary>
    public int Seen { get; init; }

    /// <summary>Whether it was sealed before the list's end, because it was full.</summary>
    public bool Left { get; init; }

    /// <summary>The one part that a payment or an adjustment is ever taken into.</summary>
    public static int PartOf(string itemId) => ProviderPaymentIds.IsAdjustment(itemId) ? OfAdjustments : ListedRowKeys.ShardOf(itemId);

    /// <summary>The part after a page.</summary>
    /// <param name="items">What was taken of it.</param>
    /// <param name="seen">How many rows were looked at.</param>
    /// <param name="next">The position to go on from; null where the list has ended.</param>
    public ExportPart With(IReadOnlyList<ExportItem> items, int seen, string? next)
    {
        if (State != ExportPartState.Taking || (next is not null && next == After))
        {
            throw new InvalidOperationException($"A part of an export that is {State} goes on from '{After}' to '{next}'.");
        }

        var part = this with { After = next ?? After, Count = Count + items.Count, Bytes = Bytes + items.Sum(ExportLines.BytesOf), Seen = Seen + seen };
        var isFull = part.Count > ItemsMax - PageItems || part.Bytes > BytesMax - (PageItems * ExportLines.BytesMax) || part.Seen >= SeenMax;
        return next is null || isFull ? part with { State = ExportPartState.Sealed, Left = next is not null } : part;
    }

    public ExportPlace ToPlace() => new(After, State == ExportPartState.Sealed);
}

[JsonConverter(typeof(JsonStringEnumConverter<ExportPartState>))]
public enum ExportPartState
{
    /// <summary>Items are still added. A stamp of the export holds, whether its item stands or not.</summary>
    Taking,

    /// <summary>All that the export has of it stands; final. A stamp without an item is void.</summary>
    Sealed,
}
