using System.Text;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Testing;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.Invoices;

[Trait("Req", "ALL-2")]
public sealed class InvoiceIntakeTests : IAsyncLifetime
{
    private const string Header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n";
    private const string Good = "INV-1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00\n";
    private const string TooMany = "INV-2,P-100,1000000002,SLN,2026-11-02,2026-11-06,81,25.00,2025.00\n";
    private PaymentsWorld world = null!;

    public async Task InitializeAsync() => world = await CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Every_readable_line_becomes_a_payment_and_one_that_fails_validation_one_in_Error()
    {
        var report = await TakeAsync(Header + Good + TooMany);

        Assert.Equal((2, 2, 2, false), (report.Invoices, report.Lines, report.Payments.Count, report.Rejected));
        var payments = await Task.WhenAll(report.Payments.Select(world.ReadAsync));
        Assert.Equal([PaymentStatus.WaitingScApproval, PaymentStatus.Error], payments.Select(payment => payment.Status));
        Assert.Equal(["INV-1", "INV-2"], payments.Select(payment => payment.InvoiceNumber));
        Assert.Equal((3, "units", "MONTHLY_MAX"), report.Errors.Select(error => (error.Line, error.Field, error.Code)).Single());
    }

    [Fact]
    public async Task A_file_with_an_unreadable_line_makes_nothing_and_names_every_fault()
    {
        var report = await TakeAsync(Header + Good + "INV-3,P-100,123,SLN,2026-02-30,2026-11-06,10,25.001,x\n");

        Assert.True(report.Rejected);
        Assert.Empty(report.Payments);
        Assert.Equal([(3, "client_id"), (3, "service_from"), (3, "rate"), (3, "amount")], report.Errors.Select(error => (error.Line, error.Field)));
        Assert.Empty((await world.Application.Queries.ListAsync(Operations, new PaymentFilter())).Items);
    }

    [Fact]
    public async Task The_same_content_under_another_name_is_a_duplicate_and_makes_nothing()
    {
        var first = await TakeAsync(Header + Good);
        var second = await TakeAsync(Header + Good, "other.csv", "delivery-2");

        Assert.False(first.Duplicate);
        Assert.True(second.Duplicate);
        Assert.Empty(second.Payments);
        Assert.Single((await world.Application.Queries.ListAsync(Operations, new PaymentFilter())).Items);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_delivery_taken_up_again_after_a_restart_is_the_same_and_answers_the_same()
    {
        var first = await TakeAsync(Header + Good + TooMany);
        await world.RestartAsync();
        var again = await TakeAsync(Header + Good + TooMany);

        Assert.False(again.Duplicate);
        Assert.Equal(first.Payments, again.Payments);
    }

    [Fact]
    public async Task A_provider_delivers_lines_of_its_own_only()
    {
        var delivery = Delivery(Header + Good, "x.csv", "d") with { By = "provider2", Role = Role.Provider, ProviderId = "P-200" };
        var report = await world.Application.Invoices.TakeInAsync(delivery, Patience);

        Assert.True(report!.Rejected);
        Assert.Equal((2, "NOT_YOUR_PROVIDER"), report.Errors.Select(error => (error.Line, error.Code)).Single());
    }

    [Fact]
    public async Task The_same_content_delivered_by_many_at_once_is_taken_in_once()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => TakeAsync(Header + Good, $"{index}.csv", $"delivery-{index}")));
        Assert.Single(reports, report => !report.Duplicate);
        Assert.Single((await world.Application.Queries.ListAsync(Operations, new PaymentFilter())).Items);
    }

    [Fact]
    public async Task A_file_of_many_lines_for_one_client_is_taken_in_whole()
    {
        await world.SetBudgetAsync(100_000, OtherClientId);
        var lines = new StringBuilder(Header);
        for (var line = 0; line < 600; line++)
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"BIG,P-100,{OtherClientId},SLN,2025-{(line % 12) + 1:D2}-{(line % 28) + 1:D2},2025-{(line % 12) + 1:D2}-{(line % 28) + 1:D2},1,25.00,25.00\n");
        }

        var report = await TakeAsync(lines.ToString());
        Assert.Equal((1, 600, 600), (report.Invoices, report.Lines, report.Payments.Distinct().Count()));
        Assert.Equal(600 - 84, report.Errors.Select(error => error.Line).Distinct().Count());
        Assert.All(report.Errors, error => Assert.Equal("DUPLICATE", error.Code));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_file_that_was_recorded_and_never_started_is_taken_in_by_whoever_comes_next()
    {
        await RecordAsync(Header + Good);
        var later = await TakeAsync(Header + Good, "again.csv", "delivery-2");
        Assert.True(later.Duplicate);
        await Until.TrueAsync(async () => (await world.Application.Queries.ListAsync(Operations, new PaymentFilter())).Items.Count == 1);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_file_that_was_recorded_and_never_started_is_taken_in_after_the_restart()
    {
        await RecordAsync(Header + Good);
        await world.RestartAsync();
        await world.Application.ResumeAsync();
        await Until.TrueAsync(async () => (await world.Application.Queries.ListAsync(Operations, new PaymentFilter())).Items.Count == 1);
        await Until.TrueAsync(async () => await world.Application.Invoices.ResumeAsync() == 0);
    }

    /// <summary>As a process leaves it that dies between the record and the start.</summary>
    private async Task RecordAsync(string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var intake = new IntakeRecords(world.Tables, world.Application.Ports.Blobs);
        await intake.KeepAsync(InvoiceCommands.HashOf(bytes), bytes, CancellationToken.None);
        await intake.ClaimAsync(InvoiceCommands.HashOf(bytes), new IntakeRecord("delivery-1", "lost.csv", FileFormat.Csv, "inbox", Role.Operations, world.Time.GetUtcNow()), CancellationToken.None);
    }

    private static InvoiceDelivery Delivery(string content, string name, string id)
        => new(id, name, FileFormat.Csv, Encoding.UTF8.GetBytes(content), "inbox", Role.Operations, null);

    private async Task<InvoiceReport> TakeAsync(string content, string name = "invoices.csv", string id = "delivery-1")
        => await world.Application.Invoices.TakeInAsync(Delivery(content, name, id), Patience) ?? throw new TimeoutException("The file is still at work.");
}
