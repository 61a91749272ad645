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

    [Theory]
    [Trait("Req", "UPI-7")]
    [InlineData("2026-11-23T18:00:00Z", 2, "2026-11-25T18:00:00Z")]
    [InlineData("2026-11-25T18:00:00Z", 2, "2026-11-30T18:00:00Z")] // Over Thanksgiving, which is a holiday here, and a weekend.
    [InlineData("2026-11-21T18:00:00Z", 1, "2026-11-24T07:00:00Z")] // On a Saturday: from Monday's beginning on.
    [InlineData("2026-11-26T18:00:00Z", 0, "2026-11-27T07:00:00Z")] // On a holiday.
    [InlineData("2026-11-23T18:00:00Z", 0, "2026-11-23T18:00:00Z")]
    [InlineData("2026-10-30T18:00:00Z", 1, "2026-11-02T19:00:00Z")] // Noon before and after the end of summer time.
    [InlineData("2026-03-06T19:00:00Z", 1, "2026-03-09T18:00:00Z")] // Noon before and after its beginning.
    [InlineData("2026-11-24T06:30:00Z", 1, "2026-11-25T06:30:00Z")] // Still Monday in Denver.
    public void Working_days_are_counted_at_the_same_time_of_day_in_Denver(string from, int days, string to)
        => Assert.Equal(Instant(to), AgencyCalendar.AfterWorkingDays(Instant(from), days, [new DateOnly(2026, 11, 26)]));

    [Fact]
    [Trait("Req", "UPI-7")]
    public void A_run_of_holidays_is_passed_over()
    {
        var holidays = Enumerable.Range(0, 200).Select(day => new DateOnly(2026, 11, 24).AddDays(day)).ToList();
        Assert.Equal(Instant("2027-06-15T17:00:00Z"), AgencyCalendar.AfterWorkingDays(Instant("2026-11-23T18:00:00Z"), 2, holidays));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
