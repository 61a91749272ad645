using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Links;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

/// <summary>What is broken off between two steps: nothing is decided twice, sent twice or lost.</summary>
[Trait("Req", "ALL-4")]
public sealed class InterruptionTests : IAsyncLifetime
{
    private InterruptedTables tables = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync()
        => world = await MailWorld.CreateAsync(around: store => tables = new InterruptedTables(store));

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_link_whose_decision_was_not_stored_decides_again_after_a_minute()
    {
        var (payment, approve) = await AskedAsync();
        var links = world.Application.Mails.Links;
        tables.Before = (table, rows) => FailAt(table == Tables.Payments && rows.Any(row => row.RowKey.Contains("link-", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<IOException>(() => links.DecideAsync(approve, null, "request", signedIn: null));
        tables.Before = null;

        Assert.Equal(LinkState.Used, (await links.ReadAsync(approve)).State);
        Assert.Equal((LinkDecisionKind.NotValid, LinkState.Used), await KindAsync("other"));

        world.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(LinkState.Valid, (await links.ReadAsync(approve)).State);
        Assert.Equal(LinkDecisionKind.HandedIn, (await KindAsync("other")).Kind);
        Assert.Equal(LinkState.Used, (await links.ReadAsync(approve)).State);
        Assert.Equal(2, (await world.HistoryAsync(payment)).Count);

        async Task<(LinkDecisionKind Kind, LinkState State)> KindAsync(string request)
        {
            var decision = await links.DecideAsync(approve, null, request, null);
            return (decision.Kind, decision.Reading.State);
        }
    }

    [Fact]
    public async Task A_link_whose_decision_is_stored_and_not_settled_stays_used()
    {
        var (payment, approve) = await AskedAsync();
        var links = world.Application.Mails.Links;
        await world.Engine.TerminateInstanceAsync(PaymentApproval.InstanceId(payment.Id));
        await world.Engine.WaitForInstanceCompletionAsync(PaymentApproval.InstanceId(payment.Id)).WaitAsync(Patience);
        tables.Before = (table, rows) => FailAt(table == Tables.Payments && rows.Any(row => row.RowKey == PaymentRowKeys.Payment(payment.Id)));
        var deciding = links.DecideAsync(approve, null, "request", signedIn: null);
        await EndAsync(deciding);

        world.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, (await world.ReadAsync(payment.Id)).Version);
        Assert.Equal(LinkState.Used, (await links.ReadAsync(approve)).State);
        Assert.Equal(LinkDecisionKind.NotValid, (await links.DecideAsync(approve, null, "other", null)).Kind);
    }

    [Fact]
    public async Task Who_goes_away_once_the_link_is_marked_has_decided_all_the_same()
    {
        var (payment, approve) = await AskedAsync();
        using var gone = new CancellationTokenSource();
        tables.Before = (table, _) =>
        {
            if (table == Tables.Payments)
            {
                gone.Cancel();
            }
        };

        var decided = await world.Application.Mails.Links.DecideAsync(approve, null, "request", signedIn: null, gone.Token);

        Assert.True(gone.IsCancellationRequested);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, decided.Result!.Payment!.Status);
        Assert.Equal(2, (await world.ReadAsync(payment.Id)).Version);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_payment_that_nobody_could_be_asked_about_is_decided_all_the_same()
    {
        var failures = 0;
        tables.Before = (table, _) => FailAt(table == Tables.Mails && Interlocked.Increment(ref failures) > 0);
        var payment = await world.SubmitAsync(Claim());
        await Until.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(Volatile.Read(ref failures) >= 6);
        });

        payment = await world.MoveAsync(payment, PaymentAction.Deny, Coordinator);

        var chain = await world.Engine.WaitForInstanceCompletionAsync(PaymentApproval.InstanceId(payment.Id)).WaitAsync(Patience);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, PaymentStatus.DeniedBySc), (chain.RuntimeStatus, payment.Status));
        Assert.Empty(world.Carrier.Taken);
    }

    [Fact]
    public async Task A_mail_that_was_taken_while_the_host_stops_is_noted_as_sent()
    {
        var key = await WaitingAsync();
        using var stopping = new CancellationTokenSource();
        world.Carrier.Answer = _ =>
        {
            stopping.Cancel();
            return MailReceipt.Taken;
        };

        var attempt = await world.Application.Mails.Sending.SendAsync(new ActivityContext(MailDelivery.SendActivity, "instance", stopping.Token), new MailDeliveryInput(key));

        Assert.Equal(new MailAttempt(MailStatus.Sent, null), attempt);
        Assert.Equal(MailStatus.Sent, (await world.Application.Mails.Outbox.FindAsync(key))!.Status);
    }

    [Fact]
    public async Task A_mail_that_was_taken_and_could_not_be_noted_is_noted_later_and_not_sent_again()
    {
        var key = await WaitingAsync();
        var failures = 0;
        tables.Before = (table, _) => FailAt(table == Tables.Mails && world.Carrier.Taken.Count > 0 && Interlocked.Increment(ref failures) <= 3);
        world.Carrier.Answer = _ => MailReceipt.Taken;

        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromMinutes(1));
            return (await world.Application.Mails.Outbox.FindAsync(key))!.Status == MailStatus.Sent;
        });

        Assert.True(failures > 3);
        Assert.Single(world.Carrier.Taken);
    }

    /// <summary>A mail that was put off once, and is not tried again before the clock moves.</summary>
    private async Task<string> WaitingAsync()
    {
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        await world.SubmitAsync(Claim());
        var key = Assert.Single(await world.RecordsAsync(MailStatus.Waiting)).Key;
        await world.AsleepAsync(MailDelivery.InstanceId(key));
        return key;
    }

    private async Task<(Payment Payment, string Approve)> AskedAsync()
    {
        var payment = await world.SubmitAsync(Claim());
        var (approve, _) = (await world.MailsToAsync("coordinator"))[0].Links();
        await world.AsleepAsync(payment);
        return (payment, approve);
    }

    /// <summary>Its wait for an outcome goes by the world's clock.</summary>
    private async Task EndAsync(Task deciding)
    {
        await Until.TrueAsync(() =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(deciding.IsCompleted);
        });
        await deciding;
    }

    private static void FailAt(bool isThere)
    {
        if (isThere)
        {
            throw new IOException("The store is out of reach.");
        }
    }
}
