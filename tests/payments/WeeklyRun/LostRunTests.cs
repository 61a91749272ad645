using System.Text.Json;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>A run whose history is lost halfway is started anew from its record, completes and pays nothing twice.</summary>
[Trait("Req", "ALL-3")]
[Trait("Req", "UPI-5")]
public sealed class LostRunTests : IAsyncLifetime
{
    private const string RunId = "off-lost";
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_that_was_half_sent_and_half_booked_completes_with_every_payment_counted_and_paid_once(bool isOfBefore)
    {
        var payments = new List<Payment>();
        for (var day = 1; day <= 6; day++)
        {
            payments.Add(await world.ApprovedAsync(Claim(units: 1, fromDay: day, toDay: day)));
        }

        await (isOfBefore ? ClaimEarlierAsync() : ClaimAsync());
        await world.Caps.SubmitAsync("half", [.. payments[..4].Select(payment => new CapsInstruction(payment.CapsKey, payment.Facts))], CancellationToken.None);

        // Two answers were booked, and the run came no further than that: it has not noted them.
        foreach (var payment in payments[..2])
        {
            await BookAsync(await world.ReadAsync(payment.Id));
        }

        // One more was stored, and its event was lost.
        await StoreAsync(await world.ReadAsync(payments[2].Id));

        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Runs);
        await Until.TrueAsync(async () => await world.Application.Runs.FindAsync(RunId) is { Run.Status: RunStatus.Completed });

        Assert.Equal(new RunTotals(6, 6, 0, 0, 0), (await world.Application.Runs.FindAsync(RunId))!.Value.Totals);
        Assert.Equal(150m, world.Caps.TotalPaid);
        var keys = (await File.ReadAllLinesAsync(world.CapsLedgerPath)).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString());
        Assert.Equal(payments.Select(payment => payment.CapsKey).Order(), keys.Order());
        foreach (var payment in payments)
        {
            Assert.Equal((PaymentStatus.PaidByCaps, (string?)null), ((await world.ReadAsync(payment.Id)).Status, (await world.ReadAsync(payment.Id)).RunId));
        }
    }

    [Fact]
    public async Task Payment_taken_by_a_run_waits_for_it_alone_after_both_histories_are_lost()
    {
        var payment = await world.ApprovedAsync(Claim());
        await ClaimAsync();
        var instance = PaymentApproval.InstanceId(payment.Id);
        await world.Engine.TerminateInstanceAsync(instance);
        await world.Engine.WaitForInstanceCompletionAsync(instance).WaitAsync(Patience);

        var report = await world.Application.Repair.RunAsync();
        Assert.Equal((1, 1), (report.Started, report.Runs));
        await Until.TrueAsync(async () => await world.Application.Runs.FindAsync(RunId) is { Run.Status: RunStatus.Completed });
        Assert.Equal(PaymentStatus.PaidByCaps, (await world.ReadAsync(payment.Id)).Status);
        Assert.Equal(4, (await world.HistoryAsync(payment)).Count);
    }

    private async Task ClaimAsync()
    {
        await HalfRun.OpenAsync(world, RunId);
        await HalfRun.TakeAsync(world, RunId);
    }

    private async Task ClaimEarlierAsync()
    {
        await HalfRun.OpenAsync(world, RunId);
        await HalfRun.TakeEarlierAsync(world, RunId);
    }

    private Task<Decision> StoreAsync(Payment payment) => world.Application.Records.StoreAsync(new Decision
    {
        Id = $"caps-{payment.Attempt}",
        PaymentId = payment.Id,
        Action = PaymentAction.AnswerPaid,
        By = "CAPS",
        Role = Role.Caps,
        Stage = payment.Status,
        Version = payment.Version,
        At = world.Time.GetUtcNow(),
    });

    private async Task BookAsync(Payment payment)
    {
        var settled = await world.Application.Payments.RaiseAsync(await StoreAsync(payment), Patience, CancellationToken.None);
        Assert.Null(settled?.Outcome?.Refusal);
    }
}
