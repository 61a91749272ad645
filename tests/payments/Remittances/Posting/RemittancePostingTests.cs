using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;
using Serverless.Payments.Remittances.Posting;
using Serverless.Testing;
using static Serverless.Payments.Tests.Remittances.RemittanceWorld;

namespace Serverless.Payments.Tests.Remittances.Posting;

/// <summary>Post Now: all of a session or none of it, exactly once (SAN-6).</summary>
[Trait("Req", "SAN-6")]
public sealed class RemittancePostingTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    private RemittanceCommands Sessions => world.Application.Remittances.Commands;

    public async Task InitializeAsync() => world = await RemittanceWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    [Trait("Req", "SAN-9")]
    [Trait("Req", "ALL-1")]
    public async Task Posting_a_session_writes_its_payments_and_credits_into_the_invoices_and_books_them()
    {
        await world.BillAsync("A", 2_020.16m, 1_200.00m, 95.50m, 300.00m);
        var id = await world.OpenAsync(3_075.50m);
        await world.PutAsync(id, "A-1", 1_950.00m, 70.16m, "CO");
        await world.PutAsync(id, "A-2", 1_000.00m, 200.00m, "WO");
        await world.PutAsync(id, "A-3", 125.50m, -30.00m, "HHO");
        Done(await world.Application.Remittances.Queue.ActAsync(Biller, id, Row("A-4"), RowAction.Deny, Request()));

        var posted = Done(await world.PostAsync(id)).Remittance;
        Assert.Equal((RemittanceStatus.Posted, "biller"), (posted.Status, posted.PostedBy));
        Assert.Equal(["07 – Bill Paid", "07 – Bill Paid", "07 – Bill Paid", "05 – Denied"], await Task.WhenAll(Enumerable.Range(1, 4).Select(async n => (await world.FiguresAsync($"A-{n}")).Status.DisplayName())));
        var credit = Assert.Single((await world.Application.Billing.Records.FindAsync("A-2"))!.Postings);
        Assert.Equal((id, posted.BatchNumber, "4711", 1_000.00m, "WO", 200.00m), (credit.RemittanceId, credit.BatchNumber, credit.RefNo, credit.Post.Amount, credit.Adjustments[0].Type, credit.Adjustments[0].Amount.Amount));

        var ledger = await world.LedgerAsync();
        Assert.Equal(
            (3_075.50m, 70.16m, 200.00m, -30.00m, 300.00m),
            (ledger[Accounts.CashReceipts], ledger[Accounts.ContractualAdjustments], ledger[Accounts.WriteOffs], ledger[Accounts.OverheadPayments], ledger[Accounts.PayersReceivable]));
        await Until.TrueAsync(async () => await world.OpenInvoicesAsync() is ["A-4"]);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Posting_twice_posts_once_and_answers_the_same()
    {
        await world.BillAsync("A", 100.00m);
        var id = await world.OpenAsync(60.00m);
        await world.PutAsync(id, "A-1", 60.00m);
        var results = await Task.WhenAll(world.PostAsync(id, requestId: "r1"), world.PostAsync(id, requestId: "r1"), world.PostAsync(id));
        Assert.All(results, result => Assert.Equal(RemittanceStatus.Posted, Done(result).Remittance.Status));
        Assert.Equal(40.00m, await world.BalanceAsync("A-1"));
        Assert.Equal(60.00m, (await world.LedgerAsync())[Accounts.CashReceipts]);
    }

    [Fact]
    public async Task An_invoice_that_moved_since_it_was_queued_refuses_all_of_it_by_name_and_leaves_the_session_open()
    {
        await world.BillAsync("A", 100.00m, 100.00m, 100.00m);
        var late = await world.OpenAsync(180.00m);
        await world.PutAsync(late, "A-1", 90.00m);
        await world.PutAsync(late, "A-2", 90.00m);
        var first = await world.OpenAsync(50.00m, by: Biller2);
        await world.PutAsync(first, "A-2", 50.00m, by: Biller2);
        Done(await world.PostAsync(first, Biller2));

        var refused = await world.PostAsync(late);
        Assert.Equal(("INVOICES_MOVED", "A-2"), (refused.Refusal!.Code, Assert.Single(refused.Refusal.Errors).Field));
        var session = await world.FindAsync(late);
        Assert.Equal((RemittanceStatus.Open, "A-2"), (session.Status, Assert.Single(session.Refused!.Moved).Invoice));
        Assert.Equal((100.00m, 50.00m), (await world.BalanceAsync("A-1"), await world.BalanceAsync("A-2")));
        Assert.Equal(50.00m, (await world.LedgerAsync())[Accounts.CashReceipts]);

        // Entered again, it is posted.
        Assert.Equal("EXCEEDS_BALANCE", (await world.Application.Remittances.Queue.PutAsync(Biller, late, Row("A-2"), new RowText(Money.Of(90.00m), Money.Zero, null), Request())).Refusal!.Code);
        await world.PutAsync(late, "A-2", 50.00m);
        await world.PutAsync(late, "A-3", 40.00m);
        Done(await world.PostAsync(late));
        Assert.Equal((10.00m, 0.00m, 60.00m), (await world.BalanceAsync("A-1"), await world.BalanceAsync("A-2"), await world.BalanceAsync("A-3")));
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    [Trait("Req", "SAN-10")]
    public async Task A_takeback_opens_what_was_paid()
    {
        await world.BillAsync("A", 200.00m, 200.00m);
        var paid = await world.OpenAsync(400.00m);
        await world.PutAsync(paid, "A-1", 200.00m);
        await world.PutAsync(paid, "A-2", 200.00m);
        Done(await world.PostAsync(paid));
        await Until.TrueAsync(async () => await world.OpenInvoicesAsync() is []);

        var taken = await world.OpenAsync(-200.00m, "TB");
        await world.PutAsync(taken, "A-1", -200.00m);
        Done(await world.PostAsync(taken));
        Assert.Equal((InvoiceStatus.TakenBack, 200.00m), ((await world.FiguresAsync("A-1")).Status, await world.BalanceAsync("A-1")));
        await Until.TrueAsync(async () => await world.OpenInvoicesAsync() is ["A-1"]);
        Assert.Equal((200.00m, 200.00m), ((await world.LedgerAsync())[Accounts.CashReceipts], (await world.LedgerAsync())[Accounts.PayersReceivable]));
    }

    [Fact]
    public async Task Two_sessions_that_want_the_same_invoice_at_one_moment_do_not_both_get_it()
    {
        for (var round = 0; round < 10; round++)
        {
            decimal[] billed = [.. Enumerable.Repeat(100.00m, 6)];
            await world.BillAsync($"R{round}", billed);
            var ids = new List<string>();
            foreach (var biller in (Identity.Caller[])[Biller, Biller2])
            {
                var id = await world.OpenAsync(600.00m, by: biller);
                foreach (var n in Enumerable.Range(1, 6))
                {
                    await world.PutAsync(id, $"R{round}-{n}", 100.00m, by: biller);
                }

                ids.Add(id);
            }

            var sessions = await Task.WhenAll(world.PostedAsync(ids[0], Biller), world.PostedAsync(ids[1], Biller2));
            Assert.Equal([RemittanceStatus.Open, RemittanceStatus.Posted], sessions.Select(session => session.Status).Order());
            foreach (var n in Enumerable.Range(1, 6))
            {
                Assert.Equal(0.00m, await world.BalanceAsync($"R{round}-{n}"));
            }

            Assert.Equal(600.00m * (round + 1), (await world.LedgerAsync())[Accounts.CashReceipts]);
            Done(await Sessions.DiscardAsync(sessions[0].Status == RemittanceStatus.Open ? Biller : Biller2, sessions.Single(session => session.Status == RemittanceStatus.Open).Id, Request()));
        }
    }

    [Fact]
    public async Task A_posting_whose_orchestration_was_lost_is_taken_up()
    {
        await world.BillAsync("A", 100.00m);
        var id = await world.OpenAsync(60.00m);
        await world.PutAsync(id, "A-1", 60.00m);
        var stored = (await world.Application.Remittances.Records.LoadAsync(id))!;
        var asked = RemittanceRules.Post(stored.State, [], "biller", world.Time.GetUtcNow()).After!;
        await world.Tables.SubmitAsync(Tables.Remittances, RemittanceKeys.PostingPartition, [Storage.TableOperation.Upsert(RemittanceKeys.Posting(id, 1), string.Empty)]);
        await world.Application.Remittances.Records.WriteAsync(stored, asked, "lost", []);

        await world.RestartAsync();
        await world.Application.ResumeAsync();
        await Until.TrueAsync(async () => (await world.FindAsync(id)).Status == RemittanceStatus.Posted && await world.Application.Remittances.Commands.ResumePostingsAsync() == 0);
        Assert.Equal(40.00m, await world.BalanceAsync("A-1"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_step_that_comes_late_changes_nothing()
    {
        await world.BillAsync("A", 100.00m, 100.00m);
        var id = await world.OpenAsync(60.00m);
        await world.PutAsync(id, "A-1", 60.00m);
        Done(await world.PostAsync(id));
        var input = new PostingInput(id, 1);
        await world.Engine.WaitForInstanceCompletionAsync(RemittancePosting.InstanceId(id, 1)).WaitAsync(PaymentsWorld.Patience);
        var activities = world.Application.Remittances.Activities;
        var context = new Durable.ActivityContext("late", "late", CancellationToken.None);
        Assert.Equal(new PostingPlan(1, IsOver: true, IsPosted: true), await activities.PlanAsync(context, input));
        Assert.Equal(0, (await activities.ClaimAsync(context, new PostingPart(input, 0))).Moved.Count);
        Assert.True(await activities.CommitAsync(context, input));
        Assert.True(await activities.RefuseAsync(context, new PostingRefusal(input, [], 1)));
        Assert.Equal(0, await activities.ApplyAsync(context, new PostingPart(input, 0)));
        Assert.Equal((RemittanceStatus.Posted, 40.00m, 60.00m), ((await world.FindAsync(id)).Status, await world.BalanceAsync("A-1"), (await world.LedgerAsync())[Accounts.CashReceipts]));
    }
}
