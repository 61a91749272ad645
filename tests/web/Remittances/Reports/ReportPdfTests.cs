using System.Diagnostics;
using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Testing;
using Serverless.Web.Remittances.Reports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Serverless.Web.Tests.Remittances.Reports;

/// <summary>The documents are read back, which a writer that left something out would not survive.</summary>
[Trait("Req", "SAN-11")]
public sealed class ReportPdfTests
{
    private static readonly DateTimeOffset Printed = new(2026, 11, 26, 8, 5, 0, TimeSpan.Zero);

    [Fact]
    public void A_document_holds_what_the_report_says()
    {
        var report = new QueuedSession()
            .Invoice("INV-1", "Medicaid", "1000000001", 2020.16m).Invoice("INV-2", "Medicaid", "1000000002", 50)
            .Check("4711", 1945, "EFT", "June", new ProviderLevelAdjustment("WO", "REF-7", Money.Of(5)))
            .Row("INV-1", QueuedSession.Line(1, 1950, "CO", 70.16m)).Row("INV-2", QueuedSession.Denied(1)).Post().Report();
        using var document = PdfDocument.Open(ReportPdf.Render(report, Printed));
        var text = Text(Assert.Single(document.GetPages()));
        Assert.All(
            [
                "Manual Remittance Queue", "Wasatch Home Care", "Batch number 42", QueuedSession.Id, "Posted by biller at 2026-11-25 20:15 UTC", "BANK-1 – First Bank", "Medicaid", "Check 4711 · EFT – Electronic Transfer",
                "Begay, Ada INV-1 1 2026-11-01 2,020.16 1,950.00 70.16 CO – Contractual 0.00 07 – Bill Paid", "Carver, Ben INV-2 1 2026-11-01 50.00 0.00 0.00 50.00 Denied",
                "Provider-level adjustment WO REF-7 -5.00", "Check total, 2 lines, 1 denied 1,945.00 70.16", "Grand total, 2 lines, 1 denied 1,945.00 70.16", "Printed 2026-11-26 08:05 UTC", "Page 1 of 1",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.Equal("Manual Remittance Queue · batch 42", document.Information.Title);
        Assert.Contains("en-US", document.Structure.Catalog.CatalogDictionary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_in_other_scripts_are_readable_and_long_ones_clipped()
    {
        var session = new QueuedSession().Invoice("INV-1", "Šárka", "1000000001", 10).Invoice("INV-2", "Šárka", "1000000002", 10).Check("A", 20).Row("INV-1", QueuedSession.Line(1, 10)).Row("INV-2", QueuedSession.Line(1, 10));
        session.ClientNames["1000000001"] = "Ωμέγα Żółć 漢";
        session.ClientNames["1000000002"] = new string('W', 200);
        using var document = PdfDocument.Open(ReportPdf.Render(session.Report(), Printed));
        var text = Text(document.GetPage(1));
        Assert.Contains("Ωμέγα Żółć ?", text, StringComparison.Ordinal);
        Assert.Contains("WWW… INV-2", text, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('W', 40), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_that_the_font_lacks_are_question_marks()
    {
        var session = new QueuedSession().Invoice("INV-1", "\U0001F600 Payer", "1000000001", 10).Check("A", 10, "CHECK", "漢 \uFFFE\uFFFF").Row("INV-1", QueuedSession.Line(1, 10));
        session.ClientNames["1000000001"] = "\U0001D400 A\u0301\u0000 \uD800";
        using var document = PdfDocument.Open(ReportPdf.Render(session.Report(), Printed));
        var text = Text(document.GetPage(1));
        Assert.Contains("? Payer", text, StringComparison.Ordinal);
        Assert.Contains(" · ? ??", text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_characters_than_an_embedded_font_holds_are_all_readable()
    {
        var names = Enumerable.Range(0xC0, 0xC0).Concat(Enumerable.Range(0x3B1, 25)).Concat(Enumerable.Range(0x400, 0x60)).Select(code => (char)code).Chunk(8).Select(chunk => new string(chunk)).ToList();
        Assert.True(names.Sum(name => name.Length) > 300);
        var session = new QueuedSession().Check("A", names.Count);
        foreach (var (index, name) in names.Index())
        {
            var id = (1000000100 + index).ToString(CultureInfo.InvariantCulture);
            session.ClientNames[id] = name;
            session.Invoice($"INV-{id}", "Medicaid", id, 1).Row($"INV-{id}", QueuedSession.Line(1, 1));
        }

        using var document = PdfDocument.Open(ReportPdf.Render(session.Report(), Printed));
        var text = string.Join('\n', document.GetPages().Select(Text));
        Assert.All(names, name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_thousand_rows_are_printed_with_head_and_number_on_every_page()
    {
        const int Rows = 10_000;
        var session = new QueuedSession().Check("4711", Rows);
        for (var n = 0; n < Rows; n++)
        {
            var number = $"INV-{n.ToString("D5", CultureInfo.InvariantCulture)}";
            session.Invoice(number, "Medicaid", "1000000001", 1).Row(number, QueuedSession.Line(1, 1));
        }

        var clock = Stopwatch.StartNew();
        var report = session.Report();
        var bytes = ReportPdf.Render(report, Printed);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"It took {clock.Elapsed}.");
        Assert.Equal(BeforeId(bytes), BeforeId(ReportPdf.Render(report, Printed)));
        using var document = PdfDocument.Open(bytes);
        Assert.InRange(document.NumberOfPages, 200, 400);
        foreach (var number in new[] { 2, document.NumberOfPages / 2 })
        {
            var text = Text(document.GetPage(number));
            Assert.Contains($"Page {number} of {document.NumberOfPages}", text, StringComparison.Ordinal);
            Assert.Contains("(continued)", text, StringComparison.Ordinal);
            Assert.Contains("Client Invoice Line Service date Billed Post Adjustment Type Balance Status", text, StringComparison.Ordinal);
        }

        Assert.Equal(Rows, document.GetPages().Sum(page => page.GetWords().Count(word => word.Text.StartsWith("INV-", StringComparison.Ordinal))));
        Assert.Contains("Grand total, 10000 lines 10,000.00", Text(document.GetPage(document.NumberOfPages)), StringComparison.Ordinal);
        Assert.All(document.GetPages().SelectMany(page => page.Letters), letter => Assert.InRange(letter.Location.Y, 30, 590));
    }

    /// <summary>All but the trailer, where the library puts an id that is random.</summary>
    private static byte[] BeforeId(byte[] document)
    {
        var at = document.AsSpan().LastIndexOf("/ID"u8);
        Assert.InRange(document.Length - at, 1, 200);
        return document[..at];
    }

    /// <summary>The page's words, line by line.</summary>
    private static string Text(Page page) => string.Join('\n', page.GetWords()
        .GroupBy(word => Math.Round(word.Letters[0].StartBaseLine.Y, 1))
        .OrderByDescending(line => line.Key)
        .Select(line => string.Join(' ', line.OrderBy(word => word.BoundingBox.Left).Select(word => word.Text))));
}
