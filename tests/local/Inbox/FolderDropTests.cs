using Serverless.Local.Inbox;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Drops;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Payments.Remittances;
using Serverless.Samples;

namespace Serverless.Local.Tests.Inbox;

/// <summary>Every dropped file ends in exactly one of done and rejected, with its report.</summary>
[Trait("Req", "ALL-2")]
public sealed class FolderDropTests : IAsyncLifetime
{
    private TestStack test = null!;

    public async Task InitializeAsync() => test = await TestStack.OpenAsync();

    public async Task DisposeAsync() => await test.DisposeAsync();

    [Fact]
    public async Task Dropped_file_becomes_payments_of_the_inbox()
    {
        test.Stack.Drop.Start();
        test.Drop("invoices.csv", Invoice.Header + Invoice.Line(1) + Invoice.Line(2));

        var report = await test.ReportAsync(test.Data.Done, "invoices.csv");

        Assert.Equal((2, 2), (report.Invoices, report.Lines));
        Assert.Null(report.Duplicate);
        Assert.Equal("invoices.csv", report.File);
        Assert.Empty(report.Errors);
        foreach (var id in report.Payments)
        {
            var payment = (await test.Stack.Payments.Records.FindAsync(id)).OrFail();
            Assert.Equal((PaymentStatus.WaitingScApproval, FileDrop.Submitter), (payment.Status, payment.SubmittedBy));
        }

        Assert.Equal(2, report.Payments.Count);
        AssertNothingLeft();
    }

    [Fact]
    [Trait("Req", "SAN-10")]
    public async Task File_of_billing_invoices_is_taken_as_such()
    {
        test.Stack.Drop.Start();
        test.Drop("billed.csv", await File.ReadAllTextAsync(SampleAgency.BillingPath));

        var report = await test.ReportAsync(test.Data.Done, "billed.csv");
        Assert.Empty(report.Errors);
        Assert.Equal(40, report.Numbers!.Count);
        var billed = InvoiceFigures.Of((await test.Stack.Payments.Billing.Records.FindAsync("INV-2020")).OrFail());
        Assert.Equal((2020.16m, InvoiceStatus.Open), (billed.Balance.Amount, billed.Status));
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    public async Task Electronic_remittance_becomes_a_saved_session_that_a_biller_resumes()
    {
        test.Stack.Drop.Start();
        test.Drop("billed.csv", await File.ReadAllTextAsync(SampleAgency.BillingPath));
        await test.ReportAsync(test.Data.Done, "billed.csv");
        var remittance = await File.ReadAllTextAsync(SampleAgency.RemittancePath);
        test.Drop("november.835", remittance);
        var report = await test.ReportAsync(test.Data.Done, "november.835");
        test.Drop("again.edi", remittance);
        var again = await test.ReportAsync(test.Data.Done, "again.edi");

        Assert.Empty(report.Errors);
        Assert.Null(report.Duplicate);
        Assert.Equal((1L, report.RemittanceId, true), (report.BatchNumber, again.RemittanceId, again.Duplicate));
        var desk = test.Stack.Payments.Remittances;
        var session = (await desk.Records.FindAsync(report.RemittanceId.OrFail())).OrFail();
        Assert.Equal((RemittanceStatus.Saved, RemittanceCommands.Inbox, 833.00m), (session.Status, session.Owner, session.Batch.Total.Amount));
        var biller = new Caller("biller", new HashSet<Role> { Role.Biller });
        var resumed = await desk.Commands.ResumeAsync(biller, session.Id, new RemittanceRequest("resume"));
        Assert.Equal((RemittanceStatus.Open, "biller"), (resumed.State.OrFail().Remittance.Status, resumed.State!.Remittance.Owner));
        AssertNothingLeft();
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    public async Task Electronic_remittance_that_does_not_balance_is_rejected_with_its_segments()
    {
        test.Stack.Drop.Start();
        test.Drop("billed.csv", await File.ReadAllTextAsync(SampleAgency.BillingPath));
        await test.ReportAsync(test.Data.Done, "billed.csv");
        test.Drop("november.835", (await File.ReadAllTextAsync(SampleAgency.RemittancePath)).Replace("CLP*INV-3001*1*382*360*", "CLP*INV-3001*1*382*361*", StringComparison.Ordinal));

        var report = await test.ReportAsync(test.Data.Rejected, "november.835");

        Assert.True(report.Rejected);
        Assert.Null(report.RemittanceId);
        Assert.Contains(report.Errors, error => error.Line == 12 && error.Field.StartsWith("CLP", StringComparison.Ordinal));
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("readme.md", "hello", "UNKNOWN_FORMAT")]
    [InlineData("readme.txt", "hello", "NOT_X12")]
    [InlineData("no-extension", "hello", "UNKNOWN_FORMAT")]
    [InlineData("empty.csv", "", null)]
    [InlineData("empty.json", "", null)]
    [InlineData("broken.csv", "invoice_number,provider_id\nx\n", null)]
    public async Task Unreadable_file_is_rejected_with_its_faults(string name, string content, string? code)
    {
        test.Stack.Drop.Start();
        test.Drop(name, content);

        var report = await test.ReportAsync(test.Data.Rejected, name);

        Assert.True(report.Rejected);
        Assert.Empty(report.Payments);
        Assert.NotEmpty(report.Errors);
        Assert.All(report.Errors, error => Assert.NotEmpty(error.Message));
        Assert.Equal(code ?? report.Errors[0].Code, report.Errors[0].Code);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(test.Data.Rejected, name)));
        AssertNothingLeft();
    }

