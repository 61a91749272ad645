using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Era;

/// <summary>What a claim posts to each line of its invoice, put together from its parts.</summary>
internal sealed class EraPostings(BillingInvoice invoice)
{
    private readonly Dictionary<int, Money> posts = [];
    private readonly Dictionary<int, List<PostedAdjustment>> adjustments = [];

    public void Add(QueuedLine part)
    {
        Pay(part.Line, part.Post);
        foreach (var adjustment in part.Adjustments)
        {
            Adjust(part.Line, adjustment);
        }
    }

    public void Pay(int line, Money amount) => posts[line] = posts.GetValueOrDefault(line) + amount;

    /// <summary>One amount for each type: what a payer explains by several reasons is one adjustment here.</summary>
    public void Adjust(int line, PostedAdjustment adjustment)
    {
        if (!adjustments.TryGetValue(line, out var own))
        {
            adjustments[line] = own = [];
        }

        var at = own.FindIndex(standing => standing.Type == adjustment.Type);
        if (at < 0)
        {
            own.Add(adjustment);
        }
        else
        {
            own[at] = adjustment with { Amount = own[at].Amount + adjustment.Amount };
        }
    }

    /// <summary>Takes an amount off the cash, the oldest line first, and adjusts the lines by it instead; without a type it stays on the balance.</summary>
    public void Withhold(Money amount, PostedAdjustment? adjustment)
    {
        var paid = invoice.Lines.Where(line => posts.ContainsKey(line.Line)).OrderBy(line => line.ServiceDate).ThenBy(line => line.Line).Select(line => line.Line).ToList();
        var left = amount;
        foreach (var line in paid)
        {
            // Only what has the amount's own sign can be taken off; the rest of it is paid on top, with the oldest line.
            var post = posts[line];
            var part = left > Money.Zero ? Min(left, post) : -Min(-left, -post);
            if (part != Money.Zero && post > Money.Zero == left > Money.Zero)
            {
                Move(line, part, adjustment);
                left -= part;
            }
        }

        if (left != Money.Zero)
        {
            Move(paid[0], left, adjustment);
        }
    }

    /// <summary>In the order of the lines; those that get nothing are left out.</summary>
    public List<QueuedLine> ToList()
        => [.. invoice.Lines
            .Select(line => new QueuedLine(line.Line, posts.GetValueOrDefault(line.Line), AdjustmentsOf(line.Line), false))
            .Where(line => line.Post != Money.Zero || line.Adjustments.Count > 0)];

    private static Money Min(Money one, Money other) => one < other ? one : other;

    private void Move(int line, Money amount, PostedAdjustment? adjustment)
    {
        Pay(line, -amount);
        if (adjustment is not null)
        {
            Adjust(line, adjustment with { Amount = amount });
        }
    }

    private IReadOnlyList<PostedAdjustment> AdjustmentsOf(int line)
        => adjustments.TryGetValue(line, out var own) ? [.. own.Where(adjustment => adjustment.Amount != Money.Zero).OrderBy(adjustment => adjustment.Type, StringComparer.Ordinal)] : [];
}
