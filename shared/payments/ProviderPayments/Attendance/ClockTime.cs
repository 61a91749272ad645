using System.Globalization;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>Times of day as a sheet has them: <c>08:30</c>, and <c>24:00</c> for midnight at the end of the day.</summary>
public static class ClockTime
{
    /// <summary>Midnight at the end of the day, in minutes from its beginning.</summary>
    public const int EndOfDay = 24 * 60;

    private const string NoSeconds = ":00";

    /// <summary>Reads <c>HH:mm</c> or <c>H:mm</c>, with or without the <c>:00</c> that some browsers send behind it.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="minute">Minutes from midnight, 0 to <see cref="EndOfDay"/>.</param>
    public static bool TryRead(string text, out int minute)
    {
        minute = 0;
        var time = text.Count(':') == 2 && text.EndsWith(NoSeconds, StringComparison.Ordinal) ? text[..^NoSeconds.Length] : text;
        if (time.Length is not (4 or 5) || time[^3] != ':' || !TryReadDigits(time.AsSpan(0, time.Length - 3), out var hours) || !TryReadDigits(time.AsSpan(time.Length - 2), out var minutes))
        {
            return false;
        }

        minute = (60 * hours) + minutes;
        return minutes < 60 && minute <= EndOfDay;
    }

    public static string Write(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static bool TryReadDigits(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
