using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Serverless.Payments.Amounts;

/// <summary>
/// An exact amount in US dollars with two decimals (ALL-1). What comes in is at most 999,999,999.99 either way; sums may be
/// larger.
/// </summary>
[JsonConverter(typeof(MoneyJsonConverter))]
public readonly record struct Money : IComparable<Money>
{
    /// <summary>The largest single amount either way; a greater one is a fault of the input.</summary>
    public const decimal AbsoluteMax = 999_999_999.99m;

    private Money(decimal amount) => Amount = amount;

    public static Money Zero => default;

    /// <summary>Dollars; always a whole number of cents.</summary>
    public decimal Amount { get; }

    /// <exception cref="ArgumentOutOfRangeException">More than two decimals, or out of range.</exception>
    public static Money Of(decimal amount) => TryOf(amount, out var money)
        ? money
        : throw new ArgumentOutOfRangeException(nameof(amount), amount, "An amount has at most two decimals and nine digits before them.");

    public static bool TryOf(decimal amount, out Money money)
    {
        var fits = Math.Abs(amount) <= AbsoluteMax && decimal.Round(amount, 2) == amount;
        money = fits ? new Money(decimal.Round(amount, 2) + 0.00m) : default;
        return fits;
    }

    /// <summary>The same for a sum of amounts, which our own records hold: up to a million of the largest.</summary>
    public static bool TryOfSum(decimal sum, out Money money)
    {
        var fits = Math.Abs(sum) <= AbsoluteMax * 1_000_000m && decimal.Round(sum, 2) == sum;
        money = fits ? new Money(decimal.Round(sum, 2) + 0.00m) : default;
        return fits;
    }

    /// <summary>Reads digits with an optional sign and at most two decimals; no thousands, no exponent, no currency sign.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money money)
    {
        money = default;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && TryOf(amount, out money);
    }

    /// <summary>Units times a rate, rounded half away from zero to the cent (UPI-3); null where out of range.</summary>
    public static Money? Product(Units units, Money rate)
    {
        var product = decimal.Round(units.Count * rate.Amount, 2, MidpointRounding.AwayFromZero);
        return TryOf(product, out var money) ? money : null;
    }

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);

    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);

    public static Money operator -(Money money) => new(-money.Amount);

    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;

    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;

    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;

    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public static Money Negate(Money money) => -money;

    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    /// <summary>Two decimals, no grouping: <c>1950.00</c>.</summary>
    public override string ToString() => Amount.ToString("0.00", CultureInfo.InvariantCulture);
}
