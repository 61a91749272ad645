using System.Globalization;
using System.Text;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Files;
using static Serverless.Payments.Tests.Billing.BillingBooks;

namespace Serverless.Payments.Tests.Billing;

/// <summary>Every fault of a file of billing invoices is told by line and field.</summary>
[Trait("Req", "ALL-2")]
public sealed class BillingFileTests
{
    [Theory]
    [InlineData(",Medicaid,1000000001,,2026-11-02,,1.00", "invoice_number", "REQUIRED")]
    [InlineData("A/1,Medicaid,1000000001,,2026-11-02,,1.00", "invoice_number", "BAD_INVOICE_NUMBER")]
    [InlineData("..,Medicaid,1000000001,,2026-11-02,,1.00", "invoice_number", "BAD_INVOICE_NUMBER")]
    [InlineData("A12345678901234567890123456789012345678901,Medicaid,1000000001,,2026-11-02,,1.00", "invoice_number", "BAD_INVOICE_NUMBER")]
    [InlineData("A, ,1000000001,,2026-11-02,,1.00", "payer", "REQUIRED")]
    [InlineData("A,Medi\u001bcaid,1000000001,,2026-11-02,,1.00", "payer", "BAD_TEXT")]
    [InlineData("A,Medi\u202Ecaid,1000000001,,2026-11-02,,1.00", "payer", "BAD_TEXT")]
    [InlineData("A,Medicaid,12,,2026-11-02,,1.00", "client_id", "BAD_CLIENT_ID")]
    [InlineData("A,Medicaid,,,2026-11-02,,1.00", "client_id", "REQUIRED")]
    [InlineData("A,Medicaid,1000000001,,2026-02-30,,1.00", "service_date", "NOT_A_DATE")]
    [InlineData("A,Medicaid,1000000001,,11/02/2026,,1.00", "service_date", "NOT_A_DATE")]
    [InlineData("A,Medicaid,1000000001,,,,1.00", "service_date", "REQUIRED")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,", "billed", "REQUIRED")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,0.00", "billed", "NOT_ABOVE_ZERO")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,-1", "billed", "NOT_ABOVE_ZERO")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,1.001", "billed", "TOO_MANY_DECIMALS")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,1000000000", "billed", "TOO_LARGE")]
    [InlineData("A,Medicaid,1000000001,,2026-11-02,,1e3", "billed", "NOT_A_NUMBER")]
    public void A_line_with_a_fault_is_told_by_its_line_and_field(string line, string field, string code)
    {
        var content = Read(Header + Line("GOOD") + line + "\n");
        Assert.Equal((3, field, code), content.Faults.Select(fault => (fault.Line, fault.Field, fault.Code)).Single());
        Assert.Empty(content.Invoices);
    }

    [Theory]
    [InlineData("payer", 80)]
    [InlineData("location", 80)]
    [InlineData("description", 200)]
    public void A_text_is_taken_at_its_most_characters_and_refused_beyond(string field, int charsMax)
    {
        Assert.Empty(Read(Header + Of(new string('x', charsMax))).Faults);
        Assert.Equal((field, "TOO_LONG"), Read(Header + Of(new string('x', charsMax + 1))).Faults.Select(fault => (fault.Field, fault.Code)).Single());

        string Of(string text) => Line("A", payer: field == "payer" ? text : "P", location: field == "location" ? text : "", description: field == "description" ? text : "");
    }

    [Fact]
    public void Lines_of_one_invoice_stand_together_numbered_in_the_order_of_the_file()
    {
        var content = Read(Header + Line("B", 1) + Line("A", 2, payer: " Summit Mutual ") + Line("B", 3, location: ""));

        Assert.Empty(content.Faults);
        Assert.Equal(["B", "A"], content.Invoices.Select(invoice => invoice.Number));
        Assert.Equal(["A", "B"], content.ByNumber().Select(invoice => invoice.Number));
        Assert.Equal([(1, 1m, "Home"), (2, 3m, "")], content.Invoices[0].Lines.Select(line => (line.Line, line.Billed.Amount, line.Location)));
        Assert.Equal((2, 3, "Summit Mutual"), (content.Invoices[0].FirstLine, content.Invoices[1].FirstLine, content.Invoices[1].Payer));
    }

    [Fact]
    public void Lines_of_one_invoice_that_name_another_payer_or_client_are_faults()
    {
        var content = Read(Header + Line("A") + Line("A", payer: "Other") + Line("A", client: "1000000002"));
        Assert.Equal([(3, "payer", "INVOICE_MIXED"), (4, "client_id", "INVOICE_MIXED")], content.Faults.Select(fault => (fault.Line, fault.Field, fault.Code)));
    }

    [Fact]
    public void An_invoice_has_at_most_200_lines_and_stays_within_one_amount()
    {
        Assert.Empty(Read(Header + Lines(200, _ => "A")).Faults);
        Assert.Equal((202, "invoice_number", "INVOICE_TOO_LONG"), Read(Header + Lines(202, _ => "A")).Faults.Select(fault => (fault.Line, fault.Field, fault.Code)).Single());
        Assert.Equal((3, "billed", "INVOICE_TOO_LARGE"), Read(Header + Line("A", 999_999_999.99m) + Line("A", 0.01m)).Faults.Select(fault => (fault.Line, fault.Field, fault.Code)).Single());
    }

    [Fact]
    public void Texts_that_would_leave_no_room_for_postings_are_refused_once()
    {
        var content = Read(Header + string.Concat(Enumerable.Repeat(Line("A", description: new string('ж', 200)), 100)));
        Assert.Equal(("description", "TEXTS_TOO_LONG"), content.Faults.Select(fault => (fault.Field, fault.Code)).Single());
    }

    [Fact]
    public void Location_and_description_may_be_left_out_as_columns()
    {
        var content = Read("billed,service_date,client_id,payer,invoice_number\n1.5,2026-11-02,1000000001,Medicaid,A\n");
        Assert.Empty(content.Faults);
        Assert.Equal((string.Empty, string.Empty, 1.5m), content.Invoices[0].Lines.Select(line => (line.Location, line.Description, line.Billed.Amount)).Single());
        Assert.Equal("HEADER_MISSING", Read("billed,service_date,client_id,payer\n").Faults[0].Code);
    }

    [Fact]
    public void Json_has_the_same_fields_in_camel_case()
    {
        var content = Read("""[{"invoiceNumber":"A","payer":" Medicaid ","clientId":"1000000001","serviceDate":"2026-11-02","billed":95.50},{"invoiceNumber":"A","payer":"Medicaid","clientId":"1000000001","serviceDate":"2026-11-03","billed":"1"}]""", FileFormat.Json);
        Assert.Equal((2, "billed", "WRONG_TYPE"), content.Faults.Select(fault => (fault.Line, fault.Field, fault.Code)).Single());
    }

    [Fact]
    public void A_file_has_at_most_20000_lines()
    {
        Assert.Equal("TOO_MANY_LINES", Read(Header + Lines(20_001, index => index.ToString(CultureInfo.InvariantCulture))).Faults.Single().Code);
        Assert.Equal(20_000, Read(Header + Lines(20_000, index => index.ToString(CultureInfo.InvariantCulture))).Lines);
    }

    private static BillingFileContent Read(string content, FileFormat format = FileFormat.Csv) => BillingFile.Read(Encoding.UTF8.GetBytes(content), format);
}
