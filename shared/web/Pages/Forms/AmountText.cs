using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Serverless.Payments.Amounts;

namespace Serverless.Web.Pages.Forms;

/// <summary>Amounts as people write and read them.</summary>
public static class AmountText
{
    /// <summary>Reads <c>1,234.50</c>, <c>$1234.5</c> and <c>-20</c>; nothing else is guessed at.</summary>
    public static bool TryRead([NotNullWhen(true)] string? text, out Money amount)
    {
        // A dollar sign stands before the digits, behind the minus or before it.
        var signed = text?.Replace("\u2212", "-", StringComparison.Ordinal).Trim();
        var plain = signed is ['$', .. var behind] ? behind : signed is ['-', '$', .. var below] ? $"-{below}" : signed;
        if (plain is not null && plain.Contains(',', StringComparison.Ordinal))
        {
            // Commas count only where thousands have them: 12,50 is no 1,250.
            if (!decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var grouped)
                || !IsGrouped(plain))
            {
                amount = default;
                return false;
            }

            return Money.TryOf(grouped, out amount);
        }

        return Money.TryParse(plain, out amount);
    }

    /// <summary><c>1,234.50</c>, with a true minus below zero.</summary>
    public static string Show(Money amount) => amount.Amount < 0
        ? "\u2212" + (-amount.Amount).ToString("#,##0.00", CultureInfo.InvariantCulture)
        : amount.Amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    private static bool IsGrouped(string text)
    {
        var whole = text.TrimStart('-', '+').Split('.')[0].Split(',');
        return whole[0].Length is > 0 and <= 3 && whole.Skip(1).All(group => group.Length == 3);
    }
}
