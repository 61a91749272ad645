using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances.Era;

/// <summary>What a claim must keep of itself and of its invoice before it is a row.</summary>
internal static class EraClaimRules
{
    public static void Verify(EraClaim claim, BillingInvoice invoice, EraFaults faults)
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
        else if (payment < Money.Zero)
        {
            faults.Add(claim.Segment, "CLP", 4, "WRONG_SIGN", $"The payment is {claim.Payment}; it is below zero in a reversal (CLP02 is 22), and in nothing else. Ask the payer which is right.");
        }

        foreach (var service in claim.Services.Where(service => claim.IsReversal ? service.Payment > Money.Zero : service.Payment < Money.Zero))
        {
            faults.Add(service.Segment, "SVC", 3, "WRONG_SIGN", $"The payment is {service.Payment}; payments and takebacks are never posted together (SAN-7). Ask the payer for a file with each line's own.");
        }
    }
}
