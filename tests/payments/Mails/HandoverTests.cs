using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.Users;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

/// <summary>Whoever's turn it becomes is asked, whatever the turn was when the payment came.</summary>
[Trait("Req", "ALL-4")]
[Trait("Req", "UPI-7")]
public sealed class HandoverTests : IAsyncLifetime
{
    private InterruptedTables tables = null!;
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync(around: store => tables = new InterruptedTables(store));

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_mail_that_waits_while_the_client_gets_another_coordinator_goes_to_the_new_one_and_back_again()
    {
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        var payment = await world.SubmitAsync(Claim());
        await world.AsleepAsync(MailDelivery.InstanceId(Assert.Single(await world.RecordsAsync(MailStatus.Waiting)).Key));

        await AssignAsync("deputy");
        await PassAsync(() => (StatusAsync(payment, "deputy"), StatusAsync(payment, "coordinator")) == (MailStatus.Waiting, MailStatus.Obsolete));
        await AssignAsync("coordinator");
        await PassAsync(() => StatusAsync(payment, "coordinator") == MailStatus.Waiting);
        world.Carrier.Answer = _ => MailReceipt.Taken;
        await PassAsync(() => world.Carrier.Taken.Count > 0);

        Assert.Single(world.Carrier.To("coordinator"));
        Assert.Empty(world.Carrier.To("deputy"));
    }

    [Fact]
    public async Task An_absence_that_begins_and_ends_after_the_ask_asks_each_once_in_the_morning()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        await StartDigestsAsync();
        var today = world.Application.Calendar.Today;
        Assert.Null((await world.Application.Delegations.RecordAsync(Coordinator, "coordinator", "deputy", today.AddDays(1), today.AddDays(1), "absence")).Refusal);
        Assert.Empty(world.Carrier.To("deputy"));

        await PassAsync(() => world.Carrier.To("deputy").Count > 0);
        await world.MoveAsync(await world.ReadAsync(payment.Id), PaymentAction.Approve, Coordinator);
        await MorningAsync();
        await MorningAsync();

