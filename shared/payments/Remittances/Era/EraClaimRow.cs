using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances.Era;

/// <summary>Makes the row of the queue that one claim is.</summary>
internal sealed class EraClaimRow(EraClaim claim, BillingInvoice invoice, EraBooks books, EraCodes codes, EraFaults faults)
{
    private readonly Dictionary<int, EraLine> lines = books.LinesOf(invoice);
    private readonly Dictionary<int, Money> posts = [];
    private readonly Dictionary<int, Dictionary<string, PostedAdjustment>> adjustments = [];

    /// <summary>Its lines, in the order of their numbers; null, with faults, where it cannot be posted.</summary>
    public IReadOnlyList<QueuedLine>? Lines()
    {
        var before = faults.Count;
        VerifyClaim();
        if (faults.Count > before)
        {
            return null;
        }

        if (claim.IsDenial)
        {
            return [.. invoice.Lines.Select(line => new QueuedLine(line.Line, Money.Zero, [], true))];
        }

        var matches = new EraLineMatch(invoice, claim, faults).Find();
        if (matches is null)
        {
            return null;
        }

        foreach (var (service, line) in matches)
        {
            posts[line.Line] = service.Payment;
            foreach (var adjustment in service.Adjustments)
            {
                if (TypeOf(adjustment) is { } type)
                {
                    Adjust(line.Line, type, adjustment.Amount);
                }
            }
        }

        if (claim.Services.Count == 0)
        {
            SpreadPayment();
        }

        SpreadAdjustments();
        return faults.Count == before ? Verified(before, matches) : null;
    }

    private void VerifyClaim()
    {
        var billed = invoice.Lines.Aggregate(Money.Zero, (sum, line) => sum + line.Billed);
        var (charge, payment) = claim.IsReversal ? (-claim.Charge, -claim.Payment) : (claim.Charge, claim.Payment);
        if (charge != billed)
        {
            faults.Add(claim.Segment, "CLP", 3, "WRONG_CHARGE", $"The charge is {claim.Charge}, and invoice {invoice.Number} was billed with {billed}{(claim.IsReversal ? ", which a reversal has below zero" : "")}. Ask the payer which claim is meant.");
        }

        if (claim.Status is "23" or "25")
        {
            faults.Add(claim.Segment, "CLP", 2, "NOT_DECIDED", $"Status {claim.Status} neither pays nor denies (23: not our claim, forwarded; 25: predetermination only). Ask the payer for a file without it.");
        }
        else if (claim.IsDenial && payment != Money.Zero)
        {
            faults.Add(claim.Segment, "CLP", 4, "PAID_DENIAL", $"The claim is denied (CLP02 is 4), and {claim.Payment} is paid. Ask the payer which is right.");
        }
        else if (claim.IsReversal ? payment <= Money.Zero : payment < Money.Zero)
        {
            faults.Add(claim.Segment, "CLP", 4, "WRONG_SIGN", $"The payment is {claim.Payment}; it is below zero in a reversal (CLP02 is 22), and in nothing else. Ask the payer which is right.");
        }

        foreach (var service in claim.Services.Where(service => claim.IsReversal ? service.Payment > Money.Zero : service.Payment < Money.Zero))
        {
            faults.Add(service.Segment, "SVC", 3, "WRONG_SIGN", $"The payment is {service.Payment}; payments and takebacks are never posted together (SAN-7). Ask the payer for a file with each line's own.");
        }
    }

    private void SpreadPayment()
    {
        foreach (var (line, part) in EraSpread.Over(invoice.Lines, claim.Payment, line => claim.IsReversal ? lines[line.Line].Posts : lines[line.Line].Balance))
        {
            posts[line] = part;
        }
    }

    /// <summary>What the claim adjusts as a whole goes where its lines leave room; amounts above zero before those below.</summary>
    private void SpreadAdjustments()
    {
        foreach (var adjustment in claim.Adjustments.OrderByDescending(adjustment => adjustment.Amount > Money.Zero))
        {
            if (TypeOf(adjustment) is not { } type)
            {
                continue;
            }

            foreach (var (line, part) in EraSpread.Over(invoice.Lines, adjustment.Amount, line => Room(line.Line, adjustment.Amount)))
            {
                Adjust(line, type, part);
            }
        }
    }

    private Money Room(int line, Money amount)
    {
        var after = lines[line].With(Queued(line));
        var room = amount > Money.Zero ? after.Balance : after.Settled;
        return room > Money.Zero ? room : Money.Zero;
    }

    /// <summary>Null for what the client owes, which stays on the balance, and with a fault where there is no such type.</summary>
    private ValueItem? TypeOf(EraAdjustment adjustment) => adjustment.Group == EraAdjustment.PatientResponsibility ? null : codes.TypeOf(adjustment);

    private void Adjust(int line, ValueItem type, Money part)
    {
        if (!adjustments.TryGetValue(line, out var byType))
        {
            adjustments[line] = byType = new(StringComparer.Ordinal);
        }

        var sum = byType.GetValueOrDefault(type.Code)?.Amount ?? Money.Zero;
        byType[type.Code] = new PostedAdjustment(type.Code, type.Kind, sum + part);
    }

    private QueuedLine Queued(int line)
        => new(line, posts.GetValueOrDefault(line), adjustments.TryGetValue(line, out var byType) ? [.. byType.Values.Where(adjustment => adjustment.Amount != Money.Zero).OrderBy(adjustment => adjustment.Type, StringComparer.Ordinal)] : [], false);

    private List<QueuedLine>? Verified(int before, IReadOnlyDictionary<EraService, BillingLine> matches)
    {
        var queued = invoice.Lines.Select(line => Queued(line.Line)).Where(line => line.Post != Money.Zero || line.Adjustments.Count > 0).ToList();
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

        if (faults.Count > before)
        {
            return null;
        }

        books.Keep(invoice, lines);
        return queued;
    }
}
