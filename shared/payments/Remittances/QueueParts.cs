using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>Divides writes into transactions that the store takes.</summary>
internal static class QueueParts
{
    /// <summary>What a transaction is filled to; the store's limit less one payload of the largest size would be wasteful.</summary>
    private const int TogetherCharsMax = 400_000;

    /// <summary>One operation for each item, in order, as many together as fit.</summary>
    public static IEnumerable<IReadOnlyList<TableOperation>> Of<T>(IEnumerable<T> items, Func<T, TableOperation> operation)
    {
        var together = new List<TableOperation>();
        var chars = 0;
        foreach (var item in items)
        {
            var next = operation(item);
            var size = SizeOf(next);
            if (together.Count == TableLimits.TransactionRowsMax || (together.Count > 0 && chars + size > TogetherCharsMax))
            {
                yield return together;
                together = [];
                chars = 0;
            }

            together.Add(next);
            chars += size;
        }

        if (together.Count > 0)
        {
            yield return together;
        }
    }

    private static int SizeOf(TableOperation operation) => operation switch
    {
        InsertRow row => row.Data.Length,
        UpdateRow row => row.Data.Length,
        UpsertRow row => row.Data.Length,
        _ => 0,
    };
}
