using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;

namespace Serverless.Payments.Approvals;

/// <summary>The validation of UPI-3, the same at the submission and at every approval. All failures are reported together.</summary>
public static class PaymentValidation
{
    public static IReadOnlyList<ValidationMessage> Validate(PaymentFacts facts, ValidationBasis basis)
    {
        var found = new List<ValidationMessage>();
        CheckProvider(facts, basis.Provider, found);
        CheckContract(facts, basis.Contract, found);
        CheckClient(facts, basis, found);
        CheckDates(facts, basis.Today, found);
        CheckAmount(facts, found);
        CheckBudget(facts, basis, found);
        CheckDuplicates(facts, basis.Others, found);
        found.AddRange(basis.FromCaps);
        return found;
    }

    private static void CheckProvider(PaymentFacts facts, Provider? provider, List<ValidationMessage> found)
    {
        if (provider is null)
        {
            found.Add(new("PROVIDER_UNKNOWN", "providerId", $"Provider {facts.ProviderId} is not known."));
        }
        else if (!provider.Active)
        {
            found.Add(new("PROVIDER_INACTIVE", "providerId", $"Provider {facts.ProviderId} is not active."));
        }
    }

    private static void CheckContract(PaymentFacts facts, Contract? contract, List<ValidationMessage> found)
    {
        if (contract is null)
        {
            found.Add(new("CONTRACT_MISSING", "serviceCode", $"Provider {facts.ProviderId} has no contract for service {facts.ServiceCode}."));
            return;
        }

        if (!contract.Active)
        {
            found.Add(new("CONTRACT_INACTIVE", "serviceCode", $"The contract of provider {facts.ProviderId} for service {facts.ServiceCode} is not active."));
        }

        if (facts.ServiceFrom < contract.From || facts.ServiceTo > contract.To)
        {
            found.Add(new("CONTRACT_DATES", "serviceFrom", $"The contract covers {Iso(contract.From)} to {Iso(contract.To)}, not {Iso(facts.ServiceFrom)} to {Iso(facts.ServiceTo)}."));
        }

        if (facts.Rate > contract.Rate)
        {
            found.Add(new("RATE_ABOVE_CONTRACT", "rate", $"The rate {facts.Rate} is above the contract's rate of {contract.Rate}."));
        }
    }

    private static void CheckClient(PaymentFacts facts, ValidationBasis basis, List<ValidationMessage> found)
    {
        if (basis.Client is null)
        {
            found.Add(new("CLIENT_UNKNOWN", "clientId", $"Client {facts.ClientId} is not known."));
            return;
        }

        if (!basis.Client.Active)
        {
            found.Add(new("CLIENT_INACTIVE", "clientId", $"Client {facts.ClientId} is not active."));
        }

        if (basis.Budget is null)
        {
            found.Add(new("NOT_AUTHORISED", "serviceCode", $"Client {facts.ClientId} is not authorised for service {facts.ServiceCode}."));
        }
    }

    private static void CheckDates(PaymentFacts facts, DateOnly today, List<ValidationMessage> found)
    {
        if (facts.ServiceFrom > facts.ServiceTo)
        {
            found.Add(new("DATES_REVERSED", "serviceTo", $"The service ends on {Iso(facts.ServiceTo)}, before it begins on {Iso(facts.ServiceFrom)}."));
        }
        else if (!IsWithinOneMonth(facts))
        {
            found.Add(new("SPANS_MONTHS", "serviceTo", $"{Iso(facts.ServiceFrom)} to {Iso(facts.ServiceTo)} is in two months; submit a payment for each month."));
        }

        if (facts.ServiceFrom > today || facts.ServiceTo > today)
        {
            found.Add(new("FUTURE_DATES", facts.ServiceFrom > today ? "serviceFrom" : "serviceTo", $"The service dates lie after today, {Iso(today)}."));
        }
    }

    private static void CheckAmount(PaymentFacts facts, List<ValidationMessage> found)
    {
        if (facts.Units <= Units.Zero)
        {
            found.Add(new("UNITS_NOT_POSITIVE", "units", $"Units must be above zero, not {facts.Units}."));
        }

        if (facts.Rate <= Money.Zero)
        {
            found.Add(new("RATE_NOT_POSITIVE", "rate", $"The rate must be above zero, not {facts.Rate}."));
        }

        var product = Money.Product(facts.Units, facts.Rate);
        if (product != facts.Amount)
        {
            var expected = product is { } exact ? $"{exact}" : "more than any amount may be";
            found.Add(new("AMOUNT_MISMATCH", "amount", $"{facts.Units} units at {facts.Rate} are {expected}, not {facts.Amount}."));
        }
    }

    private static void CheckBudget(PaymentFacts facts, ValidationBasis basis, List<ValidationMessage> found)
    {
        // Without one month of service there is no Monthly Max to hold it against; the dates are reported instead.
        if (basis.Budget is not { } budget || !IsWithinOneMonth(facts))
        {
            return;
        }

        var used = basis.Others.Where(other => IsSameMonth(other.ServiceFrom, facts.ServiceFrom)).Sum(other => other.Units.Count);
        if (used + facts.Units.Count > budget.MonthlyMax.Count)
        {
            var usedText = used.ToString("0.##", CultureInfo.InvariantCulture);
            found.Add(new("MONTHLY_MAX", "units", $"{facts.Units} units and {usedText} already claimed for {facts.ServiceFrom.ToString("yyyy-MM", CultureInfo.InvariantCulture)} exceed the Monthly Max of {budget.MonthlyMax} on the PCSP budget."));
        }
    }

    private static void CheckDuplicates(PaymentFacts facts, IReadOnlyList<Reservation> others, List<ValidationMessage> found)
    {
        foreach (var other in others)
        {
            if (other.ProviderId == facts.ProviderId && other.ServiceFrom <= facts.ServiceTo && other.ServiceTo >= facts.ServiceFrom)
            {
                found.Add(new("DUPLICATE", "serviceFrom", $"Payment {other.PaymentId} is for the same provider, client and service from {Iso(other.ServiceFrom)} to {Iso(other.ServiceTo)}."));
            }
        }
    }

    private static bool IsWithinOneMonth(PaymentFacts facts) => IsSameMonth(facts.ServiceFrom, facts.ServiceTo);

    private static bool IsSameMonth(DateOnly left, DateOnly right) => left.Year == right.Year && left.Month == right.Month;

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
