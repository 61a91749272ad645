using System.Text;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Testing;
using static Serverless.Payments.Tests.InvoiceReviews.InvoiceDesk;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.InvoiceReviews;

/// <summary>A Social Security number in an invoice is neither kept nor repeated, wherever somebody wrote it.</summary>
[Trait("Req", "KEES-3")]
[Trait("Req", "KEES-8")]
public sealed class InvoiceSsnTests : IAsyncLifetime
{
    private const string Number = "900-17-3926";
    private const string Digits = "900173926";

    private PaymentsWorld world = null!;
    private InvoiceDesk desk = null!;

    public async Task InitializeAsync()
    {
        world = await CreateAsync();
        desk = await OpenAsync(world);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task File_with_a_number_in_a_field_is_refused_by_line_and_field_and_not_kept()
    {
        var csv = Csv("INV-1", Line(), Line(client: Number), Line(type: $"pass of {Number}", amount: Number));
        var refused = await desk.TryReceiveAsync(csv);
        Assert.Equal(
            [(3, "client_id", "SSN_IN_FILE"), (4, "need_type", "SSN_IN_FILE"), (4, "amount", "SSN_IN_FILE")],
            refused.FileFaults.Select(fault => (fault.Line, fault.Field, fault.Code)));
        Assert.All(refused.FileFaults, fault => AssertSecret(fault.Message));
        Assert.False(await IsKeptAsync(csv));
    }

    [Theory]
    [InlineData(Number)]
    [InlineData(Digits)]
    public async Task Number_of_a_person_as_that_of_the_invoice_is_refused(string number)
        => Assert.Equal(["SSN_IN_FILE"], (await desk.TryReceiveAsync(Csv(number, Line()))).FileFaults.Select(fault => fault.Code));

    [Fact]
    public async Task File_without_a_header_shows_its_first_line_masked_and_is_not_kept()
    {
        var csv = $"INV-1,C-1,{Number},{Digits},Bus Pass,1,10/05/2026,10/30/2026\n";
        var refused = await desk.TryReceiveAsync(csv);
        Assert.Contains(refused.FileFaults, fault => fault.Message.Contains("***-**-3926", StringComparison.Ordinal));
        Assert.All(refused.FileFaults, fault => AssertSecret(fault.Message));
        Assert.False(await IsKeptAsync(csv));
    }

    [Fact]
    public async Task Nine_digits_stand_masked_against_their_line_and_the_original_is_not_kept()
    {
        var csv = Csv("INV-1", Line(client: Digits), $"{Digits},2000000001,Transportation,Bus Pass,{Digits},10/05/2026,10/30/2026");
        var invoice = await desk.ReceiveAsync(csv);
        var lines = (await world.Application.InvoiceReviews.Queries.FindWithLinesAsync(Office, invoice.Id))!.Value.Lines;
        Assert.Equal(["1 BAD_CLIENT_ID", "2 BAD_CASE_NUMBER", "2 BAD_AMOUNT"], lines.SelectMany(line => line.Faults.Select(fault => $"{line.N} {fault.Code}")));
        Assert.Equal("***-**-3926", lines[0].ClientId);
        Assert.All(lines, line => AssertSecret($"{line} {string.Join(' ', line.Faults)}"));
        AssertSecret(string.Join(' ', (await desk.TryVerifyAsync(invoice)).Refusal!.Errors));
        Assert.False(await IsKeptAsync(csv));

        var right = Csv("INV-2", Line());
        await desk.ReceiveAsync(right);
        Assert.True(await IsKeptAsync(right));
    }

    [Fact]
    public async Task Number_in_a_reason_is_masked()
    {
        var returned = InvoiceDesk.Made(await desk.TryReturnAsync(await desk.ReceiveAsync(Csv("INV-1", Line())), reasons: [$"Line 1 is of {Number}", Digits]));
        Assert.Equal(["Line 1 is of ***-**-3926", "***-**-3926"], returned.Reasons);
        AssertSecret(Assert.Single(await desk.ToldAsync(Vendor, 1)).Text);
    }

    private async Task<bool> IsKeptAsync(string csv)
        => await world.Application.Ports.Blobs.GetAsync(Containers.MassInvoices, InvoiceReviewKeys.Original(InvoiceCommands.HashOf(Encoding.UTF8.GetBytes(csv)))) is not null;

    private static void AssertSecret(string text)
    {
        Assert.DoesNotContain(Number, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Digits, text, StringComparison.Ordinal);
    }
}
