using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Payments.ProviderPayments;

/// <summary>A month that care is paid for.</summary>
public sealed record ServicePeriod
{
    private ServicePeriod(DateOnly first) => First = first;

    public DateOnly First { get; }

    public DateOnly Last => First.AddMonths(1).AddDays(-1);

    /// <summary>Reads <c>2026-11</c>; from 2000 to 2999.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ServicePeriod? period)
    {
        var isMonth = DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is >= 2000 and < 3000;
        period = isMonth ? new ServicePeriod(first) : null;
        return isMonth;
    }

    /// <exception cref="FormatException">It is no period.</exception>
    public static ServicePeriod Parse(string text) => TryParse(text, out var period) ? period : throw new FormatException($"'{text}' is no service period such as 2026-11.");

    public static ServicePeriod Of(DateOnly day) => new(new DateOnly(day.Year, day.Month, 1));

    public bool Contains(DateOnly day) => day >= First && day <= Last;

    public override string ToString() => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
