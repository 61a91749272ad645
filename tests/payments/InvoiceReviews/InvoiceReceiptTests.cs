using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Testing;
using static Serverless.Payments.Tests.InvoiceReviews.InvoiceDesk;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>What is taken in as an invoice, what is kept of it, and who sees it.</summary>
[Trait("Req", "KEES-8")]
public sealed class InvoiceReceiptTests : IAsyncLifetime
{
    private PaymentsWorld world = null!;
    private InvoiceDesk desk = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        desk = await OpenAsync(world);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Invoice_of_a_number_that_another_has_is_refused_until_that_is_superseded()
    {
        var first = Made(await desk.TryReceiveAsync(Csv("INV-1", Line()), requestId: "the same"));
        Assert.Equal(first.Id, Made(await desk.TryReceiveAsync(Csv("INV-1", Line()), requestId: "the same")).Id);
        foreach (var csv in new[] { Csv("INV-1", Line()), Csv("inv-1", Line(amount: "1")) })
        {
            var refusal = (await desk.TryReceiveAsync(csv)).Refusal!;
            Assert.Equal((RefusalKind.Conflict, "DUPLICATE_INVOICE"), (refusal.Kind, refusal.Code));
            Assert.Contains(first.Id, refusal.Message, StringComparison.Ordinal);
        }

        await desk.ReceiveAsync(Csv("INV-2", Line()));
        var returned = await desk.ReturnAsync(first);
        Assert.Equal("DUPLICATE_INVOICE", (await desk.TryReceiveAsync(Csv("INV-1", Line(amount: "1")))).Refusal?.Code);
        Assert.Equal("DUPLICATE_INVOICE", (await desk.TryCorrectAsync(returned, Csv("INV-1", Line()))).Refusal?.Code);
        Assert.Equal("DUPLICATE_INVOICE", (await desk.TryCorrectAsync(returned, Csv("INV-2", Line(amount: "1")))).Refusal?.Code);

        // Corrected under another number, it leaves its own.
        await desk.CorrectAsync(returned, Csv("INV-3", Line(amount: "1")));
        await desk.ReceiveAsync(Csv("INV-1", Line(amount: "2")));
        Assert.Equal("DUPLICATE_INVOICE", (await desk.TryReceiveAsync(Csv("INV-3", Line(amount: "2")))).Refusal?.Code);
    }

