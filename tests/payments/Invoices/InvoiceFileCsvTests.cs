using System.Text;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;
using static Serverless.Payments.Tests.Invoices.InvoiceFileSamples;

namespace Serverless.Payments.Tests.Invoices;

[Trait("Req", "ALL-2")]
public class InvoiceFileCsvTests
{
    [Theory]
    [InlineData(Header + "\n" + Line)]
    [InlineData(Header + "\r\n" + Line + "\r\n")]
    [InlineData("\uFEFF" + Header + "\n" + Line + "\n")]
    [InlineData("Invoice_Number,PROVIDER_ID,client_id,service_code,service_from,service_to,units,rate,Amount\n" + Line)]
    [InlineData(Header + "\nINV-1 , P-100,1000000001,\"SLN\",2026-11-02,2026-11-06,10.00,25,250.000\n")]
    [InlineData("amount,rate,units,service_to,service_from,service_code,client_id,provider_id,invoice_number\n250.00,25.00,10,2026-11-06,2026-11-02,SLN,1000000001,P-100,INV-1\n")]
    public void Reader_reads_the_line_when_the_file_is_written_this_way(string text)
    {
        var content = ReadCsv(text);

        Assert.Empty(content.Faults);
        Assert.Equal([new InvoiceLine(2, "INV-1", Facts)], content.Lines);
    }

    [Fact]
    public void Reader_numbers_lines_as_an_editor_does_when_lines_are_empty_or_quoted()
    {
        var content = ReadCsv($"\n{Header}\r\n\r\n   \n{Line}\n\"INV\n2\",P-100\n{Line}\nx");

        Assert.Equal("6  FIELD_COUNT; 9  FIELD_COUNT", Summary(content));
        Assert.Equal([5, 6], ReadCsv($"\n{Header}\r\n\r\n   \n{Line}\n{Line}").Lines.Select(line => line.Line));
    }

    [Fact]
    public void Reader_refuses_a_line_break_in_a_field_and_names_where_the_line_starts()
    {
        var content = ReadCsv($"{Header}\n\"INV\r\n1\",P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00\n{Line.Replace("10,", "ten,", StringComparison.Ordinal)}");

        Assert.Equal("2 invoice_number BAD_TEXT; 4 units NOT_A_NUMBER", Summary(content));
        Assert.Contains("\"INV\\u000D\\u000A1\"", content.Faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_lists_every_fault_of_every_line_when_there_are_many()
    {
        var content = ReadCsv($"{Header}\n,P 100,12,,13/45/2026,2026-02-30,NaN,1e5,250.005\n{Line}\n{Line},more\n");

        Assert.Empty(content.Lines);
        Assert.Equal(
            "2 invoice_number REQUIRED; 2 provider_id BAD_ID; 2 client_id BAD_CLIENT_ID; 2 service_code REQUIRED; 2 service_from NOT_A_DATE; "
            + "2 service_to NOT_A_DATE; 2 units NOT_A_NUMBER; 2 rate NOT_A_NUMBER; 2 amount TOO_MANY_DECIMALS; 4  FIELD_COUNT",
            Summary(content));
    }

    [Theory]
    [InlineData("", "0  EMPTY_FILE")]
    [InlineData("\uFEFF \r\n", "0  EMPTY_FILE")]
    [InlineData(Header, "0  NO_LINES")]
    [InlineData(Header + "\n\n", "0  NO_LINES")]
    [InlineData(Header + ",note\n" + Line + ",x", "1  HEADER_UNKNOWN")]
    [InlineData(Header + ",Units\n" + Line + ",x", "1 units HEADER_DUPLICATE")]
    [InlineData("invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate\nINV-1,P-100,1000000001,SLN,2026-11-02,2026-11-06,ten,25.00", "1 amount HEADER_MISSING; 2 units NOT_A_NUMBER")]
    [InlineData(Header + "\n\"" + Line, "2  BAD_QUOTING")]
    [InlineData(Header + "\nI\"1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00", "2  BAD_QUOTING")]
    [InlineData(Header + "\n\"I\"1,P-100,1000000001,SLN,2026-11-02,2026-11-06,10,25.00,250.00\n" + Line, "2  BAD_QUOTING")]
    public void Reader_says_what_is_wrong_when_the_form_is_not_right(string text, string expected)
        => Assert.Equal(expected, Summary(ReadCsv(text)));

    [Fact]
    public void Reader_names_all_missing_columns_when_the_file_has_no_header()
    {
        var content = ReadCsv($"{Line}\n{Line}");

        Assert.Equal(9, content.Faults.Count(fault => fault.Code == "HEADER_UNKNOWN"));
        Assert.Equal(9, content.Faults.Count(fault => fault.Code == "HEADER_MISSING"));
    }

    [Fact]
    public void Reader_names_the_byte_when_the_file_is_not_utf8()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Header + "\nM"), 0xFC, .. "ller"u8];

        var fault = Assert.Single(InvoiceFile.Read(bytes, FileFormat.Csv).Faults);

        Assert.Equal("NOT_UTF8", fault.Code);
        Assert.Contains($"offset {3 + Header.Length + 2} (0xFC)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_says_so_when_the_file_is_utf16()
    {
        var content = InvoiceFile.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Header)).ToArray(), FileFormat.Csv);

        Assert.Equal("0  NOT_UTF8", Summary(content));
    }

    [Fact]
    public void Reader_reads_as_many_lines_as_the_limit_and_refuses_one_more()
    {
        var full = string.Concat(Enumerable.Repeat(Line + "\n", InvoiceFile.LinesMax).Prepend(Header + "\n"));

        Assert.Equal(InvoiceFile.LinesMax, ReadCsv(full).Lines.Count);
        Assert.Equal($"{InvoiceFile.LinesMax + 2}  TOO_MANY_LINES", Summary(ReadCsv(full + Line)));
    }

    [Fact]
    public void Reader_lists_faults_up_to_the_limit_and_says_that_there_are_more()
    {
        var content = ReadCsv(string.Concat(Enumerable.Repeat(",\n", 5_000).Prepend(Header + "\n")));

        Assert.Equal(InvoiceFile.FaultsMax + 1, content.Faults.Count);
        Assert.Equal("TOO_MANY_FAULTS", content.Faults[^1].Code);
    }

    [Fact]
    public void Reader_refuses_the_file_unread_when_it_is_too_large()
        => Assert.Equal("0  FILE_TOO_LARGE", Summary(InvoiceFile.Read(new byte[InvoiceFile.BytesMax + 1], FileFormat.Csv)));
}
