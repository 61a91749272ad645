using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Samples;

namespace Serverless.Local.Tests.Samples;

/// <summary>Which children of the sample agency are in which provider's care.</summary>
[Trait("Req", "CARE-2")]
public sealed class SampleEnrollmentsTests
{
    private const string Inactive = "1000000009";
    private static readonly SampleAgency Agency = SampleAgency.Load();
    private static readonly DateOnly Begin = new(2025, 1, 1);
    private static readonly DateOnly End = new(2035, 12, 31);

    [Fact]
    public void Agency_has_the_enrolments_that_are_promised()
    {
        Assert.Equal(63, Agency.Enrollments.Count);
        Assert.Equal([new Enrollment("P-100", "1000000001", "SLN", Begin, End, 480)], Of("1000000001"));
        Assert.Equal([new Enrollment("P-200", "1000000002", "SLN", Begin, End, 480)], Of("1000000002"));
        Assert.Equal([new Enrollment("P-200", Agency.Clients[^1].Id, "SLN", Begin, End, 480)], Of(Agency.Clients[^1].Id));
        Assert.Empty(Of(Inactive));
    }

    [Fact]
    public void Every_enrolment_can_be_paid_for_in_2026()
    {
        Assert.Distinct(Agency.Enrollments.Select(enrollment => enrollment.ClientId));
        Assert.All(Agency.Enrollments, enrollment =>
        {
            var contract = Agency.Contracts.Single(contract => (contract.ProviderId, contract.ServiceCode) == (enrollment.ProviderId, enrollment.ServiceCode));
            Assert.True(contract.Active && contract.From <= new DateOnly(2026, 1, 1) && contract.To >= new DateOnly(2026, 12, 31));
            Assert.True(contract.From <= enrollment.From && contract.To >= enrollment.To);
            Assert.True(Agency.Clients.Single(client => client.Id == enrollment.ClientId).Active);
            Assert.Contains(Agency.Budgets, budget => (budget.ClientId, budget.ServiceCode) == (enrollment.ClientId, enrollment.ServiceCode));
            Assert.InRange(enrollment.ScheduledMinutes, 180, 600);
        });
    }

    [Fact]
    public async Task Loaded_enrolments_are_the_samples_and_each_was_set_once()
    {
        await using var stack = await TestStack.OpenAsync();
        var enrollments = stack.Stack.Payments.Enrollments;
        foreach (var expected in Agency.Enrollments)
        {
            Assert.Equal(expected, await enrollments.FindAsync(expected.ProviderId, expected.ClientId));
            Assert.Equal("samples", Assert.Single(await enrollments.HistoryAsync(expected.ProviderId, expected.ClientId)).By);
        }
    }

    private static IEnumerable<Enrollment> Of(string clientId) => Agency.Enrollments.Where(enrollment => enrollment.ClientId == clientId);
}
