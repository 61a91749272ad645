using System.Globalization;
using Serverless.Web.Pdf;

namespace Serverless.Web.Remittances.Reports;

/// <summary>Puts the report's rows on pages. Nothing is broken across two of them, and each begins with what it goes on with.</summary>
internal sealed class ReportSheet : IDisposable
{
    private const int Width = 79200;
    private const int Height = 61200;
    private const int Margin = 3600;
    private const int Right = Width - Margin;
    private const int Bottom = Height - Margin - 1800;
    private const int LineHeight = 1250;
    private const int Size = 800;
    private const int TitleSize = 1500;
    private const int Thin = 30;

    /// <summary>How far below a row's upper end its base line is.</summary>
    private const int Base = 900;

    private readonly PdfDocument document;
    private readonly string title;
    private PdfPage page;
    private int y;
    private string payer = "";
    private string check = "";
    private bool isInTable;

    public ReportSheet(string title)
    {
        this.title = title;
        document = new PdfDocument(title, Width, Height);
        page = document.AddPage();
        y = Margin;
    }

    /// <summary>The head of the first page.</summary>
    public void Title(string name, string agency, IReadOnlyList<(string Name, string Value)> facts)
    {
        const int Label = 7500;
        const int Half = (Right - Margin) / 2;
        page.Text(Margin, y + 1400, PdfFont.Bold, TitleSize, name);
        page.TextRight(Right, y + 1400, PdfFont.Regular, 1000, PdfFont.Regular.Clip(agency, 1000, Half));
        y += 2400;
        foreach (var (index, fact) in facts.Index())
        {
            var left = Margin + (index % 2 * Half);
            page.Text(left, y + Base, PdfFont.Bold, Size, fact.Name);
            page.Text(left + Label, y + Base, PdfFont.Regular, Size, PdfFont.Regular.Clip(fact.Value, Size, Half - Label - 600));
            y += index % 2 == 1 || index == facts.Count - 1 ? LineHeight : 0;
        }

        y += LineHeight / 2;
    }

    /// <summary>Begins a check's table, with at least one row below its head.</summary>
    public void Begin(string payerName, string checkName)
    {
        isInTable = false;
        Require(6 * LineHeight);
        (payer, check, isInTable) = (payerName, checkName, true);
        Head("");
    }

    /// <summary>Ends the tables of a payer.</summary>
    public void End() => isInTable = false;

    public void Row(IReadOnlyList<IReadOnlyList<ReportCell>> lines)
    {
        Require(lines.Count * LineHeight);
        foreach (var cells in lines)
        {
            Write(PdfFont.Regular, cells);
        }

        page.Line(Margin, Right, y, Thin);
    }

    public void Total(IReadOnlyList<ReportCell> cells)
    {
        Require(LineHeight);
        page.Shade(Margin, Right, y, y + LineHeight);
        Write(PdfFont.Bold, cells);
        page.Line(Margin, Right, y, Thin);
    }

    /// <summary>Numbers the pages and writes them.</summary>
    public byte[] Close(string printed, DateTimeOffset at)
    {
        foreach (var (index, numbered) in document.Pages.Index())
        {
            numbered.Text(Margin, Height - Margin, PdfFont.Regular, Size, printed);
            numbered.TextRight(Right, Height - Margin, PdfFont.Regular, Size, string.Create(CultureInfo.InvariantCulture, $"Page {index + 1} of {document.Pages.Count}"));
        }

        return document.ToBytes(at);
    }

    public void Dispose() => document.Dispose();

    private void Require(int height)
    {
        if (y + height <= Bottom)
        {
            return;
        }

        page = document.AddPage();
        page.Text(Margin, Margin + Base, PdfFont.Bold, Size, title);
        y = Margin + (2 * LineHeight);
        if (isInTable)
        {
            Head(" (continued)");
        }
    }

    private void Head(string suffix)
    {
        var room = Right - Margin;
        page.Text(Margin, y + LineHeight + 200, PdfFont.Bold, 1000, PdfFont.Bold.Clip(payer, 1000, room));
        page.Text(Margin, y + (2 * LineHeight) + 300, PdfFont.Regular, Size, PdfFont.Regular.Clip(check, Size, room - 6000) + suffix);
        y += (2 * LineHeight) + 700;
        page.Shade(Margin, Right, y, y + LineHeight);
        Write(PdfFont.Bold, [.. ReportColumn.All.Select(column => new ReportCell(column, column.Head))]);
        page.Line(Margin, Right, y, Thin);
    }

    private void Write(PdfFont font, IReadOnlyList<ReportCell> cells)
    {
        foreach (var (column, text) in cells)
        {
            // An amount is never shortened: it would be another one.
            if (column.IsNumber)
            {
                page.TextRight(Margin + column.Right, y + Base, font, Size, text);
            }
            else
            {
                page.Text(Margin + column.Left, y + Base, font, Size, font.Clip(text, Size, column.Right - column.Left));
            }
        }

        y += LineHeight;
    }
}
