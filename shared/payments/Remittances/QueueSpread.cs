using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances;

/// <summary>A line as a row finds it: the invoice as it stands, less what the rest of the queue does to it.</summary>
/// <param name="Posts">The cash that was paid on it; what may be taken back.</param>
public sealed record OpenLine(int Line, DateOnly ServiceDate, Money Billed, Money Balance, Money Posts);

/// <summary>
/// Spreads an invoice's row over its lines, oldest first. What fits nowhere stays on the last line, whose balance then shows
/// it to be too much; nothing is lost on the way.
/// </summary>
public static class QueueSpread
{
    /// <param name="lines">The invoice's lines.</param>
    /// <param name="post">Cash; below zero to take back.</param>
    /// <param name="adjustments">In the order in which they are applied, negative ones before all others.</param>
    /// <returns>What each line gets, in the order of the lines' numbers; lines that get nothing are left out.</returns>
    public static IReadOnlyList<QueuedLine> Over(IReadOnlyList<OpenLine> lines, Money post, IReadOnlyList<PostedAdjustment> adjustments)
    {
        var shares = lines.OrderBy(line => line.ServiceDate).ThenBy(line => line.Line).Select(line => new Share(line)).ToList();

        // Overhead makes room for the cash that is paid with it; what is taken back first opens the line that its adjustment reopens.
        if (post < Money.Zero)
        {
            Spread(shares, -post, share => share.Line.Posts, (share, amount) => share.Pay(-amount));
        }

        foreach (var adjustment in adjustments.Where(adjustment => adjustment.Amount < Money.Zero))
        {
            SpreadNegative(shares, adjustment, post);
        }

        if (post > Money.Zero)
        {
            Spread(shares, post, share => share.Balance, (share, amount) => share.Pay(amount));
        }

        foreach (var adjustment in adjustments.Where(adjustment => adjustment.Amount > Money.Zero))
        {
            // What a takeback leaves above the billed amount was adjusted there, and comes back there.
            var rest = Take(shares, adjustment.Amount, share => share.Balance - share.Line.Billed, (share, amount) => share.Adjust(adjustment, amount));
            Spread(shares, rest, share => share.Balance, (share, amount) => share.Adjust(adjustment, amount));
        }

        return [.. shares.Where(share => share.HasSomething).Select(share => share.Queued()).OrderBy(line => line.Line)];
    }

    private static void SpreadNegative(List<Share> shares, PostedAdjustment adjustment, Money post)
    {
        if (post > Money.Zero)
        {
            // Overhead is paid with the oldest visit that is paid.
            (shares.Find(share => share.Balance > Money.Zero) ?? shares[0]).Adjust(adjustment, adjustment.Amount);
            return;
        }

        Spread(shares, -adjustment.Amount, share => share.Line.Billed - share.Balance, (share, amount) => share.Adjust(adjustment, -amount));
    }

    private static void Spread(List<Share> shares, Money amount, Func<Share, Money> room, Action<Share, Money> give)
    {
        var rest = Take(shares, amount, room, give);
        if (rest != Money.Zero)
        {
            give(shares[^1], rest);
        }
    }

    /// <returns>What found no room.</returns>
    private static Money Take(List<Share> shares, Money amount, Func<Share, Money> room, Action<Share, Money> give)
    {
        foreach (var share in shares)
        {
            var part = room(share) < amount ? room(share) : amount;
            if (part > Money.Zero)
            {
                give(share, part);
                amount -= part;
            }
        }

        return amount;
    }

    /// <summary>What a line has got so far.</summary>
    private sealed class Share(OpenLine line)
    {
        private readonly List<PostedAdjustment> adjustments = [];
        private Money post;

        public OpenLine Line => line;

        public Money Balance => line.Balance - post - adjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);

        public bool HasSomething => post != Money.Zero || adjustments.Count > 0;

        public void Pay(Money amount) => post += amount;

        public void Adjust(PostedAdjustment adjustment, Money amount)
        {
            var own = adjustments.FindIndex(standing => standing.Type == adjustment.Type);
            if (own < 0)
            {
                adjustments.Add(adjustment with { Amount = amount });
            }
            else
            {
                adjustments[own] = adjustment with { Amount = adjustments[own].Amount + amount };
            }
        }

        public QueuedLine Queued() => new(line.Line, post, [.. adjustments], IsDenied: false);
    }
}
