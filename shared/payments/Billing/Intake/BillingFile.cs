using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Billing.Intake;

/// <summary>Reads a file of billing invoices (ALL-2): a line for each visit, several lines to an invoice.</summary>
public sealed class BillingFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The most lines that a file may hold, the header and empty lines not counted.</summary>
    public const int LinesMax = 20_000;

    /// <summary>The most lines of one invoice.</summary>
    public const int InvoiceLinesMax = 200;

    /// <summary>The most characters of an invoice's locations and descriptions together as they are stored, so that what is posted to it finds room beside them.</summary>
    public const int InvoiceTextCharsMax = 60_000;

    private static readonly FileLayout Layout = new("billing invoices", BillingFileColumns.All, LinesMax, BytesMax);

    private readonly Dictionary<string, Draft> drafts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> payers = new(StringComparer.Ordinal);
    private readonly List<NamedClient> clients = [];

    private BillingFile()
    {
    }

    /// <summary>Reads the content; never throws on what it holds.</summary>
    public static BillingFileContent Read(ReadOnlyMemory<byte> content, FileFormat format)
    {
        var file = new BillingFile();
        var (lines, faults) = FileReader.Read(content, format, Layout, file.ReadLine);
        IReadOnlyList<FiledInvoice> invoices = lines.Count == 0 ? [] : [.. file.drafts.Values.OrderBy(draft => draft.First.Line).Select(draft => draft.ToInvoice())];
        return new BillingFileContent(invoices, faults, file.clients);
    }

    private BillingFileLine? ReadLine(FileRecord record)
    {
        var read = BillingFileLine.Read(record);
        var line = read with { Payer = read.Payer is { } payer ? FirstSpelling(payer) : null };
        if (line.ClientId is { } client)
        {
            clients.Add(new NamedClient(record.Line, client));
        }

        if (line.Number is { } number)
        {
            if (!drafts.TryGetValue(number, out var draft))
            {
                drafts[number] = draft = new Draft(line);
            }

            draft.Add(line, record);
        }

        return record.IsFaulty ? null : line;
    }

    /// <summary>A file names a payer as its first line for it does, so that the name does not hang on the order in which invoices are written.</summary>
    private string FirstSpelling(string payer)
    {
        var folded = BillingKeys.FoldPayer(payer);
        return payers.TryGetValue(folded, out var first) ? first : payers[folded] = payer;
    }

    /// <summary>An invoice whose lines are still coming.</summary>
    private sealed class Draft(BillingFileLine first)
    {
        private readonly List<BillingLine> lines = [];
        private Money billed;
        private int textChars;
        private int count;

        public BillingFileLine First => first;

        /// <summary>Takes a line of this invoice's number, or tells why it is none of the invoice.</summary>
        public void Add(BillingFileLine line, FileRecord record)
        {
            CheckSame(record, BillingFileColumns.Payer, line.Payer, first.Payer);
            CheckSame(record, BillingFileColumns.ClientId, line.ClientId, first.ClientId);
            if (++count == InvoiceLinesMax + 1)
            {
                record.AddFault(BillingFileColumns.InvoiceNumber, "INVOICE_TOO_LONG", $"This is line {count} of invoice {first.Number}; an invoice has at most {InvoiceLinesMax} lines.");
            }

            // What is escaped takes six characters.
            var before = textChars;
            textChars += Rows.Write(line.Location).Length + Rows.Write(line.Description).Length;
            if (before <= InvoiceTextCharsMax && textChars > InvoiceTextCharsMax)
            {
                record.AddFault(BillingFileColumns.Description, "TEXTS_TOO_LONG", $"The locations and descriptions of invoice {first.Number} take more than {InvoiceTextCharsMax} characters as they are stored; shorten them, or bill its lines as several invoices.");
            }

            if (!Money.TryOf(billed.Amount + line.Billed.Amount, out var sum))
            {
                record.AddFault(BillingFileColumns.Billed, "INVOICE_TOO_LARGE", $"With this line invoice {first.Number} comes to more than {Money.AbsoluteMax}; bill it as several invoices.");
            }

            if (!record.IsFaulty)
            {
                billed = sum;
                lines.Add(new BillingLine(lines.Count + 1, line.ServiceDate, line.Location, line.Description, line.Billed));
            }
        }

        public FiledInvoice ToInvoice() => new(
            first.Line,
            first.Number ?? throw new InvalidOperationException($"The invoice of line {first.Line} has no number."),
            first.Payer ?? throw new InvalidOperationException($"The invoice of line {first.Line} has no payer."),
            first.ClientId ?? throw new InvalidOperationException($"The invoice of line {first.Line} has no client."),
            lines);

        private void CheckSame(FileRecord record, FileColumn column, string? text, string? ofFirst)
        {
            if (text is not null && ofFirst is not null && text != ofFirst)
            {
                record.AddFault(column, "INVOICE_MIXED", $"{record.Shown(column, text)}; line {first.Line} of invoice {first.Number} has {FileText.Shown(ofFirst)}, and all lines of an invoice have the same.");
            }
        }
    }
}