    [Fact]
    public async Task File_beyond_the_limit_is_rejected_unread()
    {
        using (var large = File.Create(Path.Combine(test.Data.Inbox, "large.csv")))
        {
            // Sparse: no disk is used, and nobody who reads it to the end stays below the limit.
            large.SetLength(60L * 1024 * 1024);
        }

        test.Stack.Drop.Start();
        var report = await test.ReportAsync(test.Data.Rejected, "large.csv");

        Assert.Equal("FILE_TOO_LARGE", Assert.Single(report.Errors).Code);
    }

    [Fact]
    public async Task Link_is_rejected_and_what_it_leads_to_is_not_taken_in()
    {
        var outside = Path.Combine(test.Data.Root, "outside.csv");
        await File.WriteAllTextAsync(outside, Invoice.Csv(1));
        File.CreateSymbolicLink(Path.Combine(test.Data.Inbox, "link.csv"), outside);
        test.Stack.Drop.Start();

        var report = await test.ReportAsync(test.Data.Rejected, "link.csv");

        Assert.Equal("LINK_REFUSED", Assert.Single(report.Errors).Code);
        Assert.Equal(outside, new FileInfo(Path.Combine(test.Data.Rejected, "link.csv")).LinkTarget);
        Assert.Null(await test.Stack.Payments.Invoices.FindReportAsync(InvoiceCommands.HashOf(await File.ReadAllBytesAsync(outside))));
    }

    [Fact]
    public async Task Same_content_under_another_name_counts_once()
    {
        test.Stack.Drop.Start();
        test.Drop("first.csv", Invoice.Csv(1));
        Assert.Single((await test.ReportAsync(test.Data.Done, "first.csv")).Payments);

        test.Drop("second.csv", Invoice.Csv(1));
        var second = await test.ReportAsync(test.Data.Done, "second.csv");

        Assert.True(second.Duplicate);
        Assert.Empty(second.Payments);
        Assert.Single((await ListAsync()).Items);
    }

    [Fact]
    public async Task Same_name_with_another_content_is_numbered_and_overwrites_nothing()
    {
        test.Stack.Drop.Start();
        test.Drop("week.csv", Invoice.Csv(1));
        var first = await test.ReportAsync(test.Data.Done, "week.csv");
        test.Drop("week.csv", Invoice.Csv(2));
        var second = await test.ReportAsync(test.Data.Done, "week~2.csv");

        Assert.Equal(Invoice.Csv(1), await File.ReadAllTextAsync(Path.Combine(test.Data.Done, "week.csv")));
        Assert.Equal(Invoice.Csv(2), await File.ReadAllTextAsync(Path.Combine(test.Data.Done, "week~2.csv")));
        Assert.Equal("week.csv", second.File);
        Assert.NotEqual(Assert.Single(first.Payments), Assert.Single(second.Payments));
    }

