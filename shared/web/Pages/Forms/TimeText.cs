using System.Globalization;
using Serverless.Payments.Calendar;

namespace Serverless.Web.Pages.Forms;

/// <summary>Times as people read them, on the agency's clock.</summary>
public static class TimeText
{
    /// <summary><c>Nov 25, 2026 20:00</c>, in America/Denver.</summary>
    public static string At(DateTimeOffset instant) => AgencyCalendar.LocalAt(instant).ToString("MMM d, yyyy HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>Nov 2 to 6, 2026</c>, or the one day.</summary>
    public static string Days(DateOnly from, DateOnly to)
        => from == to ? Day(from)
        : from.Year != to.Year ? $"{Day(from)} to {Day(to)}"
        : from.Month != to.Month ? $"{from.ToString("MMM d", CultureInfo.InvariantCulture)} to {Day(to)}"
        : $"{from.ToString("MMM d", CultureInfo.InvariantCulture)} to {to.ToString("d, yyyy", CultureInfo.InvariantCulture)}";

    /// <summary>How long it is since then, roughly: <c>3 days</c>, <c>2 hours</c>.</summary>
    public static string Since(DateTimeOffset then, DateTimeOffset now)
    {
        var passed = now - then;
        return passed < TimeSpan.FromMinutes(1) ? "just now"
            : passed < TimeSpan.FromHours(1) ? Count((int)passed.TotalMinutes, "minute")
            : passed < TimeSpan.FromDays(1) ? Count((int)passed.TotalHours, "hour")
            : Count((int)passed.TotalDays, "day");
    }

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : string.Create(CultureInfo.InvariantCulture, $"{number} {unit}s");
}
