namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>
/// Hundreds of orders in which exports of one period can go on, each held up before any of its storage calls; activities run
/// twice and late, and orchestrations are lost.
/// </summary>
[Trait("Req", "CARE-5")]
[Trait("Req", "ALL-1")]
[Trait("Req", "ALL-3")]
public sealed class ExportScheduleTests
{
    private const int SchedulesEach = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Exports_at_one_time_leave_each_payment_in_exactly_one_file_in_whatever_order_they_go_on(int part)
    {
        // Away from the test's synchronisation context, which would carry what goes on to a thread of its own.
        var ends = await Task.Run(() => Enumerable.Range(part * SchedulesEach, SchedulesEach).Select(ExportSchedule.Play).ToList());

        // Orders in which nobody met anybody would prove nothing.
        Assert.True(ends.Count(end => end.Taking > 1) > SchedulesEach / 4, "Hardly any two exports shared the payments.");
        Assert.True(ends.Sum(end => end.Late) > SchedulesEach / 4, "Hardly any run of a step came late.");
        Assert.True(ends.Sum(end => end.Held) > SchedulesEach / 4, "Hardly anything was put on hold.");
    }
}
