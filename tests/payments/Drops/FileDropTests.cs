using System.Text;
using Serverless.Payments.Drops;
using Serverless.Payments.Invoices;
using Serverless.Payments.Tests.Billing;
using Serverless.Payments.Tests.Invoices;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Drops;

[Trait("Req", "ALL-2")]
public sealed class FileDropTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(InvoiceFileSamples.Header + "\n" + InvoiceFileSamples.Line + "\n");

    [Fact]
    public async Task Readable_file_goes_to_done_with_its_report_and_its_payments()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", Content);

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, name, report) = Assert.Single(file.Placed);
        Assert.Equal(("done", "march~0123456789ab.csv"), (folder, name));
        Assert.Equal(("march.csv", file.DeliveryId), (report.File, report.Delivery));
        Assert.Single(report.Payments);
    }

    [Fact]
    public async Task Same_delivery_taken_again_makes_nothing_twice_and_goes_to_the_same_place()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", Content);

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        Assert.Equal(2, file.Placed.Count);
        Assert.Equal(file.Placed[0].Name, file.Placed[1].Name);
        Assert.Equal(file.Placed[0].Report.Payments, file.Placed[1].Report.Payments);
    }

    [Fact]
    public async Task Same_content_dropped_again_is_a_duplicate_and_keeps_out_of_the_first_ones_way()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var first = new Dropped("march.csv", "0123456789abcdef", Content);
        var second = new Dropped("march.csv", "fedcba9876543210", Content);

        await world.Application.Drop.TakeAsync(first, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(second, PaymentsWorld.Patience);

        Assert.True(Assert.Single(second.Placed).Report.Duplicate);
        Assert.NotEqual(first.Placed[0].Name, second.Placed[0].Name);
    }

    [Fact]
    public async Task File_of_billing_invoices_is_told_by_its_fields_and_goes_to_done_with_their_numbers()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("billed.csv", "0123456789abcdef", Encoding.UTF8.GetBytes(BillingBooks.Header + BillingBooks.Line("B") + BillingBooks.Line("A")));
        var again = new Dropped("billed again.csv", "fedcba9876543210", Encoding.UTF8.GetBytes(BillingBooks.Header + BillingBooks.Line("B") + BillingBooks.Line("A")));

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);
        await world.Application.Drop.TakeAsync(again, PaymentsWorld.Patience);

        Assert.All(file.Placed, placed => Assert.Equal(("done", "billed~0123456789ab.csv"), (placed.Folder, placed.Name)));
        Assert.All(file.Placed, placed => Assert.Equal(["B", "A"], placed.Report.Numbers!));
        Assert.Equal(("done", true, 0), (again.Placed[0].Folder, again.Placed[0].Report.Duplicate, again.Placed[0].Report.Numbers!.Count));
        Assert.Equal("inbox", (await world.Application.Billing.Intake.FindDeliveryAsync(InvoiceCommands.HashOf((await file.ReadAsync(CancellationToken.None))!)))!.By);
    }

    [Theory]
    [InlineData("b.csv", "invoice_number,payer,client_id,service_date,billed,colour\nA,M,1000000001,2026-11-02,1,red\n", "HEADER_UNKNOWN")]
    [InlineData("b.csv", "\uFEFF\"Invoice_Number\", \"PAYER\" ,client_id,billed\n", "HEADER_MISSING")]
    [InlineData("b.json", """[{"invoiceNumber":"A","payer":"M","clientId":"1000000001","serviceDate":"2026-11-02","billed":0}]""", "NOT_ABOVE_ZERO")]
    [InlineData("b.json", """[{"invoiceNumber":"A","payer":"M","clientId":"1000000001","billed":1}""", "BAD_JSON")]
    public async Task File_of_billing_invoices_with_a_fault_goes_to_rejected_and_is_told_what_is_wrong_with_it_as_such(string name, string content, string code)
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped(name, "0123456789abcdef", Encoding.UTF8.GetBytes(content));

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, _, report) = Assert.Single(file.Placed);
        Assert.Equal("rejected", folder);
        Assert.NotNull(report.Numbers);
        Assert.Contains(code, report.Errors.Select(fault => fault.Code));
    }

    [Theory]
    [InlineData("a.csv", "hello")]
    [InlineData("a.json", "[]")]
    [InlineData("a.json", "{")]
    [InlineData("a.csv", "invoice_number,client_id\n")]
    public async Task File_of_no_kind_in_particular_is_rejected_as_a_providers_invoices(string name, string content)
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped(name, "0123456789abcdef", Encoding.UTF8.GetBytes(content));

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, _, report) = Assert.Single(file.Placed);
        Assert.Equal(("rejected", null), (folder, report.Numbers));
    }

    [Theory]
    [InlineData("march.pdf", 10, "UNKNOWN_FORMAT")]
    [InlineData("march.csv", InvoiceCommands.ContentBytesMax + 1, "FILE_TOO_LARGE")]
    public async Task File_that_must_not_be_read_is_rejected_with_its_report_unread(string name, long length, string code)
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped(name, "0123456789abcdef", null) { Length = length };

        await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience);

        var (folder, _, report) = Assert.Single(file.Placed);
        Assert.Equal("rejected", folder);
        Assert.Equal(code, Assert.Single(report.Errors).Code);
    }

    [Fact]
    public async Task File_that_has_gone_is_left_alone()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var file = new Dropped("march.csv", "0123456789abcdef", null);

        Assert.Null(await world.Application.Drop.TakeAsync(file, PaymentsWorld.Patience));
        Assert.Empty(file.Placed);
    }

    private sealed class Dropped(string name, string deliveryId, byte[]? content) : IDroppedFile
    {
        public string Name => name;

        public string DeliveryId => deliveryId;

        public long Length { get; init; } = content?.Length ?? 0;

        public List<(string Folder, string Name, DropReport Report)> Placed { get; } = [];

        public Task<byte[]?> ReadAsync(CancellationToken cancellation) => Task.FromResult(content);

        public Task PlaceAsync(string folder, string name, ReadOnlyMemory<byte> report, CancellationToken cancellation)
        {
            Placed.Add((folder, name, DropReport.TryRead(report.Span)!));
            return Task.CompletedTask;
        }
    }
}
