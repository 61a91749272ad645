using Azure.Data.Tables;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Storage.Azure;

namespace Serverless.Storage.Tests.Azure;

/// <summary>How a payload is split over properties.</summary>
public sealed class RowEntityTests
{
    [Property(MaxTest = 40, Arbitrary = [typeof(Payloads)])]
    public void Payload_is_split_within_the_limit_of_a_property_and_never_within_a_character(string data)
    {
        var entity = RowEntity.Write("client", "row", data, "id");

        var parts = entity.Where(property => property.Key.StartsWith("Data", StringComparison.Ordinal)).Select(property => (string)property.Value).ToList();
        Assert.All(parts, part => Assert.True(part.Length is > 0 and <= RowEntity.PropertyCharsMax && !char.IsHighSurrogate(part[^1])));
        Assert.Equal(data, string.Concat(parts));
        Assert.Equal(data, RowEntity.Read(Answered(entity)).Data);
    }

    /// <summary>Azure answers every entity with its ETag.</summary>
    private static TableEntity Answered(TableEntity entity)
    {
        entity.ETag = RowEntity.Condition(RowEntity.StaleETag);
        return entity;
    }

    private static class Payloads
    {
        public static Arbitrary<string> Texts() => Arb.From(
            from start in Gen.Choose(0, 3)
            from count in Gen.Elements(0, 1, RowEntity.PropertyCharsMax / 2, RowEntity.PropertyCharsMax, TableLimits.DataCharsMax / 2)
            from unit in Gen.Elements("😀", "xy")
            select string.Concat(Enumerable.Repeat("x", start).Concat(Enumerable.Repeat(unit, count))));
    }
}
