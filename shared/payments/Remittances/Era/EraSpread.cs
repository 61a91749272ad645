using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Spreads what a payer says of an invoice as a whole over its lines, the oldest first.</summary>
internal static class EraSpread
{
    /// <summary>Parts of the amount, each within its line's room, in the order of the lines; what finds no room goes to the last line, where the books refuse it.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="amount">Above or below zero.</param>
    /// <param name="room">How much of it a line can take, at least zero.</param>
    public static Dictionary<int, Money> Over(IReadOnlyList<BillingLine> lines, Money amount, Func<BillingLine, Money> room)
    {
        var parts = new Dictionary<int, Money>();
        var isNegative = amount < Money.Zero;
        var left = isNegative ? -amount : amount;
        var ordered = lines.OrderBy(line => line.ServiceDate).ThenBy(line => line.Line).ToList();
        foreach (var line in ordered)
        {
            var most = room(line);
            var part = left < most ? left : most;
            if (part > Money.Zero)
            {
                parts[line.Line] = isNegative ? -part : part;
                left -= part;
            }
        }

        if (left > Money.Zero)
        {
            var last = ordered[^1].Line;
            parts[last] = parts.GetValueOrDefault(last) + (isNegative ? -left : left);
        }

        return parts;
    }
}