    [Fact]
    public async Task Invoices_of_one_number_sent_at_once_make_one()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 6).Select(amount => Task.Run(() => desk.TryReceiveAsync(Csv("INV-1", Line(amount: $"{amount}"))))));
        var made = Assert.Single(results, result => result.Invoice is not null).Invoice!;
        Assert.All(results.Where(result => result.Invoice is null), result => Assert.Contains(made.Id, result.Refusal!.Message, StringComparison.Ordinal));
        Assert.Equal(made.Id, Assert.Single((await world.Application.InvoiceReviews.Queries.ListAsync(Office)).Items).Id);
    }

    [Fact]
    public async Task Unreadable_file_creates_nothing_and_every_fault_is_told_by_line()
    {
        var unreadable = await desk.TryReceiveAsync(Csv("INV-1", Line(), "C-1,2000000001", Line(category: new string('x', 61))));
        Assert.Equal("FILE_REJECTED", unreadable.Refusal?.Code);
        Assert.Equal([3, 4], unreadable.FileFaults.Select(fault => fault.Line));
        var several = await desk.TryReceiveAsync(Csv("INV-1", Line()) + $"INV-2,{Line("2000000002")}\n");
        Assert.Equal([(3, "invoice_number", "SEVERAL_INVOICES")], several.FileFaults.Select(fault => (fault.Line, fault.Field, fault.Code)));
        Assert.Equal(["REQUIRED"], (await desk.TryReceiveAsync(Csv(" ", Line()))).FileFaults.Select(fault => fault.Code));
        Assert.Empty((await world.Application.InvoiceReviews.Queries.ListAsync(Office)).Items);
    }

    [Fact]
    public async Task Faults_of_lines_are_kept_and_shown_and_keep_the_office_from_verifying()
    {
        var csv = Csv("INV-1", Line(amount: "-1"), Line("2000000002", type: "Tools"), Line("2000000003", begin: "11/01/2026", end: "11/02/2026"), Line("2000000004", begin: ""), Line("2000000005"), Line("2000000005"));
        var invoice = await desk.ReceiveAsync(csv);
        Assert.Equal((6, 4, 1, null), (invoice.Lines, invoice.Faults, invoice.Notes, invoice.Total));
        var lines = (await world.Application.InvoiceReviews.Queries.FindWithLinesAsync(Office, invoice.Id))!.Value.Lines;
        Assert.Equal(
            ["1 amount AMOUNT_NOT_POSITIVE", "2 needType TYPE_OF_OTHER_CATEGORY", "4 begin BAD_DATE", "6 begin REPEATED"],
            lines.SelectMany(line => line.Faults.Select(fault => $"{line.N} {fault.Field} {fault.Code}")));
        Assert.Equal(["3 NOT_PREVIOUS_MONTH"], lines.SelectMany(line => line.Notes.Select(note => $"{line.N} {note.Code}")));

        var refusal = (await desk.TryVerifyAsync(invoice)).Refusal!;
        Assert.Equal((RefusalKind.Invalid, "LINES_AT_FAULT"), (refusal.Kind, refusal.Code));
        Assert.Equal(["lines[1].amount", "lines[2].needType", "lines[4].begin", "lines[6].begin"], refusal.Errors.Select(error => error.Field));
        Assert.Equal(ReviewStatus.Returned, (await desk.ReturnAsync(invoice)).Status);
        Assert.Empty(await desk.DraftsAsync());
    }

    [Fact]
    public async Task Faults_beyond_a_thousand_are_counted_and_the_page_is_looked_at_before_them()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", [.. Enumerable.Range(1, InvoiceReviewRules.FaultsListedMax + 2).Select(number => Line($"{2_000_000_000 + number}", "much"))]));
        var refusal = (await desk.TryVerifyAsync(invoice)).Refusal!;
        Assert.Equal(InvoiceReviewRules.FaultsListedMax, refusal.Errors.Count);
        Assert.Contains("1002 faults", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(" 2 of them are not listed", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("UNKNOWN_AID_CODE", (await desk.TryVerifyAsync(invoice, aidCode: "XX")).Refusal?.Code);
    }

    [Fact]
    public async Task Provider_that_is_not_active_may_send_and_correct_what_is_not_verified_meanwhile()
    {
        await world.Application.Directory.PutProviderAsync(new("P-200", "Wasatch Works", "2 Main St", Active: false) { Services = [new(Service, "Work support", "Smart Vendor")] });
        var invoice = Made(await desk.TryReceiveAsync(Csv("INV-1", Line()), service: Service, aidCode: AidCode));
        Assert.Equal("PROVIDER_INACTIVE", (await desk.TryVerifyAsync(invoice)).Refusal?.Code);
        var corrected = await desk.CorrectAsync(await desk.ReturnAsync(invoice), Csv("INV-1", Line(amount: "1")));
        await OpenAsync(world);
        Assert.Equal(ReviewStatus.Verified, (await desk.VerifyAsync(corrected)).Status);
    }

    [Fact]
    public async Task Office_names_what_the_provider_left_open()
    {
        await OpenAsync(world, new("SV-1", "Work support", "Smart Vendor"), new("SV-2", "Training", "Smart Vendor"));
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()), aidCode: null);
        Assert.Null(invoice.ServiceId);
        Assert.Equal(["SERVICE_REQUIRED", "AID_CODE_REQUIRED"], (await desk.TryVerifyAsync(invoice)).Refusal!.Errors.Select(error => error.Code));
        Assert.Equal("SERVICE_REQUIRED", (await desk.TryVerifyAsync(invoice, aidCode: AidCode)).Refusal?.Code);
        Assert.Equal(["UNKNOWN_AID_CODE", "UNKNOWN_SERVICE"], (await desk.TryVerifyAsync(invoice, aidCode: "XX", service: "SV-3")).Refusal!.Errors.Select(error => error.Code));
        Assert.Equal("SV-2", Made(await desk.TryVerifyAsync(invoice, aidCode: AidCode, service: "SV-2")).ServiceId);
    }

    [Fact]
    public async Task Line_with_an_aid_code_of_its_own_is_verified_for_that_one_alone()
    {
        var csv = "invoice_number,case_number,client_id,need_category,need_type,amount,begin,end,aid_code\nINV-1," + Line() + ",ET\n";
        var invoice = await desk.ReceiveAsync(csv, aidCode: null);
        Assert.Equal(["SECOND_AID_CODE"], (await desk.TryVerifyAsync(invoice, aidCode: "TAF Employment Svs")).Refusal!.Errors.Select(error => error.Code));
        Assert.Equal(ReviewStatus.Verified, Made(await desk.TryVerifyAsync(invoice, aidCode: "ET")).Status);
    }

    [Theory]
    [InlineData("P-100", null, null, "NOT_YOUR_PROVIDER")]
    [InlineData(null, "P-200-SLN", null, "NOT_SMART_VENDOR")]
    [InlineData(null, "elsewhere", null, "UNKNOWN_SERVICE")]
    [InlineData(null, null, "XX", "UNKNOWN_AID_CODE")]
    public async Task Invoice_for_what_cannot_be_is_refused(string? provider, string? service, string? aidCode, string code)
        => Assert.Equal(code, (await desk.TryReceiveAsync(Csv("INV-1", Line()), provider: provider, service: service, aidCode: aidCode)).Refusal?.Code);

    [Fact]
    public async Task Office_sends_for_any_provider_and_names_it()
    {
        Assert.Equal("PROVIDER_REQUIRED", (await desk.TryReceiveAsync(Csv("INV-1", Line()), Office)).Refusal?.Code);
        Assert.Equal("UNKNOWN_PROVIDER", (await desk.TryReceiveAsync(Csv("INV-1", Line()), Office, "P-999")).Refusal?.Code);
        Assert.Equal("NOT_SMART_VENDOR", (await desk.TryReceiveAsync(Csv("INV-1", Line()), Office, "P-100")).Refusal?.Code);
        var invoice = Made(await desk.TryReceiveAsync(Csv("INV-1", Line()), Office, "P-200"));
        Assert.Equal(("office", Role.Office), (invoice.ReceivedBy, invoice.ReceivedAs));
        Assert.Equal("NOT_YOUR_PROVIDER", (await desk.TryReceiveAsync(Csv("INV-2", Line()), Operations)).Refusal?.Code);
    }

    [Fact]
    public async Task Office_corrects_what_it_received_for_a_provider_and_that_alone()
    {
        var returned = await desk.ReturnAsync(Made(await desk.TryReceiveAsync(Csv("INV-1", Line()), Office, "P-200", aidCode: AidCode)));
        var corrected = Made(await desk.TryCorrectAsync(returned, Csv("INV-1", Line(amount: "1")), Office2));
        Assert.Equal(("office2", Role.Office, returned.Id), (corrected.ReceivedBy, corrected.ReceivedAs, corrected.Supersedes));
        var again = Made(await desk.TryCorrectAsync(await desk.ReturnAsync(corrected), Csv("INV-1", Line(amount: "2"))));
        Assert.Equal(Role.Provider, again.ReceivedAs);
        Assert.Equal("WRONG_ROLE", (await desk.TryCorrectAsync(await desk.ReturnAsync(again), Csv("INV-1", Line(amount: "3")), Office)).Refusal?.Code);
    }

    [Fact]
    public async Task Draft_that_an_invoice_filled_is_not_discarded_and_its_entries_are_removed_one_by_one()
    {
        var verified = await desk.VerifyAsync(await desk.ReceiveAsync(Csv("INV-1", Line())));
        var drafts = world.Application.MassPaymentDrafts;
        var refusal = (await drafts.DiscardAsync(verified.MassPaymentId!, "discard")).Refusal!;
        Assert.Equal((RefusalKind.Conflict, "FROM_INVOICE"), (refusal.Kind, refusal.Code));
        Assert.Contains(verified.Id, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await drafts.RemoveAsync(verified.MassPaymentId!, 1, "remove")).Page?.Entries);
    }

    [Fact]
    public async Task Invoices_are_listed_for_whoever_may_see_them()
    {
        var queries = world.Application.InvoiceReviews.Queries;
        var first = await desk.ReceiveAsync(Csv("INV-1", Line()));
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await desk.ReturnAsync(await desk.ReceiveAsync(Csv("INV-2", Line())));
        foreach (var caller in new[] { Vendor, Office, Manager, Operations, Technician, Ofo, Staff("auditor", Role.Auditor), Staff("admin", Role.Admin), Staff("biller", Role.Biller) })
        {
            Assert.Equal([first.Id, second.Id], (await queries.ListAsync(caller)).Items.Select(invoice => invoice.Id));
            Assert.NotNull(await queries.FindAsync(caller, first.Id));
        }

        foreach (var caller in new[] { PaymentsWorld.Provider, Coordinator })
        {
            Assert.Empty((await queries.ListAsync(caller)).Items);
            Assert.Null(await queries.FindAsync(caller, first.Id));
        }

        Assert.Equal(first.Id, Assert.Single((await queries.ListAsync(Office, ReviewStatus.Received)).Items).Id);
        Assert.Equal(second.Id, Assert.Single((await queries.ListAsync(Vendor, ReviewStatus.Returned)).Items).Id);
        Assert.Empty((await queries.ListAsync(Office, provider: "P-100")).Items);
        Assert.Empty((await queries.ListAsync(Vendor, provider: "P-100")).Items);
        var page = await queries.ListAsync(Office, top: 1);
        Assert.Equal(second.Id, Assert.Single((await queries.ListAsync(Office, after: page.Next, top: 1)).Items).Id);
    }
}
