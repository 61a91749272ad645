using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.ProviderPayments.Enrollments;

[Trait("Req", "CARE-2")]
public sealed class EnrollmentRecordsTests
{
    private const int Editors = 8;
    private static readonly DateTimeOffset At = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private static readonly Enrollment Enrollment = new("P-100", "1000000001", "SLN", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), 480);
    private readonly EnrollmentRecords enrollments = new(new MemoryTableStore());

    [Fact]
    public async Task Enrolment_is_found_by_provider_and_child_as_it_was_last_set()
    {
        Assert.Null(await enrollments.FindAsync("P-100", "1000000001"));
        await enrollments.PutAsync(Enrollment with { Version = 7 }, "operations", At);
        var changed = await enrollments.PutAsync(Enrollment with { ScheduledMinutes = 300 }, "operations2", At.AddDays(1), ifVersion: version => version == 1);

        Assert.Equal(Enrollment with { ScheduledMinutes = 300, Version = 2 }, changed);
        Assert.Equal(changed, await enrollments.FindAsync("P-100", "1000000001"));
        Assert.Null(await enrollments.FindAsync("P-200", "1000000001"));
        Assert.Equal(
            [new(null, Enrollment, "operations", At), new(Enrollment, changed!, "operations2", At.AddDays(1))],
            await enrollments.HistoryAsync("P-100", "1000000001"));
    }

    [Fact]
    public async Task Providers_enrolments_come_in_the_order_of_the_children_and_from_any_place_on()
    {
        foreach (var child in (string[])["1000000010", "1000000002", "1000000001", "1000000100"])
        {
            await enrollments.PutAsync(Enrollment with { ClientId = child }, "operations", At);
            await enrollments.PutAsync(Enrollment with { ClientId = child, ScheduledMinutes = 60 }, "operations", At);
        }

        await enrollments.PutAsync(Enrollment with { ProviderId = "P-1000", ClientId = "1000000005" }, "operations", At);

        Assert.Equal(["1000000001", "1000000002", "1000000010", "1000000100"], await ChildrenAsync("P-100", null));
        Assert.Equal(["1000000010", "1000000100"], await ChildrenAsync("P-100", "1000000002"));
        Assert.Equal(["1000000010", "1000000100"], await ChildrenAsync("P-100", "1000000003"));
        Assert.Empty(await ChildrenAsync("P-100", "1000000100"));
        Assert.Empty(await ChildrenAsync("P-200", null));
    }

    [Fact]
    public async Task One_of_many_wins_when_all_saw_the_same_version()
    {
        await enrollments.PutAsync(Enrollment, "operations", At);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, Editors).Select(number => Task.Run(
            () => enrollments.PutAsync(Enrollment with { ScheduledMinutes = number }, "operations", At, ifVersion: version => version == 1))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, await enrollments.FindAsync("P-100", "1000000001"));
        Assert.Equal(2, (await enrollments.HistoryAsync("P-100", "1000000001")).Count);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repeated_change_is_answered_as_it_was_and_undoes_nothing_when_another_came_between()
    {
        var first = await enrollments.PutAsync(Enrollment, "operations", At, "request", version => version is null);
        var second = await enrollments.PutAsync(Enrollment with { ScheduledMinutes = 60 }, "operations", At, "another");

        Assert.Equal(first, await enrollments.PutAsync(Enrollment, "operations", At, "request", version => version is null));

        Assert.Equal(second, await enrollments.FindAsync("P-100", "1000000001"));
        Assert.Equal(2, (await enrollments.HistoryAsync("P-100", "1000000001")).Count);
    }

    [Fact]
    public async Task What_cannot_be_is_not_kept()
    {
        foreach (var wrong in (Enrollment[])[Enrollment with { ClientId = "1" }, Enrollment with { To = new DateOnly(2025, 12, 31) }, Enrollment with { ScheduledMinutes = 0 }, Enrollment with { ScheduledMinutes = 1441 }])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => enrollments.PutAsync(wrong, "operations", At));
        }

        Assert.Empty(await ChildrenAsync("P-100", null));
    }

    private async Task<IReadOnlyList<string>> ChildrenAsync(string providerId, string? after)
        => await enrollments.OfProviderAsync(providerId, after).Select(enrollment => enrollment.ClientId).ToListAsync();
}
