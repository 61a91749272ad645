namespace Serverless.Storage;

/// <summary>A range of row keys, ordinal: from the first, inclusive, to before the second; null is open.</summary>
public readonly record struct RowRange(string? From, string? Before)
{
    public static RowRange All => default;

    /// <summary>Every key that starts with the given text.</summary>
    public static RowRange StartingWith(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new RowRange(prefix, string.Concat(prefix.AsSpan(0, prefix.Length - 1), [(char)(prefix[^1] + 1)]));
    }

    public bool Contains(string rowKey)
        => (From is null || string.CompareOrdinal(rowKey, From) >= 0)
        && (Before is null || string.CompareOrdinal(rowKey, Before) < 0);

    /// <summary>What remains of the range behind a page that ended with the given key; all of it where there was none.</summary>
    internal RowRange After(string? lastKey)
    {
        // The smallest text greater than a key is the key and a NUL, which no key contains.
        var next = lastKey is null ? null : lastKey + '\0';
        return From is null || string.CompareOrdinal(next, From) > 0 ? this with { From = next ?? From } : this;
    }
}
