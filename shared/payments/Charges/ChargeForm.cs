using System.Globalization;
using System.Text;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.Charges;

/// <summary>The form of what is entered into an account, whatever the account.</summary>
internal static class ChargeForm
{
    public static Refusal? Check(ChargeCommand command)
        => CheckAmount(command.Amount, "A charge")
            ?? CheckDate("date", command.Date)
            ?? CheckPeriod(command.PrintPeriod)
            ?? CheckText("description", command.Description, 0, ChargeLimits.DescriptionCharsMax);

    public static Refusal? Check(PayCommand command) => CheckAmount(command.Amount, "A payment") ?? CheckDate("postingDate", command.PostingDate);

    public static Refusal? Check(AdjustCommand command)
        => command.Amount < Money.Zero
            ? Invalid("AMOUNT_NEGATIVE", "amount", $"The amount is the corrected total of the payment, 0.00 or more, not {command.Amount}.")
            : CheckText("reason", command.Reason, 1, ChargeLimits.ReasonCharsMax);

    public static Refusal Invalid(string code, string field, string message) => new(RefusalKind.Invalid, code, message) { Errors = [new(code, field, message)] };

    private static Refusal? CheckAmount(Money amount, string what)
        => amount > Money.Zero ? null : Invalid("AMOUNT_NOT_POSITIVE", "amount", $"{what} is above 0.00, not {amount}.");

    private static Refusal? CheckDate(string field, DateOnly date)
        => date.Year is >= ChargeLimits.FirstYear and <= ChargeLimits.LastYear ? null : Invalid("BAD_DATE", field, $"{field} lies in the years {ChargeLimits.FirstYear} to {ChargeLimits.LastYear}, not on {date:yyyy-MM-dd}.");

    private static Refusal? CheckPeriod(string period)
        => DateOnly.TryParseExact(period, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= ChargeLimits.FirstYear and <= ChargeLimits.LastYear
            ? null
            : Invalid("BAD_PERIOD", "printPeriod", $"printPeriod is a month of the years {ChargeLimits.FirstYear} to {ChargeLimits.LastYear}, such as 2026-11.");

    private static Refusal? CheckText(string field, string text, int charsMin, int charsMax)
    {
        var length = text.Trim().Length;
        var isPlain = text.EnumerateRunes().All(rune => rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
        return length >= charsMin && length <= charsMax && isPlain ? null : Invalid("BAD_TEXT", field, $"The {field} is one line of {charsMin} to {charsMax} characters, without control characters.");
    }
}
