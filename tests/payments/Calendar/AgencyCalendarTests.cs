using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.Tests.Calendar;

[Trait("Req", "UPI-5")]
public sealed class AgencyCalendarTests
{
    [Theory]
    [InlineData("2026-11-22T18:00:00Z", "2026-11-25", "2026-11-26T03:00:00Z")] // Winter: Denver is 7 hours behind.
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01", "2026-07-02T02:00:00Z")] // Summer: 6 hours behind.
    [InlineData("2026-10-29T02:00:00Z", "2026-11-04", "2026-11-05T03:00:00Z")] // From a slot in summer time over its end.
    [InlineData("2026-03-05T03:00:00Z", "2026-03-11", "2026-03-12T02:00:00Z")] // From a slot in winter time over its end.
    [InlineData("2026-11-26T02:59:59Z", "2026-11-25", "2026-11-26T03:00:00Z")]
    [InlineData("2026-11-26T03:00:00Z", "2026-12-02", "2026-12-03T03:00:00Z")]
    public void The_next_slot_is_Wednesday_evening_in_Denver_whatever_the_clocks_do(string after, string day, string cutOff)
    {
        var slot = AgencyCalendar.NextAfter(Instant(after));
        Assert.Equal((day, Instant(cutOff)), (slot.Key, slot.CutOff));
    }

    [Theory]
    [InlineData("2026-11-26T03:00:00Z", "2026-11-25")]
    [InlineData("2026-11-26T02:59:59Z", "2026-11-18")]
    [InlineData("2026-11-22T18:00:00Z", "2026-11-18")]
    public void The_latest_slot_is_the_last_one_whose_cut_off_has_come(string at, string day)
        => Assert.Equal(day, AgencyCalendar.LatestAt(Instant(at)).Key);

    [Theory]
    [Trait("Req", "UPI-3")]
    [InlineData("2026-11-22T06:59:59Z", "2026-11-21")]
    [InlineData("2026-11-22T07:00:00Z", "2026-11-22")]
    [InlineData("2026-07-01T05:59:59Z", "2026-06-30")]
    public void Today_is_the_date_in_Denver(string now, string today)
        => Assert.Equal(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), new AgencyCalendar(new FakeTimeProvider(Instant(now))).Today);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