        Assert.Single(world.Carrier.To("deputy"));
        Assert.Single(world.Carrier.To("coordinator"));
    }

    [Fact]
    public async Task An_absence_that_begins_today_asks_the_delegate_at_once_and_who_is_back_when_it_is_called_off()
    {
        var first = await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var today = world.Application.Calendar.Today;
        var recorded = await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", today, today.AddDays(7), "absence");
        Assert.Contains(first.Id, Assert.Single(await world.MailsToAsync("deputy")).Text, StringComparison.Ordinal);

        var second = await world.SubmitAsync(Claim(units: 4, fromDay: 9, toDay: 10));
        await world.MailsToAsync("deputy", 2);
        Assert.Single(world.Carrier.To("coordinator"));
        await world.Application.Absences.RevokeAsync(Coordinator, recorded.Delegation!.Id);

        Assert.Contains(second.Id, (await world.MailsToAsync("coordinator", 2))[^1].Text, StringComparison.Ordinal);
        Assert.Equal(2, world.Carrier.To("deputy").Count);
    }

    [Fact]
    public async Task The_same_absence_asked_for_again_asks_nobody_twice()
    {
        await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var today = world.Application.Calendar.Today;
        for (var time = 0; time < 2; time++)
        {
            Assert.Null((await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", today, today, "absence")).Refusal);
            await world.Engine.WaitForInstanceCompletionAsync(TurnHandover.InstanceId("absence", isRevoked: false)).WaitAsync(Patience);
        }

        Assert.Single(await world.MailsToAsync("deputy"));
        await world.RecordsAsync(MailStatus.Sent, 2);
    }

    [Fact]
    public async Task The_turns_of_a_coordinator_are_handed_over_by_assignment_whatever_role_the_record_has()
    {
        await world.PutUserAsync("coordinator", Role.Auditor);
        await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var today = world.Application.Calendar.Today;

        Assert.Null((await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", today, today, "absence")).Refusal);

        Assert.Single(await world.MailsToAsync("deputy"));
    }

    [Fact]
    public async Task A_delegate_who_has_become_a_providers_user_is_asked_nothing_and_the_absent_one_is()
    {
        var today = world.Application.Calendar.Today;
        Assert.Null((await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", today, today.AddDays(7), "absence")).Refusal);
        await world.PutUserAsync("deputy", Role.Provider, provider: "P-200");

        await world.SubmitAsync(Claim());

        Assert.Single(await world.MailsToAsync("coordinator"));
        Assert.Empty(world.Carrier.To("deputy"));
    }

    [Fact]
    public async Task An_absence_that_begins_later_asks_nobody_before()
    {
        await world.SubmitAsync(Claim());
        await world.MailsToAsync("coordinator");
        var tomorrow = world.Application.Calendar.Today.AddDays(1);

        Assert.Null((await world.Application.Absences.RecordAsync(Coordinator, "coordinator", "deputy", tomorrow, tomorrow, "absence")).Refusal);

        Assert.Null(await world.Engine.GetInstanceAsync(TurnHandover.InstanceId("absence", isRevoked: false)));
    }

    [Fact]
    public async Task Who_is_back_and_was_not_asked_is_asked_in_the_morning()
    {
        var today = world.Application.Calendar.Today;
        await world.Application.Delegations.RecordAsync(Coordinator, "coordinator", "deputy", today, today, "absence");
        await world.SubmitAsync(Claim());
        await world.MailsToAsync("deputy");
        Assert.Empty(world.Carrier.To("coordinator"));
        await StartDigestsAsync();

        await PassAsync(() => world.Carrier.To("coordinator").Count > 0);

        Assert.StartsWith("Payment to approve", Assert.Single(world.Carrier.To("coordinator")).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_role_the_delegate_alone_is_asked_in_the_morning()
    {
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        await world.MailsToAsync("technician");
        await world.MailsToAsync("technician2");
        await StartDigestsAsync();
        var today = world.Application.Calendar.Today;
        await world.Application.Delegations.RecordAsync(Technician, "technician", "ofo", today.AddDays(1), today.AddDays(1), "absence");

        await PassAsync(() => world.Carrier.To("ofo").Count > 0);

        Assert.Single(world.Carrier.To("technician"));
        Assert.Single(world.Carrier.To("technician2"));
    }

    [Fact]
    public async Task Who_is_absent_is_asked_all_the_same_where_no_mail_reaches_the_delegate()
    {
        await world.Application.Users.PutAsync(new User("silent", "The silent", null, [Role.Coordinator]), "admin", world.Time.GetUtcNow());
        var today = world.Application.Calendar.Today;
        Assert.Null((await world.Application.Delegations.RecordAsync(Coordinator, "coordinator", "silent", today, today.AddDays(7), "absence")).Refusal);

        await world.SubmitAsync(Claim());

        Assert.Single(await world.MailsToAsync("coordinator"));
    }

    [Fact]
    public async Task One_absence_takes_nobody_else_off_the_list()
    {
        // The technician's delegate is a technician, too, whose own delegate has no address.
        await world.Application.Users.PutAsync(new User("silent", "The silent", null, [Role.Technician]), "admin", world.Time.GetUtcNow());
        var today = world.Application.Calendar.Today;
        await world.Application.Delegations.RecordAsync(Technician, "technician", "technician2", today, today.AddDays(7), "one");
        await world.Application.Delegations.RecordAsync(Technician2, "technician2", "silent", today, today.AddDays(7), "two");
        var payment = await world.SubmitAsync(Claim());

        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);

        Assert.Single(await world.MailsToAsync("technician2"));
        await world.RecordsAsync(MailStatus.Sent, 2);
        Assert.Empty(world.Carrier.To("technician"));
    }

    [Fact]
    public async Task One_addressee_is_checked_without_reading_the_whole_role()
    {
        world.Carrier.Answer = _ => MailReceipt.Later("down");
        var payment = await world.SubmitAsync(Claim());
        await world.MoveAsync(payment, PaymentAction.Approve, Coordinator);
        var waiting = await world.RecordsAsync(MailStatus.Waiting, 2);
        await Until.TrueAsync(() => Task.FromResult(world.Carrier.Attempts >= 3));
        var queries = 0;
        tables.BeforeQuery = (table, range) => queries += table == Tables.Users && range.From!.StartsWith("r|", StringComparison.Ordinal) ? 1 : 0;
        world.Carrier.Answer = _ => MailReceipt.Taken;

        await PassAsync(() => world.Carrier.Taken.Count >= waiting.Count(mail => mail.Cause.User.StartsWith("technician", StringComparison.Ordinal)));

        Assert.Equal(0, queries);
    }

    private Task AssignAsync(string coordinator) => world.Application.Directory.PutClientAsync(new Client(ClientId, "Ada", "Lopez", Active: true, coordinator));

    private MailStatus? StatusAsync(Payment payment, string user)
        => world.Application.Mails.Outbox.FindAsync(MailRecord.KeyOf(new MailCause(MailKind.Ask, user, payment.Id, payment.Version).ToId())).GetAwaiter().GetResult()?.Status;

    private async Task StartDigestsAsync()
    {
        await world.Application.Mails.ResumeAsync();
        await world.AsleepAsync(DigestSchedule.InstanceId);
    }

    private async Task MorningAsync()
    {
        var until = world.Time.GetUtcNow().AddDays(1);
        await PassAsync(() => world.Time.GetUtcNow() >= until);
    }

    private Task PassAsync(Func<bool> isReached) => Until.TrueAsync(() =>
    {
        if (isReached())
        {
            return Task.FromResult(true);
        }

        world.Time.Advance(TimeSpan.FromMinutes(10));
        return Task.FromResult(isReached());
    });
}
