using Serverless.Payments.Invoices;
using static Serverless.Payments.Tests.Invoices.InvoiceFileSamples;

namespace Serverless.Payments.Tests.Invoices;

[Trait("Req", "ALL-2")]
public class InvoiceFileJsonTests
{
    [Theory]
    [InlineData("[" + JsonLine + "]")]
    [InlineData("\uFEFF [ " + JsonLine + " ] \r\n")]
    [InlineData("""[{"amount":250,"rate":25.0,"units":10.00,"serviceTo":"2026-11-06","serviceFrom":"2026-11-02","serviceCode":"SLN","clientId":"1000000001","providerId":"P-100","invoiceNumber":"INV-1"}]""")]
    [InlineData("""[{"invoiceNumber":"\u0049NV-1","providerId":"P-100","clientId":"1000000001","serviceCode":"SLN","serviceFrom":"2026-11-02","serviceTo":"2026-11-06","units":10,"rate":25.00,"amount":250.00}]""")]
    public void Reader_reads_the_line_when_the_file_is_written_this_way(string text)
    {
        var content = ReadJson(text);

        Assert.Empty(content.Faults);
        Assert.Equal([new InvoiceLine(1, "INV-1", Facts)], content.Lines);
    }

    [Fact]
    public void Reader_lists_every_fault_of_every_element_when_there_are_many()
    {
        var content = ReadJson($$"""
            [{{JsonLine}},
             {"invoiceNumber":null,"providerId":7,"clientId":"12","serviceCode":{"a":[1]},"serviceFrom":"2026-02-30","units":"10","rate":1e5,"amount":250.005,"note":[{}],"rate":2},
             "text", null]
            """);

        Assert.Empty(content.Lines);
        Assert.Equal(
            "2 providerId WRONG_TYPE; 2 serviceCode WRONG_TYPE; 2 units WRONG_TYPE; 2  UNKNOWN_FIELD; 2 rate DUPLICATE_FIELD; "
            + "2 invoiceNumber REQUIRED; 2 clientId BAD_CLIENT_ID; 2 serviceFrom NOT_A_DATE; 2 serviceTo REQUIRED; 2 amount TOO_MANY_DECIMALS; "
            + "3  WRONG_TYPE; 4  WRONG_TYPE",
            Summary(content));
    }

    [Theory]
    [InlineData("", "0  EMPTY_FILE")]
    [InlineData("[]", "0  NO_LINES")]
    [InlineData("{}", "0  WRONG_TYPE")]
    [InlineData("{\"lines\":[" + JsonLine + "]}", "0  WRONG_TYPE")]
    [InlineData("null", "0  WRONG_TYPE")]
    [InlineData("nope", "0  BAD_JSON")]
    [InlineData("[" + JsonLine, "1  BAD_JSON")]
    [InlineData("[" + JsonLine + ",]", "1  BAD_JSON")]
    [InlineData("[" + JsonLine + "] x", "1  BAD_JSON")]
    [InlineData("[" + JsonLine + "][]", "1  BAD_JSON")]
    [InlineData("[" + JsonLine + "] // comment", "1  BAD_JSON")]
    [InlineData("[1,\0]", "1  WRONG_TYPE; 1  BAD_JSON")]
    public void Reader_says_what_is_wrong_when_the_form_is_not_right(string text, string expected)
        => Assert.Equal(expected, Summary(ReadJson(text)));

    [Theory]
    [InlineData(@"\ud800")]
    [InlineData(@"\u0000")]
    [InlineData(@"a\nb")]
    public void Reader_refuses_an_escape_when_it_is_no_printable_text(string invoiceNumber)
        => Assert.Equal("1 invoiceNumber BAD_TEXT", Summary(ReadJson($"[{JsonLine.Replace("INV-1", invoiceNumber, StringComparison.Ordinal)}]")));

    [Fact]
    public void Reader_does_not_overflow_when_the_file_is_nested_deeply()
        => Assert.Contains("BAD_JSON", Summary(ReadJson(new string('[', 100_000))), StringComparison.Ordinal);

    [Fact]
    public void Reader_refuses_one_line_more_than_the_limit()
    {
        var lines = string.Join(',', Enumerable.Repeat(JsonLine.Trim(), InvoiceFile.LinesMax + 1));

        Assert.Equal($"{InvoiceFile.LinesMax + 1}  TOO_MANY_LINES", Summary(ReadJson($"[{lines}]")));
    }
}
