using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Makes the row of the queue that one claim is.</summary>
internal sealed class EraClaimRow(EraClaim claim, BillingInvoice invoice, EraBooks books, EraCodes codes, EraFaults faults)
{
    private static readonly Dictionary<EraService, BillingLine> NoMatches = [];

    /// <summary>Its lines, in the order of their numbers; empty where nothing is posted, null, with faults, where it cannot be.</summary>
    public IReadOnlyList<QueuedLine>? Lines()
    {
        if (Make() is not { } lines)
        {
            return null;
        }

        if (!books.TryCount(invoice, lines.Count))
        {
            faults.Add(claim.Segment, "CLP", 1, "INVOICE_FULL", $"Invoice {invoice.Number} has {invoice.Postings.Count} postings, and with those of this file it would have more than the {EraBooks.PostingsMax} that files are posted up to. Enter this claim by hand.");
            return null;
        }

        return lines;
    }

    private IReadOnlyList<QueuedLine>? Make()
    {
        var before = faults.Count;
        EraClaimRules.Verify(claim, invoice, faults);
        if (faults.Count > before)
        {
            return null;
        }

        if (claim.IsEmptyReversal)
        {
            return Skipped();
        }

        if (claim.IsDenial)
        {
            return Denied();
        }

        var matches = claim.Services.Count == 0 ? NoMatches : new EraLineMatch(invoice, claim, faults).Find();
        var queued = matches is null ? [] : claim.Services.Count == 0 ? Whole() : ByLine(matches);
        if (faults.Count > before)
        {
            return null;
        }

        // All of it is the client's to pay: the payer paid nothing, and the report is to say so.
        return queued.Count == 0 ? Denied() : Hold(queued, matches!) ? queued : null;
    }

    /// <summary>Nothing, where the invoice has nothing that the reversal could take off.</summary>
    private IReadOnlyList<QueuedLine>? Skipped()
    {
        if (books.LinesOf(invoice).Values.All(line => line.Adjustments == Money.Zero))
        {
            return [];
        }

        faults.Add(claim.Segment, "CLP", 4, "ADJUSTED_REVERSAL", $"The reversal takes no cash back, and invoice {invoice.Number} has adjustments that it may be meant to take off. Ask the payer, or enter this claim by hand.");
        return null;
    }

    /// <summary>The lines that have a balance, as a denial by hand has them.</summary>
    private QueuedLine[]? Denied()
    {
        QueuedLine[] lines = [.. books.LinesOf(invoice).Values.Where(line => line.Balance > Money.Zero).OrderBy(line => line.Line.Line).Select(line => new QueuedLine(line.Line.Line, Money.Zero, [], IsDenied: true))];
        if (lines.Length > 0)
        {
            return lines;
        }

        faults.Add(claim.Segment, "CLP", 1, "NOTHING_OPEN", $"The claim pays nothing, and invoice {invoice.Number} has no balance that could be denied. See what was posted to it before, and ask the payer.");
        return null;
    }

    private IReadOnlyList<QueuedLine> Whole()
    {
        var adjustments = claim.Adjustments.Select(PostedOf).OfType<PostedAdjustment>().ToList();
        var lines = books.LinesOf(invoice);
        if (!claim.IsReversal)
        {
            return QueueSpread.Over(Open(lines), claim.Payment, adjustments);
        }

        // First the cash, so that each line's adjustments come off where its own cash has left room for them.
        var posts = QueueSpread.Over(Open(lines), claim.Payment, []);
        foreach (var post in posts)
        {
            lines[post.Line] = lines[post.Line].With(post);
        }

        var total = new EraPostings(invoice);
        foreach (var part in posts.Concat(QueueSpread.Over(Open(lines), Money.Zero, adjustments)))
        {
            total.Add(part);
        }

        return total.ToList();
    }

    private List<QueuedLine> ByLine(IReadOnlyDictionary<EraService, BillingLine> matches)
    {
        var total = new EraPostings(invoice);
        foreach (var (service, line) in matches)
        {
            total.Pay(line.Line, service.Payment);
            foreach (var adjustment in service.Adjustments.Select(PostedOf).OfType<PostedAdjustment>())
            {
                total.Adjust(line.Line, adjustment);
            }
        }

        // What the claim adjusts as a whole is not yet off the services' payments: SVC03 is before it, CLP04 after it. What
        // adds to the cash comes first, so that there is enough to take the rest from.
        foreach (var adjustment in claim.Adjustments.OrderBy(adjustment => claim.IsReversal ? -adjustment.Amount : adjustment.Amount))
        {
            total.Withhold(adjustment.Amount, PostedOf(adjustment));
        }

        return total.ToList();
    }

    /// <summary>Null for what the client owes, which stays on the balance, and with a fault where there is no such type.</summary>
    private PostedAdjustment? PostedOf(EraAdjustment adjustment)
        => adjustment.Group != EraAdjustment.PatientResponsibility && codes.TypeOf(adjustment) is { } type ? new PostedAdjustment(type.Code, type.Kind, adjustment.Amount) : null;

    private IReadOnlyList<OpenLine> Open(Dictionary<int, EraLine> lines)
        => [.. invoice.Lines.Select(line => lines[line.Line]).Select(line => new OpenLine(line.Line.Line, line.Line.ServiceDate, line.Line.Billed, line.Balance, line.Posts))];

    private bool Hold(IReadOnlyList<QueuedLine> queued, IReadOnlyDictionary<EraService, BillingLine> matches)
    {
        var before = faults.Count;
        var lines = books.LinesOf(invoice);
        foreach (var line in queued)
        {
            var after = lines[line.Line].With(line);
            lines[line.Line] = after;
            if (!after.Holds)
            {
                var service = matches.FirstOrDefault(match => match.Value.Line == line.Line).Key;
                var (segment, tag, element) = service is null ? (claim.Segment, "CLP", 4) : (service.Segment, "SVC", 3);
                faults.Add(segment, tag, element, "WRONG_BALANCE", $"Line {line.Line} of invoice {invoice.Number} would come to a balance of {after.Balance} and payments of {after.Posts}; a balance is from 0.00 to the {after.Line.Billed} billed, and payments are not below zero. See what was posted to it before, and ask the payer.");
            }
        }

        if (faults.Count == before)
        {
            books.Keep(invoice, lines);
        }

        return faults.Count == before;
    }
}
