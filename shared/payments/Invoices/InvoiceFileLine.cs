using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>The texts of one line, turned into an invoice line or into all of its faults.</summary>
internal sealed class InvoiceFileLine
{
    private const int IdLengthMax = 40;

    private readonly FileRecord record;

    private InvoiceFileLine(FileRecord record) => this.record = record;

    /// <summary>The line, or null where something about it was at fault.</summary>
    public static InvoiceLine? Read(FileRecord record) => new InvoiceFileLine(record).Read();

    private InvoiceLine? Read()
    {
        var invoiceNumber = ReadInvoiceNumber();
        var providerId = ReadId(InvoiceFileColumns.ProviderId);
        var clientId = ReadClientId();
        var serviceCode = ReadId(InvoiceFileColumns.ServiceCode);
        var from = ReadDate(InvoiceFileColumns.ServiceFrom);
        var to = ReadDate(InvoiceFileColumns.ServiceTo);
        var units = ReadNumber(InvoiceFileColumns.Units, Units.AbsoluteMax);
        var rate = ReadNumber(InvoiceFileColumns.Rate, Money.AbsoluteMax);
        var amount = ReadNumber(InvoiceFileColumns.Amount, Money.AbsoluteMax);
        if (record.IsFaulty)
        {
            return null;
        }

        var facts = new PaymentFacts(
            providerId!, clientId!, serviceCode!, Units.Of(units), Money.Of(rate), Money.Of(amount), from, to);
        return new(record.Line, invoiceNumber!, facts);
    }

    private string? ReadInvoiceNumber()
    {
        var column = InvoiceFileColumns.InvoiceNumber;
        var text = ReadText(column, "the number of the invoice");
        if (text is not null && !text.EnumerateRunes().All(FileText.IsPrintable))
        {
            record.AddFault(column, "BAD_TEXT", $"{record.Shown(column, text)}; a text without line breaks and other control characters is expected.");
        }

        return text;
    }

    private string? ReadId(FileColumn column)
    {
        var text = ReadText(column, "an id");
        if (text is not null && !text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            record.AddFault(column, "BAD_ID", $"{record.Shown(column, text)}; 1 to {IdLengthMax} letters, digits, '-', '_' or '.' are expected.");
        }

        return text;
    }

    private string? ReadClientId()
    {
        var column = InvoiceFileColumns.ClientId;
        var text = ReadRequired(column, "a client id of 10 digits");
        if (text is not null && !Client.IsId(text))
        {
            record.AddFault(column, "BAD_CLIENT_ID", $"{record.Shown(column, text)}; exactly 10 digits are expected.");
        }

        return text;
    }

    private DateOnly ReadDate(FileColumn column)
    {
        var date = default(DateOnly);
        var text = ReadRequired(column, "a date such as 2026-11-25");
        if (text is not null && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            record.AddFault(column, "NOT_A_DATE", $"{record.Shown(column, text)}; a day of the calendar as year-month-day is expected, such as 2026-11-25.");
        }

        return date;
    }

    private decimal ReadNumber(FileColumn column, decimal absoluteMax)
    {
        var text = ReadRequired(column, "a number such as 12.5");
        if (text is null)
        {
            return 0;
        }

        var integerDigitsMax = decimal.Truncate(absoluteMax).ToString(CultureInfo.InvariantCulture).Length;
        switch (InvoiceFileNumber.Read(text, integerDigitsMax, decimalsMax: 2, out var number))
        {
            case InvoiceFileNumber.Fault.NotANumber:
                record.AddFault(column, "NOT_A_NUMBER", $"{record.Shown(column, text)}; a number such as 12 or 12.5 is expected, without thousands separators, exponent, currency or spaces.");
                break;
            case InvoiceFileNumber.Fault.TooLarge:
                record.AddFault(column, "TOO_LARGE", $"{record.Shown(column, text)}; at most {absoluteMax} is expected, or -{absoluteMax} below zero.");
                break;
            case InvoiceFileNumber.Fault.TooManyDecimals:
                record.AddFault(column, "TOO_MANY_DECIMALS", $"{record.Shown(column, text)}; at most 2 decimals are expected.");
                break;
            case InvoiceFileNumber.Fault.None:
            default:
                break;
        }

        return number;
    }

    private string? ReadText(FileColumn column, string expected)
    {
        var text = ReadRequired(column, expected);
        if (text is { Length: > IdLengthMax })
        {
            record.AddFault(column, "TOO_LONG", $"{record.Shown(column, text)} has {text.Length} characters; at most {IdLengthMax} are expected.");
            return null;
        }

        return text;
    }

    private string? ReadRequired(FileColumn column, string expected)
    {
        if (record.IsFaultyAt(column))
        {
            return null;
        }

        var text = record.Text(column);
        if (!string.IsNullOrEmpty(text))
        {
            return text;
        }

        record.AddFault(column, "REQUIRED", $"{record.NameOf(column)} is missing; {expected} is expected.");
        return null;
    }
}
