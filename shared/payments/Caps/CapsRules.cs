using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <summary>How CAPS judges an instruction by its own copy of the contract (UPI-5).</summary>
internal static class CapsRules
{
    /// <summary>No contract, an inactive one, one not in force rejects; data at odds is an error; a hold withholds what is in order.</summary>
    public static (SettlementOutcome Outcome, string? Reason) Judge(PaymentFacts facts, CapsContract? contract)
    {
        if (Refusals(facts, contract) is { Count: > 0 } refusals)
        {
            return (SettlementOutcome.Rejected, Sentence(refusals));
        }

        if (Contradictions(facts, contract) is { Count: > 0 } contradictions)
        {
            return (SettlementOutcome.Error, Sentence(contradictions));
        }

        return contract is { Hold: true }
            ? (SettlementOutcome.Held, $"OFO withholds payments of {facts.ProviderId} for {facts.ServiceCode}.")
            : (SettlementOutcome.Paid, null);
    }

    public static IReadOnlyList<ValidationMessage> Objections(PaymentFacts facts, CapsContract? contract)
        => [.. Refusals(facts, contract), .. Contradictions(facts, contract)];

    private static List<ValidationMessage> Refusals(PaymentFacts facts, CapsContract? contract)
    {
        var refusals = new List<ValidationMessage>();
        if (contract is null)
        {
            refusals.Add(new("CAPS_CONTRACT_MISSING", "serviceCode", $"CAPS knows no contract of {facts.ProviderId} for {facts.ServiceCode}."));
            return refusals;
        }

        if (!contract.Active)
        {
            refusals.Add(new("CAPS_CONTRACT_INACTIVE", "providerId", $"In CAPS, the contract of {facts.ProviderId} for {facts.ServiceCode} is inactive."));
        }

        if (facts.ServiceFrom < contract.From)
        {
            refusals.Add(new("CAPS_CONTRACT_DATES", "serviceFrom", $"In CAPS, the contract begins on {contract.From:O}; the service began on {facts.ServiceFrom:O}."));
        }

        if (facts.ServiceTo > contract.To)
        {
            refusals.Add(new("CAPS_CONTRACT_DATES", "serviceTo", $"In CAPS, the contract ended on {contract.To:O}; the service ended on {facts.ServiceTo:O}."));
        }

        return refusals;
    }

    private static List<ValidationMessage> Contradictions(PaymentFacts facts, CapsContract? contract)
    {
        var contradictions = new List<ValidationMessage>();
        if (facts.ServiceFrom > facts.ServiceTo)
        {
            contradictions.Add(new("CAPS_SERVICE_DATES", "serviceFrom", $"The service begins on {facts.ServiceFrom:O}, after its end on {facts.ServiceTo:O}."));
        }

        if (facts.Units <= Units.Zero)
        {
            contradictions.Add(new("CAPS_UNITS", "units", $"CAPS pays for more than 0 units, not for {facts.Units}."));
        }

        // A rate below zero would turn the payment round, though it is within the contract's.
        if (facts.Rate <= Money.Zero)
        {
            contradictions.Add(new("CAPS_RATE", "rate", $"CAPS pays a rate above 0.00, not {facts.Rate}."));
        }
        else if (contract is not null && facts.Rate > contract.Rate)
        {
            contradictions.Add(new("CAPS_RATE", "rate", $"The rate {facts.Rate} is above {contract.Rate}, the rate of the contract in CAPS."));
        }

        var product = Money.Product(facts.Units, facts.Rate);
        if (facts.Amount != product)
        {
            contradictions.Add(new("CAPS_AMOUNT", "amount", $"The amount {facts.Amount} is not {facts.Units} units at {facts.Rate}, which is {product?.ToString() ?? "too large to be paid"}."));
        }

        return contradictions;
    }

    private static string Sentence(List<ValidationMessage> messages) => string.Join(' ', messages.Select(message => message.Message));
}
