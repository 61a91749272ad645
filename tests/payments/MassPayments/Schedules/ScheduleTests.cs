namespace Serverless.Payments.Tests.MassPayments.Schedules;

/// <summary>
/// Thousands of orders in which approvals of overlapping mass payments can go on, each held up before any of its storage
/// calls; activities run twice and late, and orchestrations are lost.
/// </summary>
[Trait("Req", "KEES-6")]
[Trait("Req", "KEES-7")]
[Trait("Req", "ALL-3")]
public sealed class ScheduleTests
{
    private const int SchedulesEach = 750;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Approvals_of_overlapping_drafts_leave_no_need_twice_in_whatever_order_they_go_on(int part)
    {
        // Away from the test's synchronisation context, which would carry what goes on to a thread of its own.
        var ends = await Task.Run(() => Enumerable.Range(part * SchedulesEach, SchedulesEach).Select(Schedule.Play).ToList());

        // Orders in which nobody met anybody would prove nothing.
        Assert.True(ends.Sum(end => end.Approved) > SchedulesEach, "Hardly anything was approved.");
        Assert.True(ends.Sum(end => end.Refused) > SchedulesEach / 4, "Hardly anything was refused.");
    }
}
