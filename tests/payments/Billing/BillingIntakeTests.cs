using Serverless.Payments.Billing;
using Serverless.Payments.Files;
using Serverless.Payments.Ledger;
using Serverless.Testing;
using static Serverless.Payments.Tests.Billing.BillingBooks;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Billing;

[Trait("Req", "ALL-2")]
public sealed class BillingIntakeTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    [Trait("Req", "ALL-1")]
    public async Task Every_invoice_of_a_file_is_in_the_books_with_its_lines_and_its_entry()
    {
        var report = await world.BillAsync(Header + Line("B-2", 200) + Line("A-1", 2020.16m, "Summit Mutual", OtherClientId) + Line("B-2", 100.50m, date: "2026-11-03"));

        Assert.Equal((2, 3, false, false), (report.Invoices, report.Lines, report.Duplicate, report.Rejected));
        Assert.Equal(["B-2", "A-1"], report.Numbers);
        Assert.Empty(report.Errors);
        var invoice = (await world.Application.Billing.Records.FindAsync("B-2"))!;
        Assert.Equal(("Medicaid", ClientId, new DateOnly(2026, 11, 22), 1), (invoice.Payer, invoice.ClientId, invoice.InvoiceDate, invoice.Version));
        Assert.Equal([(1, 200m, new DateOnly(2026, 11, 2)), (2, 100.50m, new DateOnly(2026, 11, 3))], invoice.Lines.Select(line => (line.Line, line.Billed.Amount, line.ServiceDate)));
        Assert.Equal(InvoiceStatus.Open, InvoiceFigures.Of(invoice).Status);
        var balances = await world.BalancesAsync();
        Assert.Equal((2320.66m, -2320.66m), (balances[Accounts.PayersReceivable], balances[Accounts.ServiceRevenue]));
        Assert.Equal(["Medicaid", "Summit Mutual"], (await world.Application.Billing.Payers.ListAsync()).Select(payer => payer.Name));
    }

    [Fact]
    public async Task A_client_whom_nobody_knows_is_a_fault_of_each_line_that_names_it_and_an_inactive_one_is_none()
    {
        await world.PutClientAsync("1000000009", active: false);
        var report = await world.BillAsync(Header + Line("A") + Line("B", client: "1999999999") + Line("C", 0) + Line("D", client: "1999999999"));

        Assert.True(report.Rejected);
        Assert.Equal([(3, "client_id", "UNKNOWN_CLIENT"), (4, "billed", "NOT_ABOVE_ZERO"), (5, "client_id", "UNKNOWN_CLIENT")], report.Errors.Select(fault => (fault.Line, fault.Field, fault.Code)));
        Assert.Null(await world.Application.Billing.Records.PlaceAsync("A"));
        Assert.False((await world.BillAsync(Header + Line("A", client: "1000000009"))).Rejected);
    }

    [Fact]
    public async Task The_same_content_under_another_name_is_a_duplicate_and_makes_nothing()
    {
        var first = await world.BillAsync(Header + Line("A"));
        var second = await world.BillAsync(Header + Line("A"), "delivery-2");
        var again = await world.BillAsync(Header + Line("A"));

        Assert.Equal((false, true, false), (first.Duplicate, second.Duplicate, again.Duplicate));
        Assert.Equal((1, 1, 0), (second.Invoices, second.Lines, second.Numbers.Count));
        Assert.Equal(first.Numbers, again.Numbers);
        Assert.Equal(95.50m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
    }

    [Fact]
    public async Task A_file_with_a_number_that_is_in_the_books_is_refused_whole_and_leaves_nothing()
    {
        await world.BillAsync(Header + Line("B") + Line("D"));
        var file = Header + Line("A") + Line("D") + Line("C") + Line("B", payer: "Other") + Line("B", payer: "Other");
        var report = await world.BillAsync(file, "delivery-2");

        Assert.True(report.Rejected);
        Assert.Empty(report.Numbers);
        Assert.Equal([(3, "invoice_number", "DUPLICATE_INVOICE"), (5, "invoice_number", "DUPLICATE_INVOICE")], report.Errors.Select(fault => (fault.Line, fault.Field, fault.Code)));
        Assert.Equal(["B", "D"], (await world.RowsAsync(BillingKeys.NumbersPartition)).Select(row => row.RowKey));
        Assert.Equal(191.00m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
        Assert.Equal(["Medicaid"], (await world.Application.Billing.Payers.ListAsync()).Select(payer => payer.Name));

        // The same delivery is answered the same; another one is tried anew.
        Assert.Equal(report.Errors, (await world.BillAsync(file, "delivery-2")).Errors);
        Assert.Equal(1, (await world.Application.Billing.Intake.FindDeliveryAsync(HashOf(file)))!.Attempt);
        Assert.Equal(report.Errors, (await world.BillAsync(file, "delivery-3")).Errors);
        Assert.Equal(2, (await world.Application.Billing.Intake.FindDeliveryAsync(HashOf(file)))!.Attempt);
    }

    [Fact]
    public async Task Payers_that_differ_by_case_and_spaces_alone_are_one_payer_by_its_first_spelling()
    {
        await world.BillAsync(Header + Line("Z", payer: "Summit Mutual") + Line("A", payer: "SUMMIT  mutual") + Line("Z", payer: "summit mutual"));
        var second = await world.BillAsync(Header + Line("B", payer: "summit mutual") + Line("C", payer: "SummitMutual"), "delivery-2");

        Assert.False(second.Rejected);
        Assert.Equal(["Summit Mutual", "SummitMutual"], (await world.Application.Billing.Payers.ListAsync()).Select(payer => payer.Name));
        foreach (var number in new[] { "A", "B", "Z" })
        {
            Assert.Equal("Summit Mutual", (await world.Application.Billing.Records.FindAsync(number))!.Payer);
        }

        Assert.Equal(2, (await world.Application.Billing.Records.FindAsync("Z"))!.Lines.Count);
        Assert.Equal(3, (await world.RowsAsync(BillingKeys.PayerPartition("Summit Mutual"), BillingKeys.OpenPrefix)).Count);
        Assert.Equal(5 * 95.50m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
    }

    [Fact]
    public async Task Json_is_taken_in_as_csv_is()
    {
        var report = await world.BillAsync("""[{"invoiceNumber":"A","payer":"Medicaid","clientId":"1000000001","location":"Home","serviceDate":"2026-11-02","description":"Visit","billed":95.50}]""", format: FileFormat.Json);
        Assert.Equal(["A"], report.Numbers);
        Assert.Equal("invoiceNumber", (await world.BillAsync("""[{"invoiceNumber":"A","payer":"Medicaid","clientId":"1000000001","serviceDate":"2026-11-02","billed":1}]""", "d", FileFormat.Json)).Errors.Single().Field);
    }

    [Fact]
    public async Task A_file_of_more_invoices_than_a_step_is_taken_in_whole()
    {
        var report = await world.BillAsync(Header + Lines(1_250, index => $"N-{index:D5}"));
        Assert.Equal((1_250, 1_250), (report.Invoices, report.Numbers.Count));
        Assert.Equal(1_250 * 95.50m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
        Assert.Equal(1_250, (await world.RowsAsync(BillingKeys.PayerPartition("Medicaid"), BillingKeys.OpenPrefix)).Count);
    }

    [Fact]
    public async Task Of_many_taken_numbers_the_first_500_are_told()
    {
        await world.BillAsync(Header + Lines(1_250, index => $"N-{index:D5}"));
        var report = await world.BillAsync(Header + Lines(1_250, index => $"N-{index:D5}") + Line("Z"), "delivery-2");
        Assert.Equal((501, "TOO_MANY_FAULTS", true), (report.Errors.Count, report.Errors[^1].Code, report.Rejected));
    }

    [Fact]
    public async Task Invoices_with_long_texts_fit_into_their_transactions()
    {
        var text = new string('x', 200);
        var report = await world.BillAsync(Header + string.Concat(Enumerable.Range(0, 40).SelectMany(number => Enumerable.Repeat(Line($"N-{number}", 1, description: text), 200))));
        Assert.Equal((40, 8_000), (report.Invoices, report.Lines));
        Assert.Equal(8_000m, (await world.BalancesAsync())[Accounts.PayersReceivable]);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_file_that_was_recorded_and_never_started_is_taken_in_after_the_restart()
    {
        await world.RecordAsync(Header + Line("A"), "delivery-1");
        await world.RestartAsync();
        await world.Application.ResumeAsync();
        await Until.TrueAsync(async () => await world.Application.Billing.Records.FindAsync("A") is not null);
        await Until.TrueAsync(async () => (await world.Application.Repair.RunAsync()).BillingIntakes == 0);
    }
}
