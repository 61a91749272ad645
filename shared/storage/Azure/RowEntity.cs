using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Storage.Azure;

/// <summary>
/// A row as an entity. The payload is split over the properties <c>Data0</c>, <c>Data1</c>, …, because a property holds
/// 64 KiB; beside it stands the id of the submission that wrote it.
/// </summary>
internal static partial class RowEntity
{
    /// <summary>Which submission wrote the row.</summary>
    public const string Submission = "Submission";

    /// <summary>UTF-16 characters of one property: 64,000 bytes.</summary>
    public const int PropertyCharsMax = 32_000;

    /// <summary>An ETag in the right form that no row ever has.</summary>
    public const string StaleETag = "W/\"datetime'0001-01-01T00%3A00%3A00.0000000Z'\"";

    public static TableEntity Write(string partitionKey, string rowKey, string data, string submission)
    {
        var entity = new TableEntity(partitionKey, rowKey) { [Submission] = submission };
        var start = 0;
        for (var part = 0; start < data.Length; part++)
        {
            var length = Math.Min(PropertyCharsMax, data.Length - start);
            if (start + length < data.Length && char.IsHighSurrogate(data[start + length - 1]))
            {
                length--;
            }

            entity[NameOf(part)] = data.Substring(start, length);
            start += length;
        }

        return entity;
    }

    public static TableRow Read(TableEntity entity)
    {
        var first = entity.GetString(NameOf(0)) ?? "";
        return new TableRow(entity.PartitionKey, entity.RowKey, entity.ETag.ToString(), entity.ContainsKey(NameOf(1)) ? Join(entity, first) : first);
    }

    /// <summary>
    /// The ETag as a condition. One that this service never gave has a form that it refuses before it looks at any row;
    /// it becomes one that matches none, so that the answer is the same as for a row that changed.
    /// </summary>
    public static ETag Condition(string etag) => new(ETagForm().IsMatch(etag) ? etag : StaleETag);

    private static string Join(TableEntity entity, string first)
    {
        var parts = new List<string> { first };
        while (entity.GetString(NameOf(parts.Count)) is { } next)
        {
            parts.Add(next);
        }

        return string.Concat(parts);
    }

    private static string NameOf(int part) => string.Create(CultureInfo.InvariantCulture, $"Data{part}");

    [GeneratedRegex("^W/\"datetime'[0-9TZ%A.:+-]{1,60}'\"\\z")]
    private static partial Regex ETagForm();
}
