using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Testing;
using static Serverless.Payments.Tests.MassPayments.MassWorld;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>Activities that are held up in the middle, or run again long after, while others take the same needs and let them go.</summary>
[Trait("Req", "KEES-7")]
[Trait("Req", "ALL-3")]
public sealed class LateNeedsTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;
    private HeldUpTables tables = null!;
    private MassPaymentParts parts = null!;
    private MassPaymentApproval approval = null!;

    public async Task InitializeAsync()
    {
        world = await MassWorld.CreateAsync(people: 1);
        tables = new HeldUpTables(world.Tables, Tables.Needs);
        var application = world.Application;
        parts = new MassPaymentParts(tables, application.People, application.Directory, application.Calendar, new Settlements(world.Time), world.Engine, NullLoggerFactory.Instance);
        approval = new MassPaymentApproval(tables, parts.Pages, application.Calendar);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_need_is_not_made_twice_though_the_claim_on_it_came_and_went_since_it_was_read()
    {
        var late = await AskAsync(Entry(1));
        tables.Others = async () =>
        {
            await ApproveAsync(await AskAsync(Entry(1)));
            var other = await AskAsync(Entry(1, begin: "11/20/2026", end: "11/21/2026"));
            Assert.True((await TakeAsync(other)).IsTaken);
            Assert.Equal(MassPaymentStatus.Draft, (await approval.RecallAsync(other.Id, CancellationToken.None)).Page?.Status);
            await parts.Needs.RemoveAsync(other, await FactsAsync(other), CancellationToken.None);
        };

        var taking = await TakeAsync(late);

        Assert.False(taking.IsTaken);
        Assert.Equal(["ALREADY_EXISTS"], taking.Duplicates.Select(fault => fault.Fault.Code));
    }

    [Fact]
    public async Task A_claim_under_a_number_that_is_past_leaves_the_needs_of_the_approval_alone_though_others_have_the_claim()
    {
        var first = await AskAsync(Entry(1));
        Assert.Equal(2, await approval.BeginAnewAsync(new MassPaymentInput(first.Id, first.Asked), first.Attempt, CancellationToken.None));
        await ApproveAsync((await parts.Pages.FindAsync(first.Id))!);
        await ApproveAsync(await AskAsync(Entry(1, begin: "11/20/2026", end: "11/21/2026")));

        Assert.True((await TakeAsync(first)).IsPast);

        Assert.Equal(2, (await world.NeedsAsync(1)).Count);
        Assert.Equal(["ALREADY_EXISTS"], (await TakeAsync(await AskAsync(Entry(1)))).Duplicates.Select(fault => fault.Fault.Code));
    }

    [Fact]
    public async Task An_orchestration_that_finds_its_mass_payment_approved_by_the_one_before_it_ends_and_undoes_nothing()
    {
        var page = await AskAsync(Entry(1));
        await ApproveAsync(page);
        var input = new MassPaymentInput(page.Id, page.Asked);
        var context = new ActivityContext("late", "late", CancellationToken.None);

        await parts.Activities.RemoveAsync(context, new ApprovalStep(page.Id, page.Attempt, new EntryRange(1, 1)));
        await parts.Activities.RefuseAsync(context, new ApprovalRefusal(input, page.Attempt, MassPaymentRules.Claimed("mp-other")));
        Assert.Equal(page.Attempt, await parts.Activities.GiveWayAsync(context, new GiveWay(input, page.Attempt, "mp-other", IsRestart: true)));

        Assert.Single(await world.NeedsAsync(1));
        Assert.Equal(MassPaymentStatus.Approved, (await parts.Pages.FindAsync(page.Id))!.Status);
    }

    private async Task<MassPayment> AskAsync(MassEntryTexts entry)
    {
        var draft = await world.DraftAsync(entry);
        return (await approval.AskAsync(draft.Id, "operations", null, CancellationToken.None)).Page!;
    }

    private async Task<MassEntryFacts> FactsAsync(MassPayment page) => MassEntryForm.Read((await parts.Pages.FindEntryAsync(page.Id, 1))!, page.AidCode).Facts!;

    private async Task<NeedTaking> TakeAsync(MassPayment page) => await parts.Needs.TakeAsync(page, [await FactsAsync(page)], CancellationToken.None);

    private async Task ApproveAsync(MassPayment page)
    {
        Assert.True((await TakeAsync(page)).IsTaken);
        var request = PaymentRequest.Of(page, await FactsAsync(page));
        await parts.Requests.WriteAsync(page, [request], CancellationToken.None);
        Assert.Equal(ApprovalOutcome.Approved, await approval.ApproveAsync(new ApprovalEnd(new MassPaymentInput(page.Id, page.Asked), page.Attempt, 1, request.Order.Amount), CancellationToken.None));
    }
}
