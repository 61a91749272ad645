using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Serverless.Payments.Amounts;

/// <summary>A number of service units with at most two decimals (UPI-3), from −999,999.99 to 999,999.99.</summary>
[JsonConverter(typeof(UnitsJsonConverter))]
public readonly record struct Units : IComparable<Units>
{
    public const decimal AbsoluteMax = 999_999.99m;

    private Units(decimal count) => Count = count;

    public static Units Zero => default;

    public decimal Count { get; }

    /// <exception cref="ArgumentOutOfRangeException">More than two decimals, or out of range.</exception>
    public static Units Of(decimal count) => TryOf(count, out var units)
        ? units
        : throw new ArgumentOutOfRangeException(nameof(count), count, "Units have at most two decimals and six digits before them.");

    public static bool TryOf(decimal count, out Units units)
    {
        var fits = Math.Abs(count) <= AbsoluteMax && decimal.Round(count, 2) == count;
        units = fits ? new Units(decimal.Round(count, 2)) : default;
        return fits;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Units units)
    {
        units = default;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && TryOf(count, out units);
    }

    /// <exception cref="ArgumentOutOfRangeException">The sum is out of range.</exception>
    public static Units operator +(Units left, Units right) => Of(left.Count + right.Count);

    public static bool operator <(Units left, Units right) => left.Count < right.Count;

    public static bool operator >(Units left, Units right) => left.Count > right.Count;

    public static bool operator <=(Units left, Units right) => left.Count <= right.Count;

    public static bool operator >=(Units left, Units right) => left.Count >= right.Count;

    public static Units Add(Units left, Units right) => left + right;

    public int CompareTo(Units other) => Count.CompareTo(other.Count);

    public override string ToString() => Count.ToString("0.##", CultureInfo.InvariantCulture);
}
