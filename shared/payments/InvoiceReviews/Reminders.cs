namespace Serverless.Payments.InvoiceReviews;

/// <summary>When somebody is reminded of what waits for them: after three days, then weekly, ten times in all.</summary>
public static class Reminders
{
    public const int Max = 10;

    private static readonly TimeSpan First = TimeSpan.FromDays(3);
    private static readonly TimeSpan Every = TimeSpan.FromDays(7);

    /// <param name="since">Since when it waits.</param>
    /// <param name="number">Which reminder, from 1.</param>
    /// <returns>UTC.</returns>
    public static DateTime At(DateTimeOffset since, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Max);
        return since.UtcDateTime + First + ((number - 1) * Every);
    }

    /// <summary>How many are due by a time (UTC).</summary>
    public static int Due(DateTimeOffset since, DateTime now)
    {
        var beyondFirst = now - At(since, 1);
        return beyondFirst < TimeSpan.Zero ? 0 : (int)Math.Min(Max, 1 + (beyondFirst.Ticks / Every.Ticks));
    }
}
