using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Periods;
using static Serverless.Payments.Tests.ProviderPayments.CareWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.ProviderPayments;

public sealed class ServicePeriodTests
{
    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task There_is_one_payment_for_each_provider_and_child_however_often_a_period_is_generated()
    {
        await using var care = await OpenAsync();
        var first = await care.GenerateAsync();
        var moved = await care.SignedAsync();
        await care.EnrollAsync("P-200", OtherClientId);
        var second = await care.GenerateAsync();
        Assert.Equal((3, 0), (first.Created, first.Existing));
        Assert.Equal((2, 1, 3), (second.Number, second.Created, second.Existing));
        Assert.Equal(moved, await care.ReadAsync(moved.Id));
        Assert.Equal(4, (await care.Desk.Records.OfChildAsync(ClientId)).Count + (await care.Desk.Records.OfChildAsync(OtherClientId)).Count);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Who_is_not_active_or_not_enrolled_in_the_period_gets_no_payment()
    {
        await using var care = await OpenAsync();
        await care.World.Application.Directory.PutClientAsync(new Client(OtherClientId, "Ada", "Lopez", Active: false, "coordinator"));
        await care.EnrollAsync("P-200", ClientId, from: new DateOnly(2026, 12, 1));
        var generated = await care.GenerateAsync();
        Assert.Equal((1, 1), (generated.Created, generated.Skipped));
        Assert.Null(await care.Desk.Records.FindAsync(care.IdOf("P-200")));
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Hundreds_of_children_of_several_providers_are_generated_page_by_page()
    {
        await using var care = await OpenAsync();
        var children = GenerationActivities.PageEnrollments + 30;
        await Parallel.ForEachAsync(Enumerable.Range(1, children), async (child, stop) =>
        {
            var id = $"{3_000_000_000L + child}";
            await care.World.Application.Directory.PutClientAsync(new Client(id, "Ada", "Lopez", Active: true, "coordinator"), stop);
            await care.EnrollAsync(child % 2 == 0 ? "P-100" : "P-200", id);
        });
        var generated = await care.GenerateAsync();
        Assert.Equal(children + 3, generated.Created);
    }

    [Theory]
    [InlineData("2026-13", "BAD_PERIOD")]
    [InlineData("november", "BAD_PERIOD")]
    [InlineData("2027-01", "PERIOD_TOO_FAR")]
    [Trait("Req", "CARE-2")]
    public async Task A_period_that_is_none_or_too_far_is_refused(string period, string code)
    {
        await using var care = await OpenAsync();
        var (generated, refusal) = await care.Desk.Periods.GenerateAsync(Operations, period, "r");
        Assert.Null(generated);
        Assert.Equal(code, refusal!.Code);
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Only_operations_generate_and_the_same_request_generates_once()
    {
        await using var care = await OpenAsync();
        Assert.Equal("WRONG_ROLE", (await care.Desk.Periods.GenerateAsync(Vendor, Period, "r")).Refusal!.Code);
        var (first, _) = await care.Desk.Periods.GenerateAsync(Operations, Period, "r").WaitAsync(Patience);
        await care.World.Engine.WaitForInstanceCompletionAsync(ServicePeriodGeneration.InstanceId(Period, 1)).WaitAsync(Patience);
        var (second, _) = await care.Desk.Periods.GenerateAsync(Operations, Period, "r").WaitAsync(Patience);
        Assert.Equal((1, 1), (first!.Number, second!.Number));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_generation_whose_orchestration_was_lost_is_taken_up_at_the_next_start()
    {
        await using var care = await OpenAsync();
        var begun = new GeneratedPeriod(Period, 1, GenerationStatus.Running, "r", "operations", care.World.Time.GetUtcNow());
        await new PeriodRecords(care.World.Tables).TryWriteAsync(begun, null, CancellationToken.None);
        Assert.Equal(1, await care.Desk.ResumeAsync());
        await care.World.Engine.WaitForInstanceCompletionAsync(ServicePeriodGeneration.InstanceId(Period, 1)).WaitAsync(Patience);
        Assert.Equal((GenerationStatus.Completed, 3), ((await care.Desk.Periods.FindAsync(Period))!.Status, (await care.Desk.Periods.FindAsync(Period))!.Created));
    }

    [Fact]
    [Trait("Req", "CARE-2")]
    public async Task Who_asks_while_a_generation_runs_has_another_one_follow_it()
    {
        await using var care = await OpenAsync();
        var records = new PeriodRecords(care.World.Tables);
        await records.TryWriteAsync(new GeneratedPeriod(Period, 1, GenerationStatus.Running, "first", "operations", care.World.Time.GetUtcNow()), null, CancellationToken.None);
        var (period, _) = await care.Desk.Periods.GenerateAsync(Operations, Period, "second").WaitAsync(Patience);
        Assert.NotNull(period);
        await care.World.Engine.WaitForInstanceCompletionAsync(ServicePeriodGeneration.InstanceId(Period, 2)).WaitAsync(Patience);
        var ended = (await care.Desk.Periods.FindAsync(Period))!;
        Assert.Equal((2, GenerationStatus.Completed, 3, 0), (ended.Number, ended.Status, ended.Created, ended.Existing));
    }
}
