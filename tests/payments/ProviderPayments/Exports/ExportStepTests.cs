using Serverless.Durable;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.Tests.MassPayments;
using Serverless.Storage;
using static Serverless.Payments.Tests.ProviderPayments.Exports.ExportBooks;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>The steps of an export one by one: repeated, late, and with others in between.</summary>
[Trait("Req", "CARE-5")]
[Trait("Req", "ALL-3")]
public sealed class ExportStepTests : IAsyncLifetime
{
    private HeldUpTables stamps = null!;
    private HeldUpTables takings = null!;
    private ExportWorld world = null!;
    private ExportBooks books = null!;

    public async Task InitializeAsync()
    {
        world = await ExportWorld.CreateAsync(inner => takings = new HeldUpTables(stamps = new HeldUpTables(inner, Tables.ProviderPayments), Tables.PaymentExports));
        books = world.Books;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_payment_put_on_hold_before_it_is_stamped_is_not_in_the_export()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var export = await StoreAsync("one");
        stamps.Others = async () => Assert.True(await books.HoldAsync(payment.Id, world.Desk.Stamps));
        await FinishAsync(export);

        Assert.Equal((ProviderPaymentStatus.Hold, null), (await books.PaymentAsync(payment.Id)) is var held ? (held.Status, held.ExportId) : default);
        Assert.Empty(await world.LinesAsync(export));
        Assert.Equal(0m, (await books.BalancesAsync(1))[Accounts.Encumbrances]);
    }

    [Fact]
    public async Task A_stamped_payment_refuses_a_hold_while_the_export_takes_and_until_it_is_Paid()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var export = await StoreAsync("one");
        takings.Others = HoldStampedAsync;
        await TakeAsync(export);
        Assert.Null(takings.Others);
        Assert.Equal((ProviderPaymentStatus.Authorized, 3, export.Id), (await books.PaymentAsync(payment.Id)) is var stamped ? (stamped.Status, stamped.Version, stamped.ExportId) : default);
        Assert.False(await books.HoldAsync(payment.Id, world.Desk.Stamps));

        await FinishAsync(export);
        Assert.False(await books.HoldAsync(payment.Id, world.Desk.Stamps));
        Assert.Single(await world.LinesAsync(export));

