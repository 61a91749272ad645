using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;
using static Serverless.Payments.Tests.Invoices.InvoiceFileSamples;

namespace Serverless.Payments.Tests.Invoices;

[Trait("Req", "ALL-2")]
public class InvoiceFilePropertyTests
{
    /// <summary>Characters that mean something to a reader of CSV or JSON, so that random texts reach deep.</summary>
    private static readonly char[] Telling = ['"', ',', '\n', '\r', '\0', '[', ']', '{', '}', ':', '\\', '1', '.', '-', 'e', 'u', ' ', 'é', '\uFEFF'];

    [Property(MaxTest = 500)]
    public void Reader_gives_lines_or_faults_and_never_both_when_the_bytes_are_any(byte[] bytes)
    {
        AssertLinesOrFaults(InvoiceFile.Read(bytes, FileFormat.Csv));
        AssertLinesOrFaults(InvoiceFile.Read(bytes, FileFormat.Json));
    }

    [Property(MaxTest = 500)]
    public Property Reader_gives_lines_or_faults_and_never_both_when_a_good_file_is_damaged()
    {
        var damage = Gen.Elements(Telling).ListOf().Select(characters => string.Concat(characters));
        var damages = from text in Gen.Elements($"{Header}\n{Line}\n{Line}\n", $"[{JsonLine},{JsonLine}]")
                      from at in Gen.Choose(0, text.Length)
                      from cut in Gen.Choose(0, 5)
                      from put in damage
                      select text[..at] + put + text[Math.Min(at + cut, text.Length)..];
        return Prop.ForAll(Arb.From(damages), text =>
        {
            AssertLinesOrFaults(InvoiceFile.Read(Encoding.UTF8.GetBytes(text), FileFormat.Csv));
            AssertLinesOrFaults(InvoiceFile.Read(Encoding.UTF8.GetBytes(text), FileFormat.Json));
        });
    }

    [Property(MaxTest = 200)]
    [Trait("Req", "ALL-1")]
    public Property Reader_reads_back_what_was_written_when_the_columns_stand_in_any_order()
    {
        var files = from lines in Lines().NonEmptyListOf()
                    from columns in Gen.Shuffle(Header.Split(','))
                    from lineEnd in Gen.Elements("\n", "\r\n")
                    select (Lines: lines, Columns: columns, LineEnd: lineEnd);
        return Prop.ForAll(Arb.From(files), file =>
        {
            var read = ReadCsv(WriteCsv(file.Lines, file.Columns, file.LineEnd));

            Assert.Empty(read.Faults);
            Assert.Equal(file.Lines.Select((line, index) => line with { Line = index + 2 }), read.Lines);
        });
    }

    [Property(MaxTest = 200)]
    [Trait("Req", "ALL-1")]
    public Property Reader_reads_back_what_was_written_when_the_file_is_json()
        => Prop.ForAll(Arb.From(Lines().NonEmptyListOf()), lines =>
        {
            var read = ReadJson(WriteJson(lines));

            Assert.Empty(read.Faults);
            Assert.Equal(lines.Select((line, index) => line with { Line = index + 1 }), read.Lines);
        });

    private static Gen<InvoiceLine> Lines()
        => from invoice in Gen.Elements("INV-1", "2026/11, no. 7", "\"quoted\"", "Ünïcödé 発票", "=1+1")
           from provider in Gen.Elements("P-100", "p_2.x", "0")
           from client in Gen.Choose(0, int.MaxValue)
           from units in Gen.Choose(-99_999_999, 99_999_999)
           from rate in Gen.Choose(int.MinValue, int.MaxValue)
           from amount in Gen.Choose(int.MinValue, int.MaxValue)
           from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
           from length in Gen.Choose(-40, 40)
           let to = Math.Clamp(day + length, 0, DateOnly.MaxValue.DayNumber)
           select new InvoiceLine(0, invoice, new PaymentFacts(
               provider, client.ToString("D10"), "SLN", Units.Of(units / 100m), Money.Of(rate / 100m), Money.Of(amount / 100m),
               DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(to)));

    private static void AssertLinesOrFaults(InvoiceFileContent content)
        => Assert.True(content.Lines.Count == 0 != (content.Faults.Count == 0), Summary(content));
}
