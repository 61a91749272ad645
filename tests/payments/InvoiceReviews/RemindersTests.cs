using Serverless.Payments.InvoiceReviews;

namespace Serverless.Payments.Tests.InvoiceReviews;

[Trait("Req", "KEES-8")]
public sealed class RemindersTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(3 * 24, 1)]
    [InlineData((10 * 24) - 1, 1)]
    [InlineData(10 * 24, 2)]
    [InlineData(66 * 24, 10)]
    [InlineData(1000 * 24, 10)]
    public void Reminders_are_due_after_three_days_and_then_weekly(int hours, int due)
        => Assert.Equal(due, Reminders.Due(Since, Since.UtcDateTime.AddHours(hours)));

    [Fact]
    public void Each_reminder_is_due_at_its_time_and_not_before()
    {
        for (var number = 1; number <= Reminders.Max; number++)
        {
            Assert.Equal(number, Reminders.Due(Since, Reminders.At(Since, number)));
            Assert.Equal(number - 1, Reminders.Due(Since, Reminders.At(Since, number).AddTicks(-1)));
        }
    }
}
