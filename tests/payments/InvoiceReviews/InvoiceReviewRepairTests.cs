using Serverless.Payments.InvoiceReviews;
using Serverless.Storage;
using Serverless.Testing;
using static Serverless.Payments.Tests.InvoiceReviews.InvoiceDesk;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>Whatever stops an invoice on its way, it goes on from where its record stands, and nobody is told twice.</summary>
[Trait("Req", "KEES-8")]
[Trait("Req", "ALL-3")]
public sealed class InvoiceReviewRepairTests : IAsyncLifetime
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
    public async Task Restart_at_each_stage_goes_on()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await world.RestartAsync();
        world.Time.Advance(TimeSpan.FromDays(3));
        await desk.ToldAsync(Office, 2);
        await world.RestartAsync();
        var returned = await desk.ReturnAsync(invoice);
        await world.RestartAsync();
        await desk.ToldAsync(Manager, 1);
        var corrected = await desk.CorrectAsync(returned, Csv("INV-1", Line(amount: "1")));
        await world.RestartAsync();
        var verified = await desk.VerifyAsync(corrected);
        await world.RestartAsync();
        await desk.ToldAsync(Operations, 1);
        Assert.True(await desk.IsDoneAsync(verified));
        Assert.True(await desk.IsDoneAsync(returned));
        await desk.ToldAsync(Office, 3);
        Assert.Single(await desk.DraftsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Invoice_whose_orchestration_is_gone_goes_on_from_its_status(bool isReturned)
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await desk.ToldAsync(Office, 1);
        if (isReturned)
        {
            invoice = await desk.ReturnAsync(invoice);
            await desk.ToldAsync(Manager, 1);
        }

        await desk.LoseAsync(invoice);
        world.Time.Advance(TimeSpan.FromDays(18));
        Assert.Equal(1, (await world.Application.Repair.RunAsync()).Reviews);
        Assert.Equal(0, (await world.Application.Repair.RunAsync()).Reviews);

        // Three reminders were due meanwhile; the last of them says it all.
        var reminded = (await desk.ToldAsync(isReturned ? Manager : Office, 2))[^1];
        Assert.Contains("reminder 3 of 10", reminded.Text, StringComparison.Ordinal);
        var right = isReturned ? await desk.CorrectAsync(invoice, Csv("INV-1", Line(amount: "1"))) : invoice;
        Assert.True(await desk.IsDoneAsync(await desk.VerifyAsync(right)));
    }

    [Fact]
    public async Task Decision_that_was_stored_and_never_heard_of_is_carried_out()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await StoreVerificationAsync(invoice);
        await world.Application.ResumeAsync();
        await Until.TrueAsync(async () => (await desk.ReadAsync(invoice.Id)).Status == ReviewStatus.Verified);
        Assert.Single(await desk.DraftsAsync());
    }

    [Fact]
    public async Task Verification_that_was_broken_off_shuts_other_decisions_out_and_is_carried_to_its_end()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await StoreVerificationAsync(invoice);
        await BeginVerificationAsync(invoice);

        Assert.Equal("BEING_VERIFIED", (await desk.TryReturnAsync(invoice)).Refusal?.Code);
        Assert.Equal("BEING_VERIFIED", (await desk.TryVerifyAsync(invoice, Office2)).Refusal?.Code);
        await world.Application.Repair.RunAsync();
        await Until.TrueAsync(async () => (await desk.ReadAsync(invoice.Id)).Status == ReviewStatus.Verified);
        Assert.Equal((await desk.ReadAsync(invoice.Id)).MassPaymentId, Assert.Single(await desk.DraftsAsync()).Id);
    }

    [Fact]
    public async Task Service_that_is_gone_when_the_draft_is_made_leaves_the_invoice_open_to_another_decision()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await StoreVerificationAsync(invoice);
        await OpenAsync(world, new Payments.Directory.ProviderService("P-200-NEW", "Work support", "Smart Vendor"));
        Assert.Equal("UNKNOWN_SERVICE", (await desk.TryVerifyAsync(invoice, decisionId: "stored")).Refusal?.Code);
        Assert.Equal(ReviewStatus.Received, (await desk.ReadAsync(invoice.Id)).Status);
        Assert.Equal(ReviewStatus.Verified, Made(await desk.TryVerifyAsync(invoice, service: "P-200-NEW")).Status);
        Assert.Single(await desk.DraftsAsync());
    }

    [Fact]
    public async Task Verification_that_has_begun_makes_its_draft_whatever_has_become_of_the_provider()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await StoreVerificationAsync(invoice);
        await BeginVerificationAsync(invoice);
        await OpenAsync(world, new Payments.Directory.ProviderService("P-200-NEW", "Work support", "Smart Vendor"));
        await world.Application.Repair.RunAsync();
        await Until.TrueAsync(async () => (await desk.ReadAsync(invoice.Id)).Status == ReviewStatus.Verified);
        var draft = Assert.Single(await desk.DraftsAsync());
        Assert.Equal((Service, 1), (draft.ServiceId, draft.Entries));
    }

    [Fact]
    public async Task Decision_on_an_invoice_whose_orchestration_is_not_there_starts_it()
    {
        var invoice = await desk.ReceiveAsync(Csv("INV-1", Line()));
        await desk.ToldAsync(Office, 1);
        await desk.LoseAsync(invoice);
        Assert.Equal(ReviewStatus.Returned, (await desk.ReturnAsync(invoice)).Status);
        await desk.ToldAsync(Manager, 1);
    }

    private async Task BeginVerificationAsync(ReviewedInvoice invoice)
    {
        var row = await world.Tables.GetAsync(Tables.InvoiceReviews, InvoiceReviewKeys.PartitionOf(invoice.Id), InvoiceReviewKeys.Invoice(invoice.Id));
        var begun = invoice with { Verification = new BegunVerification("stored", Service, AidCode) };
        await world.Tables.SubmitAsync(Tables.InvoiceReviews, row!.PartitionKey, [TableOperation.Update(row.RowKey, Rows.Write(begun), row.ETag)]);
    }

    private async Task StoreVerificationAsync(ReviewedInvoice invoice)
    {
        var records = new InvoiceReviewRecords(world.Tables, world.Application.Ports.Blobs);
        await records.StoreAsync(new ReviewDecision
        {
            Id = "stored",
            InvoiceId = invoice.Id,
            Action = ReviewAction.Verify,
            By = Office.User,
            Role = Payments.Identity.Role.Office,
            Version = invoice.Version,
            At = world.Time.GetUtcNow(),
            ServiceId = Service,
            AidCode = AidCode,
        });
    }
}
