using Serverless.Payments.Amounts;

namespace Serverless.Payments.Remittances.Era;

/// <summary>
/// The sums that an 835 must keep: charge − adjustments = payment for each service and each claim, the services' charges are
/// the claim's, and the claims' payments less what concerns the provider as a whole are the check.
/// </summary>
internal static class EraBalance
{
    public static void Verify(EraCheck check, EraFaults faults)
    {
        foreach (var claim in check.Claims)
        {
            Verify(claim, faults);
        }

        var claims = Sum(check.Claims, claim => claim.Payment);
        var provider = Sum(check.ProviderAdjustments, adjustment => adjustment.Adjustment.Amount);
        Compare(check.Segment, "BPR", 2, "UNBALANCED_CHECK", check.Amount, claims - provider, $"the claims' payments (CLP04) of {claims} less the provider's adjustments (PLB) of {provider}", faults);
    }

    private static void Verify(EraClaim claim, EraFaults faults)
    {
        foreach (var service in claim.Services)
        {
            var own = Sum(service.Adjustments, adjustment => adjustment.Amount);
            Compare(service.Segment, "SVC", 3, "UNBALANCED_SERVICE", service.Payment, service.Charge - own, $"the charge (SVC02) of {service.Charge} less its adjustments (CAS) of {own}", faults);
        }

        var adjusted = Sum(claim.Adjustments, adjustment => adjustment.Amount) + Sum(claim.Services.SelectMany(service => service.Adjustments), adjustment => adjustment.Amount);
        Compare(claim.Segment, "CLP", 4, "UNBALANCED_CLAIM", claim.Payment, claim.Charge - adjusted, $"the charge (CLP03) of {claim.Charge} less all adjustments (CAS) of {adjusted}", faults);
        if (claim.Services.Count > 0)
        {
            var charges = Sum(claim.Services, service => service.Charge);
            Compare(claim.Segment, "CLP", 3, "UNBALANCED_CHARGE", claim.Charge, charges, $"the services' charges (SVC02) of {charges}", faults);
        }
    }

    private static void Compare(int segment, string tag, int element, string code, Money said, Money derived, string from, EraFaults faults)
    {
        if (said != derived)
        {
            faults.Add(segment, tag, element, code, $"{said} stands here, and {from} give {derived}; the difference is {said - derived}. Ask the payer for a file that balances.");
        }
    }

    private static Money Sum<T>(IEnumerable<T> items, Func<T, Money> amount) => items.Aggregate(Money.Zero, (sum, item) => sum + amount(item));
}
