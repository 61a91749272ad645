using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

[Trait("Req", "CARE-3")]
public sealed class AttendancePoliciesTests
{
    private const int Editors = 8;
    private static readonly DateTimeOffset At = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly AttendancePolicies policies = new(new MemoryTableStore());

    [Fact]
    public async Task Defaults_hold_until_somebody_sets_a_policy()
    {
        Assert.Equal(new AttendancePolicy(60, 5, 0), await policies.ReadAsync());
        Assert.Null(await policies.PutAsync(new(15, 3), "admin", At, ifVersion: version => version == 1));
        Assert.Empty(await policies.HistoryAsync());

        Assert.Equal(new AttendancePolicy(15, 3, 1), await policies.PutAsync(new(15, 3), "admin", At, ifVersion: version => version == 0));
        Assert.Equal(new AttendancePolicy(15, 3, 1), await policies.ReadAsync());
    }

    [Fact]
    public async Task Policy_keeps_who_changed_it_from_what_when_many_change_it_at_once()
    {
        var changed = await Task.WhenAll(Enumerable.Range(1, Editors).Select(number => Task.Run(() => policies.PutAsync(new(number, number), $"editor-{number}", At))));

        Assert.Equal(Enumerable.Range(1, Editors), changed.Select(policy => policy!.Version).Order());
        var history = await policies.HistoryAsync();
        Assert.Equal([null, .. history.Select(change => change.To).Take(Editors - 1)], history.Select(change => change.From));
        Assert.Equal(Editors, history.Select(change => change.By).Distinct().Count());
        Assert.Equal(history[^1].To, await policies.ReadAsync());
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repeated_change_is_answered_as_it_was_and_undoes_nothing_when_another_came_between()
    {
        var first = await policies.PutAsync(new(15, 3), "admin", At, "request", version => version == 0);
        await policies.PutAsync(new(30, 4), "admin", At, "another");

        Assert.Equal(first, await policies.PutAsync(new(15, 3), "admin", At, "request", version => version == 0));

        Assert.Equal(new AttendancePolicy(30, 4, 2), await policies.ReadAsync());
        Assert.Equal(2, (await policies.HistoryAsync()).Count);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1441, 5)]
    [InlineData(60, -1)]
    [InlineData(60, 32)]
    public async Task Figures_that_no_month_has_are_not_kept(int unitMinutes, int paidAbsencesMax)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => policies.PutAsync(new(unitMinutes, paidAbsencesMax), "admin", At));
        Assert.Equal(0, (await policies.ReadAsync()).Version);
    }
}
