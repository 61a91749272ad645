namespace Serverless.Payments.Codes;

/// <summary>What an admin wants an entry of a code table to be; what is null stays as it is, and is the default in a new one.</summary>
/// <param name="Table">One of <see cref="ValueTables"/>.</param>
/// <param name="Code">Its code, in any case; a new one is kept in capitals.</param>
/// <param name="Name">In words.</param>
public sealed record ValueEdit(string Table, string Code, string Name)
{
    public bool? IsRetired { get; init; }

    /// <summary>For a batch type; a new one must say it.</summary>
    public IReadOnlyList<string>? ApplyAs { get; init; }

    /// <summary>For a batch type.</summary>
    public bool? IsTakeback { get; init; }

    /// <summary>For an adjustment type or payment code.</summary>
    public AdjustmentKind? Kind { get; init; }

    /// <summary>For an adjustment type or payment code.</summary>
    public bool? AllowsNegative { get; init; }

    /// <summary>What comes of it.</summary>
    /// <param name="present">The entry as it stands; null where it is made.</param>
    public ValueItem Applied(ValueItem? present)
    {
        var before = present ?? new ValueItem(Table, ValueKeys.Fold(Code), Name);
        return before with
        {
            Name = Name.Trim(),
            IsRetired = IsRetired ?? before.IsRetired,
            ApplyAs = ApplyAs is null ? before.ApplyAs : [.. ApplyAs.Distinct(StringComparer.Ordinal)],
            IsTakeback = IsTakeback ?? before.IsTakeback,
            Kind = Kind ?? before.Kind,
            AllowsNegative = AllowsNegative ?? before.AllowsNegative,
        };
    }
}

/// <summary>A change of an entry, kept beside it.</summary>
/// <param name="From">Null where it was made.</param>
/// <param name="To">Null where it was removed.</param>
public sealed record ValueChange(ValueItem? From, ValueItem? To, string By, DateTimeOffset At);
