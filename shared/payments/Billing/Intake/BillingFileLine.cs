using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;

namespace Serverless.Payments.Billing.Intake;

/// <summary>A line of a file of billing invoices.</summary>
/// <param name="Line">Where it stands.</param>
/// <param name="Number">The invoice's; null where it is at fault, as <paramref name="Payer"/> and <paramref name="ClientId"/> are.</param>
internal sealed record BillingFileLine(int Line, string? Number, string? Payer, string? ClientId, string Location, DateOnly ServiceDate, string Description, Money Billed)
{
    private const int DescriptionCharsMax = 200;

    /// <summary>What the texts of a line say; each fault is told to the record.</summary>
    public static BillingFileLine Read(FileRecord record) => new(
        record.Line,
        ReadNumber(record),
        ReadRequired(record, BillingFileColumns.Payer, "the name of whoever is to pay") is null ? null : ReadText(record, BillingFileColumns.Payer, BillingKeys.PayerCharsMax),
        ReadClient(record),
        ReadText(record, BillingFileColumns.Location, BillingFilter.LocationCharsMax) ?? string.Empty,
        ReadDate(record),
        ReadText(record, BillingFileColumns.Description, DescriptionCharsMax) ?? string.Empty,
        ReadBilled(record));

    private static string? ReadNumber(FileRecord record)
    {
        var column = BillingFileColumns.InvoiceNumber;
        var text = ReadRequired(record, column, "the number of the invoice");
        if (text is null || BillingKeys.IsNumber(text))
        {
            return text;
        }

        record.AddFault(column, "BAD_INVOICE_NUMBER", $"{record.Shown(column, text)}; 1 to {BillingKeys.NumberCharsMax} letters, digits, '-', '_' or '.' are expected.");
        return null;
    }

    private static string? ReadClient(FileRecord record)
    {
        var column = BillingFileColumns.ClientId;
        var text = ReadRequired(record, column, "a client id of 10 digits");
        if (text is null || Client.IsId(text))
        {
            return text;
        }

        record.AddFault(column, "BAD_CLIENT_ID", $"{record.Shown(column, text)}; exactly 10 digits are expected.");
        return null;
    }

    private static DateOnly ReadDate(FileRecord record)
    {
        var column = BillingFileColumns.ServiceDate;
        var date = default(DateOnly);
        var text = ReadRequired(record, column, "a date such as 2026-11-25");
        if (text is not null && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
        {
            record.AddFault(column, "NOT_A_DATE", $"{record.Shown(column, text)}; a day of the calendar as year-month-day is expected, such as 2026-11-25.");
        }

        return date;
    }

    private static Money ReadBilled(FileRecord record)
    {
        var column = BillingFileColumns.Billed;
        var text = ReadRequired(record, column, "an amount such as 95.50");
        if (text is null)
        {
            return Money.Zero;
        }

        var integerDigitsMax = decimal.Truncate(Money.AbsoluteMax).ToString(CultureInfo.InvariantCulture).Length;
        var fault = InvoiceFileNumber.Read(text, integerDigitsMax, decimalsMax: 2, out var amount);
        (string Code, string Expected)? refused = fault switch
        {
            InvoiceFileNumber.Fault.NotANumber => ("NOT_A_NUMBER", "an amount such as 95.5 or 95.50 is expected, without thousands separators, exponent, currency or spaces."),
            InvoiceFileNumber.Fault.TooLarge => ("TOO_LARGE", $"at most {Money.AbsoluteMax} is expected."),
            InvoiceFileNumber.Fault.TooManyDecimals => ("TOO_MANY_DECIMALS", "at most 2 decimals are expected."),
            _ when amount <= 0 => ("NOT_ABOVE_ZERO", "what is billed is above zero; what is taken back or adjusted later is posted to the invoice."),
            _ => null,
        };
        if (refused is not { } told)
        {
            return Money.Of(amount);
        }

        record.AddFault(column, told.Code, $"{record.Shown(column, text)}; {told.Expected}");
        return Money.Zero;
    }

    /// <summary>The text without blanks around it; null where there is none or it is at fault.</summary>
    private static string? ReadText(FileRecord record, FileColumn column, int charsMax)
    {
        var text = record.Text(column)?.Trim();
        if (text is null)
        {
            return null;
        }

        if (text.Length > charsMax)
        {
            record.AddFault(column, "TOO_LONG", $"{record.Shown(column, text)} has {text.Length} characters; at most {charsMax} are expected.");
            return null;
        }

        if (text.EnumerateRunes().All(FileText.IsPrintable))
        {
            return text;
        }

        record.AddFault(column, "BAD_TEXT", $"{record.Shown(column, text)}; a text without line breaks and other control characters is expected.");
        return null;
    }

    private static string? ReadRequired(FileRecord record, FileColumn column, string expected)
    {
        if (record.IsFaultyAt(column))
        {
            return null;
        }

        var text = record.Text(column);
        if (!string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        record.AddFault(column, "REQUIRED", $"{record.NameOf(column)} is missing; {expected} is expected.");
        return null;
    }
}
