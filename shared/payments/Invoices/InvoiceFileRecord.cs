using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;

namespace Serverless.Payments.Invoices;

/// <summary>The texts of one line, turned into an invoice line or into all of its faults.</summary>
internal sealed class InvoiceFileRecord(int line, InvoiceFileFaults faults)
{
    private const int IdLengthMax = 40;

    private readonly string?[] texts = new string?[InvoiceFileColumn.All.Count];
    private readonly bool[] faulty = new bool[InvoiceFileColumn.All.Count];

    public void Set(InvoiceFileColumn column, string text) => texts[column.Index] = text;

    /// <summary>Adds a fault of a field, which then is not looked at any more.</summary>
    public void AddFault(InvoiceFileColumn column, string code, string message)
    {
        faulty[column.Index] = true;
        faults.Add(line, column, code, message);
    }

    /// <summary>Leaves a field out whose fault is reported elsewhere.</summary>
    public void Ignore(InvoiceFileColumn column) => faulty[column.Index] = true;

    /// <summary>The line, or null where something about it was at fault.</summary>
    public InvoiceLine? Read()
    {
        var invoiceNumber = ReadInvoiceNumber();
        var providerId = ReadId(InvoiceFileColumn.ProviderId);
        var clientId = ReadClientId();
        var serviceCode = ReadId(InvoiceFileColumn.ServiceCode);
        var from = ReadDate(InvoiceFileColumn.ServiceFrom);
        var to = ReadDate(InvoiceFileColumn.ServiceTo);
        var units = ReadNumber(InvoiceFileColumn.Units, Units.AbsoluteMax);
        var rate = ReadNumber(InvoiceFileColumn.Rate, Money.AbsoluteMax);
        var amount = ReadNumber(InvoiceFileColumn.Amount, Money.AbsoluteMax);
        if (Array.IndexOf(faulty, true) >= 0)
        {
            return null;
        }

        var facts = new PaymentFacts(
            providerId!, clientId!, serviceCode!, Units.Of(units), Money.Of(rate), Money.Of(amount), from, to);
        return new(line, invoiceNumber!, facts);
    }

    private string? ReadInvoiceNumber()
    {
        var column = InvoiceFileColumn.InvoiceNumber;
        var text = ReadText(column, "the number of the invoice");
        if (text is not null && !text.EnumerateRunes().All(InvoiceFileText.IsPrintable))
        {
            AddFault(column, "BAD_TEXT", $"{Shown(column, text)}; a text without line breaks and other control characters is expected.");
        }

        return text;
    }

    private string? ReadId(InvoiceFileColumn column)
    {
        var text = ReadText(column, "an id");
        if (text is not null && !text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            AddFault(column, "BAD_ID", $"{Shown(column, text)}; 1 to {IdLengthMax} letters, digits, '-', '_' or '.' are expected.");
        }

        return text;
    }

    private string? ReadClientId()
    {
        var column = InvoiceFileColumn.ClientId;
        var text = ReadRequired(column, "a client id of 10 digits");
        if (text is not null && !Client.IsId(text))
        {
            AddFault(column, "BAD_CLIENT_ID", $"{Shown(column, text)}; exactly 10 digits are expected.");
        }

        return text;
    }

    private DateOnly ReadDate(InvoiceFileColumn column)
    {
        var date = default(DateOnly);
        var text = ReadRequired(column, "a date such as 2026-11-25");
        if (text is not null && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            AddFault(column, "NOT_A_DATE", $"{Shown(column, text)}; a day of the calendar as year-month-day is expected, such as 2026-11-25.");
        }

        return date;
    }

    private decimal ReadNumber(InvoiceFileColumn column, decimal absoluteMax)
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
                AddFault(column, "NOT_A_NUMBER", $"{Shown(column, text)}; a number such as 12 or 12.5 is expected, without thousands separators, exponent, currency or spaces.");
                break;
            case InvoiceFileNumber.Fault.TooLarge:
                AddFault(column, "TOO_LARGE", $"{Shown(column, text)}; at most {absoluteMax} is expected, or -{absoluteMax} below zero.");
                break;
            case InvoiceFileNumber.Fault.TooManyDecimals:
                AddFault(column, "TOO_MANY_DECIMALS", $"{Shown(column, text)}; at most 2 decimals are expected.");
                break;
            case InvoiceFileNumber.Fault.None:
            default:
                break;
        }

        return number;
    }

    private string? ReadText(InvoiceFileColumn column, string expected)
    {
        var text = ReadRequired(column, expected);
        if (text is { Length: > IdLengthMax })
        {
            AddFault(column, "TOO_LONG", $"{Shown(column, text)} has {text.Length} characters; at most {IdLengthMax} are expected.");
            return null;
        }

        return text;
    }

    private string? ReadRequired(InvoiceFileColumn column, string expected)
    {
        if (faulty[column.Index])
        {
            return null;
        }

        var text = texts[column.Index];
        if (!string.IsNullOrEmpty(text))
        {
            return text;
        }

        AddFault(column, "REQUIRED", $"{column.Name(faults.Format)} is missing; {expected} is expected.");
        return null;
    }

    private string Shown(InvoiceFileColumn column, string text) => $"{column.Name(faults.Format)} is {InvoiceFileText.Shown(text)}";
}