        // Between the stamp and the page that takes it; the pages of other parts come before.
        async Task HoldStampedAsync()
        {
            if ((await books.PaymentAsync(payment.Id)).ExportId is null)
            {
                takings.Others = HoldStampedAsync;
                return;
            }

            Assert.False(await books.HoldAsync(payment.Id, world.Desk.Stamps));
        }
    }

    [Fact]
    public async Task A_run_of_a_step_that_stamps_after_its_export_is_completed_leaves_the_payment_to_the_next()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var export = await StoreAsync("one");
        stamps.Others = async () =>
        {
            Assert.True(await books.HoldAsync(payment.Id, world.Desk.Stamps));
            await FinishAsync(export);
            await books.AuthorizeAgainAsync(payment.Id);
        };
        await TakeAsync(export);
        Assert.Null(stamps.Others);

        Assert.Null((await books.PaymentAsync(payment.Id)).ExportId);
        Assert.Empty(await world.LinesAsync(export));
        var next = await world.ExportAsync("two");
        Assert.Single(await world.LinesAsync(next));
        Assert.Equal((ProviderPaymentStatus.Paid, next.Id), (await books.PaymentAsync(payment.Id)) is var paid ? (paid.Status, paid.ExportId) : default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stamp_that_a_completed_export_never_took_hinders_neither_a_hold_nor_the_next_export(bool isHeld)
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var adjustment = await books.AdjustAsync(await books.AuthorizeAsync(2, 10, period: "2026-10"), 5);
        var empty = await world.ExportAsync("none", "2026-01");
        await PutAsync(payment, ProviderPaymentKeys.Payment(payment.Id), Rows.Write(payment with { ExportId = empty.Id }));
        await PutAsync(payment with { ClientId = Child(2) }, ProviderPaymentKeys.Adjustment(adjustment.Id), Rows.Write(adjustment with { ExportId = empty.Id }));

        Assert.False(await world.Desk.Stamps.IsHeldAsync(payment.Id, empty.Id));
        Assert.False(await world.Desk.Stamps.IsHeldAsync(adjustment.Id, empty.Id));
        Assert.Equal(isHeld, isHeld && await books.HoldAsync(payment.Id, world.Desk.Stamps));

        var export = await world.ExportAsync("one");
        Assert.Equal(isHeld ? 1 : 2, export.Count);
        Assert.Equal((AdjustmentStatus.Paid, export.Id), (await books.AdjustmentAsync(adjustment.Id)) is var paid ? (paid.Status, paid.ExportId) : default);
    }

    [Fact]
    public async Task Of_two_runs_of_a_step_one_counts_and_the_other_changes_nothing()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var adjustment = await books.AdjustAsync(payment, 5);
        var export = await StoreAsync("one");
        takings.Others = () => FinishAsync(export);
        await TakeAsync(export);
        Assert.Null(takings.Others);

        await CheckPaidOnceAsync(export, payment, adjustment);
    }

    [Fact]
    public async Task Steps_that_come_after_the_end_change_nothing()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var adjustment = await books.AdjustAsync(payment, 5);
        var export = await StoreAsync("one");
        await FinishAsync(export);
        var completed = await world.Desk.Commands.FindAsync(export.Id);
        var file = (await world.Desk.Commands.FileAsync(export.Id)).Content;
        await books.AuthorizeAsync(2, 20);

        await FinishAsync(export);

        Assert.Equal(completed, await world.Desk.Commands.FindAsync(export.Id));
        Assert.Equal(file, (await world.Desk.Commands.FileAsync(export.Id)).Content);
        Assert.Null((await books.PaymentAsync(books.Ids.OfPayment(Period, "P-100", Child(2)))).ExportId);
        await CheckPaidOnceAsync(export, payment, adjustment);
    }

    [Fact]
    public async Task Of_two_runs_that_pay_the_same_page_one_pays()
    {
        var payment = await books.AuthorizeAsync(1, 10);
        var adjustment = await books.AdjustAsync(payment, 5);
        var export = await StoreAsync("one");
        await TakeAsync(export);
        await world.Desk.Activities.WriteFileAsync(Context, export.Id);
        stamps.Others = () => FinishAsync(export);
        await FinishAsync(export);
        Assert.Null(stamps.Others);

        await CheckPaidOnceAsync(export, payment, adjustment);
    }

    [Fact]
    public async Task Two_exports_at_one_time_have_nothing_twice_and_together_everything()
    {
        var payments = new List<ProviderPayment>();
        for (var child = 1; child <= 40; child++)
        {
            payments.Add(await books.AuthorizeAsync(child, child));
        }

        PaymentExportRecord[] exports = await Task.WhenAll(world.ExportAsync("one"), world.ExportAsync("two"));

        string[][] files = [await world.LinesAsync(exports[0]), await world.LinesAsync(exports[1])];
        Assert.Equal(payments.Select(payment => payment.Id).Order(), files.SelectMany(lines => lines).Select(line => line.Split(',')[1]).Order());
        Assert.Equal(820m, exports.Sum(export => export.Total!.Value.Amount));
        var balances = await books.BalancesAsync(children: 40);
        Assert.Equal((0m, 820m), (balances[Accounts.Encumbrances], balances[Accounts.Expenditures]));
    }

    [Fact]
    public async Task Nothing_is_written_before_all_is_taken_nor_paid_before_it_is_written()
    {
        await books.AuthorizeAsync(1, 10);
        var export = await StoreAsync("one");
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Desk.Activities.WriteFileAsync(Context, export.Id));
        await TakeAsync(export);
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Desk.Activities.PayAsync(Context, new ExportStep(export.Id, 0, null)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Desk.Activities.CompleteAsync(Context, export.Id));
    }

    private static ActivityContext Context => new("step", "export", CancellationToken.None);

    private Task<PaymentExportRecord> StoreAsync(string request)
        => new PaymentExportRecords(world.Tables).StoreAsync(
            new PaymentExportRecord { Id = PaymentExportKeys.IdOf(request), Period = Period, By = "operations", CreatedAt = world.Time.GetUtcNow() }, CancellationToken.None);

    private Task TakeAsync(PaymentExportRecord export) => WalkAsync(export, step => world.Desk.Activities.TakeAsync(Context, step));

    /// <summary>Every step of the export, from its first to its last.</summary>
    private async Task FinishAsync(PaymentExportRecord export)
    {
        await TakeAsync(export);
        await world.Desk.Activities.WriteFileAsync(Context, export.Id);
        await WalkAsync(export, step => world.Desk.Activities.PayAsync(Context, step));
        await world.Desk.Activities.CompleteAsync(Context, export.Id);
    }

    private static async Task WalkAsync(PaymentExportRecord export, Func<ExportStep, Task<ExportPlace>> step)
    {
        for (var part = 0; part < ExportPart.Parts; part++)
        {
            var place = new ExportPlace(null, IsDone: false);
            for (var pages = 0; !place.IsDone; pages++)
            {
                Assert.True(pages < 10, "A part comes to no end.");
                place = await step(new ExportStep(export.Id, part, place.After));
            }
        }
    }

    private async Task CheckPaidOnceAsync(PaymentExportRecord export, ProviderPayment payment, Adjustment adjustment)
    {
        Assert.Equal([payment.Id, adjustment.Id], (await world.LinesAsync(export)).Select(line => line.Split(',')[1]));
        Assert.Equal((ProviderPaymentStatus.Paid, 4, export.Id), (await books.PaymentAsync(payment.Id)) is var paid ? (paid.Status, paid.Version, paid.ExportId) : default);
        Assert.Equal((AdjustmentStatus.Paid, 3, export.Id), (await books.AdjustmentAsync(adjustment.Id)) is var corrected ? (corrected.Status, corrected.Version, corrected.ExportId) : default);
        Assert.Equal((15m, -15m), (await books.BalancesAsync(1)) is var balances ? (balances[Accounts.Expenditures], balances[Accounts.Cash]) : default);
    }

    private async Task PutAsync(ProviderPayment payment, string row, string data)
        => await world.Tables.SubmitAsync(Tables.ProviderPayments, payment.ClientId, [TableOperation.Upsert(row, data)]);
}
