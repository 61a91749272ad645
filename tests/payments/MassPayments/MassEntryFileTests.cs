using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Files;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Upload;

namespace Serverless.Payments.Tests.MassPayments;

[Trait("Req", "KEES-9")]
public sealed class MassEntryFileTests
{
    private const string Header = "case_number,client_id,need_category,need_type,amount,begin,end";
    private const string Line = "C-1,1000000001,Transportation,Bus Pass,12.50,11/23/2026,2026-11-24";
    private const string JsonLine = """{"caseNumber":"C-1","clientId":"1000000001","needCategory":"Transportation","needType":"Bus Pass","amount":12.50,"begin":"11/23/2026","end":"2026-11-24"}""";

    private static readonly MassEntryTexts Texts = new("C-1", "1000000001", "Transportation", "Bus Pass", "12.50", "11/23/2026", "2026-11-24", Checked: true);

    [Theory]
    [InlineData(Header + "\n" + Line)]
    [InlineData("\uFEFF" + Header + "\r\n" + Line + "\r\n\r\n")]
    [InlineData("END,begin,amount,need_type,need_category,client_id,case_number\n2026-11-24,\"11/23/2026\", 12.50 ,Bus Pass,Transportation,1000000001,C-1\n")]
    public void A_line_is_read_with_its_box_ticked_when_the_file_is_written_this_way(string text)
    {
        var content = Csv(text);
        Assert.Empty(content.Faults);
        Assert.Equal([new MassEntryLine(2, null, Texts)], content.Lines);
    }

    [Theory]
    [InlineData("[" + JsonLine + "]")]
    [InlineData("""[{"caseNumber":"C-1","clientId":"1000000001","needCategory":"Transportation","needType":"Bus Pass","amount":"12.50","begin":"11/23/2026","end":"2026-11-24","checked":true,"aidCode":null}]""")]
    public void An_object_is_read_like_a_line(string text)
    {
        var content = Json(text);
        Assert.Empty(content.Faults);
        Assert.Equal([new MassEntryLine(1, null, Texts)], content.Lines);
    }

    [Fact]
    public void A_content_that_is_wrong_is_kept_as_it_is_written()
    {
        var csv = Csv($"{Header},aid_code\n,123456789,Nothing,None,1e5,13/45/2026,,ET\n");
        Assert.Empty(csv.Faults);
        Assert.Equal([new MassEntryTexts("", "123456789", "Nothing", "None", "1e5", "13/45/2026", "", true, "ET")], csv.Lines.Select(line => line.Texts));
        var json = Json("""[{"caseNumber":"","clientId":"123456789","needCategory":"Nothing","needType":"None","amount":1e5}]""");
        Assert.Empty(json.Faults);
        Assert.Equal([new MassEntryTexts("", "123456789", "Nothing", "None", "1e5", null, null, true)], json.Lines.Select(line => line.Texts));
    }

    [Theory]
    [InlineData("", "0  EMPTY_FILE")]
    [InlineData(Header + "\n", "0  NO_LINES")]
    [InlineData("case_number,client_id,need_category,need_type,amount,begin\nC-1,1,T,B,1,11/23/2026", "1 end HEADER_MISSING")]
    [InlineData(Header + ",note\n" + Line + ",x", "1  HEADER_UNKNOWN")]
    [InlineData(Header + ",Amount\n" + Line + ",1", "1 amount HEADER_DUPLICATE")]
    [InlineData(Header + "\n" + Line + ",more\n" + Line + "\nC-1,2", "2  FIELD_COUNT; 4  FIELD_COUNT")]
    [InlineData(Header + "\n\"" + Line, "2  BAD_QUOTING")]
    [InlineData(Header + ",checked\n" + Line + ",TRUE\n" + Line + ",false", "3 checked NOT_TICKED")]
    public void A_file_that_is_no_such_table_is_refused_with_every_fault(string text, string expected)
        => Assert.Equal(expected, Summary(Csv(text)));

