using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Testing;
using static Serverless.Payments.Tests.ProviderPayments.Exports.ExportBooks;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

[Trait("Req", "CARE-5")]
public sealed class PaymentExportTests : IAsyncLifetime
{
    private ExportWorld world = null!;
    private ExportBooks books = null!;

    public async Task InitializeAsync()
    {
        world = await ExportWorld.CreateAsync();
        books = world.Books;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task An_export_writes_what_is_authorised_in_the_order_of_providers_and_children_with_neutral_names_and_negative_amounts()
    {
        var last = await books.AuthorizeAsync(2, 300, "P-200");
        var second = await books.AuthorizeAsync(2, 128.63m);
        var first = await books.AuthorizeAsync(1, 0);
        var earlier = await books.AuthorizeAsync(3, 55.5m, period: "2026-10");
        var less = await books.AdjustAsync(earlier, -20.05m);

        var export = await world.ExportAsync("one");

        Assert.Equal(
        [
            $"payment,{first.Id},,2026-11,P-100,Canyon Child Care,{Child(1)},\"Lopez, Ada1\",CC,10.5,12.25,0.00",
            $"payment,{second.Id},,2026-11,P-100,Canyon Child Care,{Child(2)},\"Lopez, Ada2\",CC,10.5,12.25,128.63",
            $"adjustment,{less.Id},{earlier.Id},2026-10,P-100,Canyon Child Care,{Child(3)},\"Lopez, Ada3\",CC,,,-20.05",
            $"payment,{last.Id},,2026-11,P-200,\"'=HYPERLINK(\"\"x\"\"), Inc.\",{Child(2)},\"Lopez, Ada2\",CC,10.5,12.25,300.00",
        ], await world.LinesAsync(export));
        Assert.Equal((4, 408.58m, false), (export.Count, export.Total?.Amount, export.Left));
    }

    [Fact]
    public async Task The_manifest_says_count_total_and_hash_of_the_file()
    {
        await books.AuthorizeAsync(1, 100.10m);
        await books.AuthorizeAsync(2, 0.05m);
        var export = await world.ExportAsync("one");

        var hash = Convert.ToHexStringLower(SHA256.HashData((await world.Desk.Commands.FileAsync(export.Id)).Content!));
        using var manifest = JsonDocument.Parse((await world.Desk.Commands.ManifestAsync(export.Id)).Content!);
        var root = manifest.RootElement;
        Assert.Equal(["exportId", "period", "file", "count", "total", "sha256", "createdAt"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal((export.Id, "2026-11", $"{export.Id}/payments.csv"), (root.GetProperty("exportId").GetString(), root.GetProperty("period").GetString(), root.GetProperty("file").GetString()));
        Assert.Equal((2, "100.15", hash), (root.GetProperty("count").GetInt32(), root.GetProperty("total").GetRawText(), root.GetProperty("sha256").GetString()));
        Assert.Equal(export.CreatedAt, root.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(hash, export.Sha256);
    }

    [Fact]
    public async Task What_is_in_the_file_is_Paid_with_history_journal_and_a_place_in_the_lists()
    {
        var payment = await books.AuthorizeAsync(1, 100);
        var earlier = await books.AuthorizeAsync(2, 30, period: "2026-10");
        var adjustment = await books.AdjustAsync(earlier, 7.5m);
        var export = await world.ExportAsync("one");

        var paid = await books.PaymentAsync(payment.Id);
        Assert.Equal((ProviderPaymentStatus.Paid, 4, export.Id), (paid.Status, paid.Version, paid.ExportId));
        var move = (await books.Payments.HistoryAsync(paid))[^1];
        Assert.Equal((AttendanceAction.Pay, "operations", Role.Operations, export.Id), (move.Action, move.By, move.Role, move.ExportId));
        var corrected = await books.AdjustmentAsync(adjustment.Id);
        Assert.Equal((AdjustmentStatus.Paid, 3, export.Id, "2026-11"), (corrected.Status, corrected.Version, corrected.ExportId, corrected.PaidIn));
        Assert.Empty(await books.Index.ReadAsync(AdjustmentStatus.Authorized).ToListAsync());
        Assert.Equal(adjustment.Id, Assert.Single(await books.Index.ReadAsync(AdjustmentStatus.Paid).ToListAsync()).Id);
        Assert.Equal(ProviderPaymentStatus.Authorized, (await books.PaymentAsync(earlier.Id)).Status);

        var shown = new List<ListedPayment>();
        for (var shard = 0; shard < ProviderPaymentLists.Shards; shard++)
        {
            shown.AddRange((await books.Lists.ReadAsync(Period, shard, 0, 100, CancellationToken.None)).Items);
        }

        Assert.Equal(new[] { payment.Id, adjustment.Id }.Order(), shown.Where(item => item.Status == ProviderPaymentStatus.Paid).Select(item => item.Id).Order());
        var balances = await books.BalancesAsync(children: 2);
        Assert.Equal((30m, 107.5m, -107.5m), (balances[Accounts.Encumbrances], balances[Accounts.Expenditures], balances[Accounts.Cash]));
    }

    [Fact]
    public async Task The_orchestrations_of_payments_hear_that_they_are_paid_and_end()
    {
        var payment = await books.AuthorizeAsync(1, 100);
        await world.Engine.ScheduleNewOrchestrationInstanceAsync(
            AttendancePayment.Name, new AttendancePaymentInput(payment.Id), new StartOrchestrationOptions(AttendancePayment.InstanceId(payment.Id)));

        await world.ExportAsync("one");

        var ended = await world.Engine.WaitForInstanceCompletionAsync(AttendancePayment.InstanceId(payment.Id)).WaitAsync(PaymentsWorld.Patience);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }

    [Fact]
    public async Task Adjustments_of_later_periods_wait_for_their_own_export()
    {
        var later = await books.AdjustAsync(await books.AuthorizeAsync(1, 10, period: "2026-12"), 5);
        Assert.Equal(0, (await world.ExportAsync("one")).Count);
        Assert.Null((await books.AdjustmentAsync(later.Id)).ExportId);

        var december = await world.ExportAsync("two", "2026-12");
        Assert.Equal((2, 15m), (december.Count, december.Total?.Amount));
    }

    [Fact]
    public async Task A_second_export_takes_what_came_after_the_first_and_nothing_twice()
    {
        await books.AuthorizeAsync(1, 10);
        var first = await world.ExportAsync("one");
        var late = await books.AuthorizeAsync(2, 20);
        var second = await world.ExportAsync("two");

        Assert.Equal(1, first.Count);
        Assert.StartsWith($"payment,{late.Id},", Assert.Single(await world.LinesAsync(second)), StringComparison.Ordinal);
        Assert.Equal([first.Id, second.Id], (await world.Desk.Commands.ListAsync(Period).ToListAsync()).Select(export => export.Id));
        Assert.Equal([second.Id], (await world.Desk.Commands.ListAsync(Period, first).ToListAsync()).Select(export => export.Id));
        Assert.Empty(await world.Desk.Commands.ListAsync(Period, second).ToListAsync());
        Assert.Empty(await world.Desk.Commands.ListAsync("2026-10").ToListAsync());
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_export_and_for_another_period_it_is_refused()
    {
        await books.AuthorizeAsync(1, 10);
        var first = await world.ExportAsync("one");
        await books.AuthorizeAsync(2, 20);

        Assert.Equal(first, await world.ExportAsync("one"));
        Assert.Equal("REQUEST_USED", (await world.Desk.Commands.StartAsync(PaymentsWorld.Operations, "2026-10", "one")).Refusal?.Code);
        Assert.Equal(0, await world.Desk.Commands.ResumeAsync());
        Assert.Single(await world.Desk.Commands.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task Only_operations_export_and_only_a_month()
    {
        Assert.Equal((RefusalKind.Forbidden, "WRONG_ROLE"), Told(await world.Desk.Commands.StartAsync(PaymentsWorld.Provider, Period, "one")));
        Assert.Equal((RefusalKind.Invalid, "PERIOD_NOT_GENERATED"), Told(await world.Desk.Commands.StartAsync(PaymentsWorld.Operations, "2062-11", "one")));
        Assert.Equal((RefusalKind.Invalid, "BAD_PERIOD"), Told(await world.Desk.Commands.StartAsync(PaymentsWorld.Operations, "2026-13", "one")));
        Assert.Empty(await world.Desk.Commands.ListAsync().ToListAsync());

        static (RefusalKind?, string?) Told(PaymentExportResult result) => (result.Refusal?.Kind, result.Refusal?.Code);
    }

    [Fact]
    public async Task A_file_is_given_out_when_everything_in_it_is_Paid_and_not_before()
    {
        Assert.Equal("NOT_FOUND", (await world.Desk.Commands.FileAsync(PaymentExportKeys.IdOf("none"))).Refusal?.Code);
        var running = new PaymentExportRecord { Id = PaymentExportKeys.IdOf("one"), Period = Period, By = "operations", CreatedAt = world.Time.GetUtcNow() };
        await new PaymentExportRecords(world.Tables).StoreAsync(running, CancellationToken.None);
        Assert.Equal((RefusalKind.Conflict, "NOT_READY"), ((await world.Desk.Commands.FileAsync(running.Id)).Refusal?.Kind, (await world.Desk.Commands.ManifestAsync(running.Id)).Refusal?.Code));

        // Whoever stored it came no further; a restart takes it up.
        Assert.Equal(1, await world.Desk.Commands.ResumeAsync());
        await world.CompletedAsync(running.Id);
        Assert.Empty(await world.LinesAsync(running));
    }

    [Fact]
    public async Task An_export_does_not_go_on_where_another_file_stands_under_its_name()
    {
        await books.AuthorizeAsync(1, 10);
        var id = PaymentExportKeys.IdOf("one");
        await world.Blobs.PutAsync(Containers.PaymentExports, PaymentExportKeys.File(id), Encoding.UTF8.GetBytes("another"));
        var started = await world.Desk.Commands.StartAsync(PaymentsWorld.Operations, Period, "one");
        Assert.Equal(id, started.Export?.Id);
        await Until.TrueAsync(async () => (await books.PaymentAsync(books.Ids.OfPayment(Period, "P-100", Child(1)))).ExportId == id);

        var failure = await Assert.ThrowsAsync<IOException>(() => WriteWhenSealedAsync(id));
        Assert.Contains(PaymentExportKeys.File(id), failure.Message, StringComparison.Ordinal);
        Assert.Equal(ProviderPaymentStatus.Authorized, (await books.PaymentAsync(books.Ids.OfPayment(Period, "P-100", Child(1)))).Status);

        await world.Blobs.DeleteAsync(Containers.PaymentExports, PaymentExportKeys.File(id));
        Assert.Equal(1, (await world.CompletedAsync(id)).Count);
    }

    private async Task WriteWhenSealedAsync(string id)
    {
        var exports = new PaymentExportRecords(world.Tables);
        for (var part = 0; part < ExportPart.Parts; part++)
        {
            await Until.TrueAsync(async () => (await exports.FindPartAsync(id, part, CancellationToken.None)).Part.State == ExportPartState.Sealed);
        }

        await world.Desk.Activities.WriteFileAsync(new ActivityContext(PaymentExport.FileActivity, id, CancellationToken.None), id);
    }
}
