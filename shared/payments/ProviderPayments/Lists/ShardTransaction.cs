using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>What is written of some items of a shard at once: as many as fit into a transaction.</summary>
/// <param name="Operations">None where all that was looked at is shown already.</param>
/// <param name="Taken">How many items, from the first on, are shown once it is written.</param>
internal sealed record ShardTransaction(IReadOnlyList<TableOperation> Operations, int Taken)
{
    /// <summary>More items never fit, beside the head: a new one has two rows.</summary>
    public const int ItemsMax = (TableLimits.TransactionRowsMax - 1) / 2;

    /// <summary>Characters of the head.</summary>
    private const int HeadCharsMax = 19;

    /// <param name="head">The shard's head, read before the places; null where nothing was ever shown. Every transaction is conditional on it.</param>
    /// <param name="items">What is to be shown, each with the row of its place; each id once.</param>
    /// <returns>Null where a place is newer than the head: another process came in between the two reads, and both are to be read again.</returns>
    public static ShardTransaction? Of(TableRow? head, IReadOnlyList<(ListedPayment Item, TableRow? Place)> items)
    {
        var headSequence = head is null ? 0 : long.Parse(head.Data, NumberStyles.None, CultureInfo.InvariantCulture);
        var sequence = headSequence;
        var operations = new List<TableOperation>();
        var chars = HeadCharsMax;
        var taken = 0;
        foreach (var (item, row) in items)
        {
            var before = row is null ? null : Rows.Read<ListedPlace>(row);
            if (before?.Sequence > headSequence)
            {
                return null;
            }

            if (before is null || before.Version < item.Version)
            {
                var shown = Rows.Write(item);
                var place = Rows.Write(new ListedPlace(sequence + 1, item.Version));
                chars += shown.Length + place.Length;

                // The first is taken whatever its size, so that the store refuses one that fits nowhere.
                if (operations.Count > 0 && (operations.Count + (before is null ? 2 : 3) >= TableLimits.TransactionRowsMax || chars > TableLimits.TransactionCharsMax))
                {
                    break;
                }

                sequence++;
                operations.Add(TableOperation.Insert(ListedRowKeys.Shown(sequence), shown));
                operations.Add(row is null ? TableOperation.Insert(ListedRowKeys.Place(item.Id), place) : TableOperation.Update(row.RowKey, place, row.ETag));
                if (before is not null)
                {
                    operations.Add(TableOperation.Delete(ListedRowKeys.Shown(before.Sequence)));
                }
            }

            taken++;
        }

        if (operations.Count > 0)
        {
            var last = sequence.ToString(CultureInfo.InvariantCulture);
            operations.Insert(0, head is null ? TableOperation.Insert(ListedRowKeys.Head, last) : TableOperation.Update(ListedRowKeys.Head, last, head.ETag));
        }

        return new(operations, taken);
    }
}

/// <summary>Where a payment stands in its shard.</summary>
/// <param name="Sequence">The number that it is shown under.</param>
/// <param name="Version">The version that is shown.</param>
internal sealed record ListedPlace(long Sequence, int Version);
