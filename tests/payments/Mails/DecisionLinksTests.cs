using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails.Links;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Mails;

[Trait("Req", "ALL-4")]
public sealed class DecisionLinksTests
{
    [Fact]
    public async Task Looking_at_a_link_decides_nothing_and_deciding_by_it_moves_the_payment_once()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);
        var links = world.Application.Mails.Links;

        var reading = await links.ReadAsync(approve);
        Assert.Equal((LinkState.Valid, false, payment.Id), (reading.State, reading.NeedsSignIn, reading.Payment!.Id));
        Assert.Equal(PaymentStatus.WaitingScApproval, (await world.ReadAsync(payment.Id)).Status);

        var decided = await links.DecideAsync(approve, null, "request", signedIn: null);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, decided.Result!.Payment!.Status);
        Assert.Equal(("coordinator", "link"), ((await world.HistoryAsync(payment))[^1].By, (await world.HistoryAsync(payment))[^1].Via));

        Assert.Equal(LinkState.Used, (await links.ReadAsync(approve)).State);
        Assert.Equal(LinkState.Used, (await links.DecideAsync(approve, null, "another", null)).Reading.State);
        Assert.Equal(2, (await world.ReadAsync(payment.Id)).Version);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);
        await world.Application.Mails.Links.DecideAsync(approve, null, "request", null);

        var again = await world.Application.Mails.Links.DecideAsync(approve, null, "request", null);

        Assert.Equal(LinkDecisionKind.HandedIn, again.Kind);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, again.Result!.Payment!.Status);
        Assert.Equal(2, (await world.HistoryAsync(payment)).Count);
    }

    [Fact]
    public async Task Two_decisions_at_one_moment_are_one()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);

        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => world.Application.Mails.Links.DecideAsync(approve, null, $"request-{number}", null)));

        Assert.Single(both, decision => decision.Kind == LinkDecisionKind.HandedIn);
        Assert.All(both, decision => Assert.True(decision.Kind == LinkDecisionKind.HandedIn || decision.Reading.State is LinkState.Used or LinkState.Stale));
        Assert.Equal(2, (await world.HistoryAsync(payment)).Count);
    }

    [Fact]
    public async Task The_other_link_of_the_mail_is_stale_once_one_has_decided()
    {
        await using var world = await MailWorld.CreateAsync();
        var (_, approve, deny) = await AskedAsync(world);
        await world.Application.Mails.Links.DecideAsync(approve, null, "request", null);

        var late = await world.Application.Mails.Links.DecideAsync(deny, "no", "request", null);

        Assert.Equal((LinkDecisionKind.NotValid, LinkState.Stale), (late.Kind, late.Reading.State));
    }

    [Fact]
    public async Task A_link_expires()
    {
        await using var world = await MailWorld.CreateAsync(new ApprovalPolicy { LinkDecidesUpTo = Money.Of(1000), LinkHours = 2, ReminderWorkingDays = null, EscalationWorkingDays = null });
        var (payment, approve, _) = await AskedAsync(world);

        world.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(LinkState.Valid, (await world.Application.Mails.Links.ReadAsync(approve)).State);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(LinkState.Expired, (await world.Application.Mails.Links.DecideAsync(approve, null, "request", null)).Reading.State);
        Assert.Equal(1, (await world.ReadAsync(payment.Id)).Version);
    }

    [Fact]
    public async Task A_forged_link_leads_nowhere()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);
        var other = approve[0] == 'A' ? 'B' : 'A';
        string?[] forged = [null, "", "x", new string('A', LinkToken.Chars), other + approve[1..], approve[..^1], approve + "A", approve[..^2] + (approve[^2] == 'A' ? 'B' : 'A') + approve[^1], approve.ToLowerInvariant(), $" {approve[1..]}"];

        foreach (var token in forged)
        {
            Assert.Equal(LinkState.Forged, (await world.Application.Mails.Links.ReadAsync(token)).State);
            Assert.Equal((LinkDecisionKind.NotValid, LinkState.Forged), await DecideAsync(token));
        }

        Assert.Equal(1, (await world.ReadAsync(payment.Id)).Version);

        async Task<(LinkDecisionKind, LinkState)> DecideAsync(string? token)
        {
            var decision = await world.Application.Mails.Links.DecideAsync(token, null, "request", null);
            return (decision.Kind, decision.Reading.State);
        }
    }

    [Fact]
    public async Task A_denial_needs_a_reason_and_leaves_the_link_as_it_was_without_one()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, _, deny) = await AskedAsync(world);

        Assert.Equal(LinkDecisionKind.NeedsReason, (await world.Application.Mails.Links.DecideAsync(deny, " ", "one", null)).Kind);
        var denied = await world.Application.Mails.Links.DecideAsync(deny, "Not delivered.", "two", null);

        Assert.Equal(PaymentStatus.DeniedBySc, denied.Result!.Payment!.Status);
        Assert.Equal("Not delivered.", (await world.HistoryAsync(payment))[^1].Reason);
    }

    [Theory]
    [InlineData("249.99")]
    [InlineData(null)]
    public async Task Above_the_amount_its_person_signs_in_and_nobody_else_decides(string? upTo)
    {
        await using var world = await MailWorld.CreateAsync(new ApprovalPolicy { LinkDecidesUpTo = upTo is null ? null : Money.Of(decimal.Parse(upTo)) });
        var (payment, approve, _) = await AskedAsync(world);
        var links = world.Application.Mails.Links;

        Assert.True((await links.ReadAsync(approve)).NeedsSignIn);
        Assert.Equal(LinkDecisionKind.NeedsSignIn, (await links.DecideAsync(approve, null, "one", null)).Kind);
        Assert.Equal(LinkDecisionKind.OtherPerson, (await links.DecideAsync(approve, null, "two", MailWorld.Deputy)).Kind);
        Assert.Equal(1, (await world.ReadAsync(payment.Id)).Version);

        var decided = await links.DecideAsync(approve, null, "three", Coordinator);
        Assert.Equal(PaymentStatus.WaitingDspdApproval, decided.Result!.Payment!.Status);
        Assert.Null((await world.HistoryAsync(payment))[^1].Via);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_link_decides_for_nobody_who_acts_no_more_or_whom_segregation_keeps_from_it()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);
        await world.PutUserAsync("coordinator", Role.Coordinator, active: false);
        Assert.Equal(LinkState.Stale, (await world.Application.Mails.Links.DecideAsync(approve, null, "one", null)).Reading.State);

        // A link for somebody who must not decide, as if the rules had changed since it was sent.
        var token = await world.Application.Mails.Links.IssueAsync(payment, "deputy", PaymentAction.Approve);
        var refused = await world.Application.Mails.Links.DecideAsync(token.Reveal(), null, "two", null);
        Assert.NotNull(refused.Result!.Refusal);

        // It was used although nothing came of it, and stays so when a use that got lost would be forgiven.
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(LinkState.Used, (await world.Application.Mails.Links.ReadAsync(token.Reveal())).State);
        Assert.Equal(1, (await world.ReadAsync(payment.Id)).Version);
    }

    [Fact]
    public async Task A_token_is_kept_nowhere_and_shows_itself_to_nobody()
    {
        await using var world = await MailWorld.CreateAsync();
        var (payment, approve, _) = await AskedAsync(world);
        var token = await world.Application.Mails.Links.IssueAsync(payment, "coordinator", PaymentAction.Approve);

        Assert.DoesNotContain(token.Reveal(), $"{token}", StringComparison.Ordinal);
        Assert.DoesNotContain(approve, $"{world.Carrier.Taken[0]}", StringComparison.Ordinal);
        foreach (var table in Tables.All)
        {
            await foreach (var row in world.Tables.ScanTableAsync(table))
            {
                Assert.DoesNotContain(approve, row.PartitionKey + row.RowKey + row.Data, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(approve, (await world.Engine.GetHistoryAsync(PaymentApproval.InstanceId(payment.Id)))!.ToJson(), StringComparison.Ordinal);
    }

    private static async Task<(Payment Payment, string Approve, string Deny)> AskedAsync(PaymentsWorld world)
    {
        var payment = await world.SubmitAsync(Claim());
        var (approve, deny) = (await world.MailsToAsync("coordinator"))[0].Links();
        return (payment, approve, deny);
    }
}