    [Theory]
    [InlineData("{}", "0  WRONG_TYPE")]
    [InlineData("[" + JsonLine, "1  BAD_JSON")]
    [InlineData("[" + JsonLine + ",7]", "2  WRONG_TYPE")]
    [InlineData("""[{"caseNumber":1,"clientId":"1","needCategory":"T","needType":"B","amount":true,"note":0,"checked":false}]""", "1 caseNumber WRONG_TYPE; 1 amount WRONG_TYPE; 1  UNKNOWN_FIELD; 1 checked NOT_TICKED")]
    [InlineData("""[{"clientId":"1","needCategory":"T","needType":null,"amount":1}]""", "1 caseNumber REQUIRED; 1 needType REQUIRED")]
    public void A_text_that_is_no_such_list_is_refused_with_every_fault(string text, string expected)
        => Assert.Equal(expected, Summary(Json(text)));

    [Fact]
    public void A_text_that_no_entry_can_hold_is_refused_by_line_and_field()
        => Assert.Equal("2 need_type TOO_LONG; 3 case_number TOO_LONG", Summary(Csv($"{Header}\n{Line.Replace("Bus Pass", new string('x', 61), StringComparison.Ordinal)}\n{Line.Replace("C-1", new string('9', 61), StringComparison.Ordinal)}\n")));

    [Fact]
    public void Ten_thousand_lines_are_read_and_one_more_refused()
    {
        var full = string.Concat(Enumerable.Repeat(Line + "\n", 10_000).Prepend(Header + "\n"));
        Assert.Equal(10_000, Csv(full).Lines.Count);
        Assert.Equal("10002  TOO_MANY_LINES", Summary(Csv(full + Line)));
    }

    [Fact]
    [Trait("Req", "KEES-8")]
    public void An_invoice_names_its_number_on_each_line()
    {
        var bytes = Encoding.UTF8.GetBytes($"{Header},invoice_number\n{Line},I-7\n");
        Assert.Equal([new MassEntryLine(2, "I-7", Texts)], MassEntryFile.ReadInvoice(bytes, FileFormat.Csv).Lines);
        Assert.Equal("1  HEADER_UNKNOWN", Summary(MassEntryFile.ReadUpload(bytes, FileFormat.Csv)));
        Assert.Equal("1 invoice_number HEADER_MISSING", Summary(MassEntryFile.ReadInvoice(Encoding.UTF8.GetBytes($"{Header}\n{Line}"), FileFormat.Csv)));
    }

    [Property(MaxTest = 200)]
    public Property Whatever_texts_are_written_are_read_again_in_both_formats()
    {
        var text = Gen.Elements("", "C-1", "1000000001", "a,b", "say \"so\"", "two\nlines", "Ünïcode", "12.50").ArrayOf(7);
        return Prop.ForAll(text.ArrayOf().Where(lines => lines.Length > 0).ToArbitrary(), lines =>
        {
            var csv = string.Concat(lines.Select(line => string.Join(',', line.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n").Prepend(Header + "\n"));
            var json = System.Text.Json.JsonSerializer.Serialize(lines.Select(line => new { caseNumber = line[0], clientId = line[1], needCategory = line[2], needType = line[3], amount = line[4], begin = line[5], end = line[6] }));
            var expected = lines.Select(line => new MassEntryTexts(line[0], line[1], line[2], line[3], line[4], line[5], line[6], Checked: true)).ToList();
            return Csv(csv).Lines.Select(line => line.Texts).SequenceEqual(expected) && Json(json).Lines.Select(line => line.Texts).SequenceEqual(expected);
        });
    }

    private static MassEntryFileContent Csv(string text) => MassEntryFile.ReadUpload(Encoding.UTF8.GetBytes(text), FileFormat.Csv);

    private static MassEntryFileContent Json(string text) => MassEntryFile.ReadUpload(Encoding.UTF8.GetBytes(text), FileFormat.Json);

    private static string Summary(MassEntryFileContent content)
    {
        Assert.Empty(content.Lines);
        return string.Join("; ", content.Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Line} {fault.Field} {fault.Code}")));
    }
}
