using Azure.Data.Tables;

namespace Serverless.Storage.Azure;

/// <summary>
/// A range of row keys as a filter of OData. Keys are printable ASCII, bounds may be any text; a bound is brought to one
/// of printable ASCII that divides the keys at the same place, so that the service meets no character it would refuse.
/// </summary>
internal static class RowFilter
{
    private const char First = ' ';
    private const char Last = '~';

    /// <summary>The rows of a partition, in the range and behind the given key; null where no key can be among them.</summary>
    public static string? Of(string partitionKey, RowRange range, string? behind)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
        if (behind is not null && (range.From is null || string.CompareOrdinal(behind, range.From) >= 0))
        {
            filter = $"{filter} and {TableClient.CreateQueryFilter($"RowKey gt {behind}")}";
        }
        else if (!string.IsNullOrEmpty(range.From))
        {
            if (From(range.From) is not { } from)
            {
                return null;
            }

            filter = $"{filter} and {from}";
        }

        return range.Before switch
        {
            null => filter,
            "" => null,
            _ => Before(range.Before) is { } before ? $"{filter} and {before}" : filter,
        };
    }

    private static string? From(string bound)
    {
        var at = FirstOutside(bound);
        if (at < 0)
        {
            return TableClient.CreateQueryFilter($"RowKey ge {bound}");
        }

        var start = bound[..at];
        if (bound[at] < First)
        {
            // No key goes on with such a character, so the bound falls between its beginning and all that is longer.
            return TableClient.CreateQueryFilter($"RowKey gt {start}");
        }

        return BehindAll(start) is { } behind ? TableClient.CreateQueryFilter($"RowKey ge {behind}") : null;
    }

    /// <summary>Null where it bounds nothing.</summary>
    private static string? Before(string bound)
    {
        var at = FirstOutside(bound);
        if (at < 0)
        {
            return TableClient.CreateQueryFilter($"RowKey lt {bound}");
        }

        var start = bound[..at];
        if (bound[at] < First)
        {
            return TableClient.CreateQueryFilter($"RowKey le {start}");
        }

        return BehindAll(start) is { } behind ? TableClient.CreateQueryFilter($"RowKey lt {behind}") : null;
    }

    /// <summary>The smallest text of printable ASCII behind all that begin so; null where there is none.</summary>
    private static string? BehindAll(string start)
    {
        var kept = start.TrimEnd(Last);
        return kept.Length == 0 ? null : string.Concat(kept.AsSpan(0, kept.Length - 1), [(char)(kept[^1] + 1)]);
    }

    private static int FirstOutside(string bound) => bound.AsSpan().IndexOfAnyExceptInRange(First, Last);
}