    [Fact]
    public async Task Bad_file_does_not_stop_the_others()
    {
        for (var number = 1; number <= 10; number++)
        {
            test.Drop($"good-{number}.csv", Invoice.Csv(number));
            test.Drop($"bad-{number}.csv", $"not an invoice {number}");
        }

        test.Stack.Drop.Start();
        for (var number = 1; number <= 10; number++)
        {
            Assert.Single((await test.ReportAsync(test.Data.Done, $"good-{number}.csv")).Payments);
            Assert.NotEmpty((await test.ReportAsync(test.Data.Rejected, $"bad-{number}.csv")).Errors);
        }

        AssertNothingLeft();
    }

    [Theory]
    [InlineData("with space & (brackets) 'quotes' \"double\".csv")]
    [InlineData("new\nline.csv")]
    [InlineData("ünïcödé-名前-🙂.csv")]
    [InlineData("-rf.csv")]
    [InlineData("UPPER.CSV")]
    public async Task Odd_name_is_kept(string name)
    {
        test.Stack.Drop.Start();
        test.Drop(name, Invoice.Csv(1));

        Assert.Equal(name, (await test.ReportAsync(test.Data.Done, name)).File);
    }

    [Fact]
    public async Task Name_as_long_as_the_file_system_takes_is_shortened_so_that_its_report_has_one()
    {
        var name = new string('n', 251) + ".csv";
        test.Stack.Drop.Start();
        test.Drop(name, Invoice.Csv(1));

        var report = await test.ReportAsync(test.Data.Done, new string('n', 239) + ".csv");

        Assert.Equal(name, report.File);
        Assert.Single(report.Payments);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task File_taken_before_a_crash_goes_on_as_the_same_delivery()
    {
        // The crash came after the intake and before the file was placed.
        var crashed = await TakeAsync("crashed.csv");
        var before = (await test.Stack.Payments.Invoices.TakeInAsync(
            new InvoiceDelivery(crashed.DeliveryId, crashed.Name, FileFormat.Csv, await File.ReadAllBytesAsync(crashed.Path), FileDrop.Submitter, Role.Operations, null),
            TimeSpan.FromSeconds(60))).OrFail();

        test.Stack.Drop.Start();
        var report = await test.ReportAsync(test.Data.Done, "crashed.csv");

        Assert.Null(report.Duplicate);
        Assert.Equal(before.Payments, report.Payments);
        Assert.Single((await ListAsync()).Items);
        AssertNothingLeft();
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task File_whose_report_was_written_before_a_crash_gets_to_its_name()
    {
        var crashed = await TakeAsync("crashed.csv");
        await File.WriteAllBytesAsync(
            Path.Combine(test.Data.Done, "crashed.csv.report.json"),
            new DropReport(0, 0, [], [], null, null, crashed.Name, crashed.DeliveryId).ToJson());
        Directory.CreateDirectory(Path.Combine(test.Data.Taking, "0-empty-because-the-crash-came-after-the-move"));

        test.Stack.Drop.Start();
        var report = await test.ReportAsync(test.Data.Done, "crashed.csv");

        Assert.Single(report.Payments);
        Assert.Equal(2, Directory.GetFiles(test.Data.Done).Length);
        AssertNothingLeft();
    }

    private async Task<TakenFile> TakeAsync(string name)
    {
        var path = Path.Combine(test.Data.Inbox, name);
        await File.WriteAllTextAsync(path, Invoice.Csv(1));
        return new Taking(test.Data.Taking, TimeProvider.System).Take(path).OrFail();
    }

    private Task<PaymentPage> ListAsync()
        => test.Stack.Payments.Queries.ListAsync(new Caller("auditor", new HashSet<Role> { Role.Auditor }), new PaymentFilter());

    private void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(test.Data.Inbox));
        Assert.Empty(Directory.GetFiles(test.Data.Taking, "*", SearchOption.AllDirectories));
    }
}
