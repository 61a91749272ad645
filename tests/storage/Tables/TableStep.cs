using FsCheck;
using FsCheck.Fluent;

namespace Serverless.Storage.Tests.Tables;

/// <summary>One thing done to a table store, with ETags as the age of the one to be named, because no two stores give the same.</summary>
public sealed record TableStep(string Table, string PartitionKey, IReadOnlyList<TableChange> Changes, RowRange Range, int Top);

/// <param name="RowKey">The row.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Data">The payload.</param>
/// <param name="ETagAge">0 for the row's last ETag seen, 1 for the one before, and so on.</param>
public sealed record TableChange(string RowKey, ChangeKind Kind, string Data, int ETagAge);

public enum ChangeKind
{
    Insert,
    Update,
    Upsert,
    Delete,
    DeleteAny,
}

/// <summary>Few keys that look alike, so that steps meet; ranges with bounds that are keys, near keys, or none.</summary>
public static class TableStepArbitrary
{
    private static readonly string[] Keys = ["a", "a ", "a-", "a-1", "a.", "aa", "b", "B", "~"];
    private static readonly string?[] Bounds = [null, .. Keys, "", "a/", "\u00E9", "b\0"];

    public static Arbitrary<TableStep> Steps() => Arb.From(
        from table in Gen.Elements("one", "two")
        from partitionKey in Gen.Elements("p", "P")
        from count in Gen.Choose(0, 5)
        from changes in Changes().ListOf(count)
        from range in Range()
        from top in Gen.Choose(1, 4)
        select new TableStep(table, partitionKey, [.. changes.DistinctBy(change => change.RowKey)], range, top));

    private static Gen<TableChange> Changes()
        => from rowKey in Gen.Elements(Keys)
           from kind in Gen.Elements(Enum.GetValues<ChangeKind>())
           from data in Gen.Elements("", "1", "{\"note\":\"Zoë 😀\"}")
           from age in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
           select new TableChange(rowKey, kind, data, age);

    private static Gen<RowRange> Range() => Gen.OneOf(
        from bounds in Gen.Two(Gen.Elements(Bounds))
        select new RowRange(bounds.Item1, bounds.Item2),
        from prefix in Gen.Elements(Keys)
        select RowRange.StartingWith(prefix));
}
