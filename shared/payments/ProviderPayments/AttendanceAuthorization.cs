using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

/// <summary>What an authorisation checks and calculates (CARE-3). All faults are found together.</summary>
public static class AttendanceAuthorization
{
    /// <summary>Days that a message names; of more, their number.</summary>
    private const int DaysNamedMax = 5;

    /// <returns>The calculation, or why there is none.</returns>
    public static (Calculation? Calculation, IReadOnlyList<ValidationMessage> Faults) Decide(ProviderPayment payment, AuthorizationBasis basis)
    {
        List<ValidationMessage> faults = [.. PeopleFaults(payment, basis), .. ContractFaults(payment, basis), .. EnrollmentFaults(payment.Terms, basis), .. ElsewhereFaults(basis)];
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        var (contract, terms) = (basis.Contract!, payment.Terms);
        var calculation = AttendanceCalculator.Calculate(basis.Days, new(contract.Rate, contract.Version, terms.ScheduledMinutes, terms.EnrollmentVersion, basis.Policy));
        return calculation is null
            ? (null, [new("AMOUNT_TOO_LARGE", "amount", $"The attended time at a rate of {contract.Rate} comes to more than one payment can hold; look at the contract's rate.")])
            : (calculation, []);
    }

    /// <summary>The payment after an authorisation.</summary>
    public static ProviderPayment Apply(ProviderPayment payment, Calculation calculation, DateTimeOffset at)
        => AttendanceRules.Moved(
            payment,
            payment with { Status = ProviderPaymentStatus.Authorized, Amount = calculation.Amount, Units = calculation.Units, CalculatedAt = payment.Version + 1 },
            at);

    public static Refusal Refused(IReadOnlyList<ValidationMessage> faults)
        => new(RefusalKind.Invalid, faults[0].Code, string.Join(' ', faults.Select(fault => fault.Message))) { Errors = faults };

    private static IEnumerable<ValidationMessage> PeopleFaults(ProviderPayment payment, AuthorizationBasis basis)
    {
        if (basis.Provider is not { Active: true })
        {
            yield return new("PROVIDER_INACTIVE", "providerId", $"Provider {payment.ProviderId} is not active.");
        }

        if (basis.Client is not { Active: true })
        {
            yield return new("CLIENT_INACTIVE", "clientId", "The child is not an active client.");
        }
    }

    private static IEnumerable<ValidationMessage> ContractFaults(ProviderPayment payment, AuthorizationBasis basis)
    {
        if (basis.Contract is not { Active: true } contract)
        {
            yield return new("NO_CONTRACT", "serviceCode", $"Provider {payment.ProviderId} has no active contract for {payment.ServiceCode}, so there is no rate to pay by.");
            yield break;
        }

        if (Outside(basis.Days, contract.From, contract.To) is { } days)
        {
            yield return new("CONTRACT_DOES_NOT_COVER", "serviceCode", $"The contract for {contract.ServiceCode} covers {Iso(contract.From)} to {Iso(contract.To)}, and not {days}.");
        }
    }

    private static IEnumerable<ValidationMessage> EnrollmentFaults(CareTerms terms, AuthorizationBasis basis)
    {
        if (Outside(basis.Days, terms.From, terms.To) is { } days)
        {
            yield return new("ENROLLMENT_DOES_NOT_COVER", "days", $"The child is enrolled from {Iso(terms.From)} to {Iso(terms.To)}, and not on {days}. If that is wrong, correct the enrolment and generate the period again.");
        }
    }

    /// <summary>A child is in one place at a time.</summary>
    private static IEnumerable<ValidationMessage> ElsewhereFaults(AuthorizationBasis basis)
    {
        var elsewhere = basis.Elsewhere.Where(day => day.Absence is null).ToLookup(day => day.Date);
        var twice = basis.Days
            .Where(day => day.Absence is null && elsewhere[day.Date].Any(other => other.InMinute < day.OutMinute && day.InMinute < other.OutMinute))
            .Select(day => day.Date)
            .Distinct()
            .ToList();
        if (twice.Count > 0)
        {
            yield return new("TIME_PAID_ELSEWHERE", "days", $"Another provider's payment for the same child is authorised for overlapping times, on {Named(twice)}. Ask both providers.");
        }
    }

    private static string? Outside(IReadOnlyList<AttendanceDay> days, DateOnly from, DateOnly to)
    {
        var outside = days.Select(day => day.Date).Where(date => date < from || date > to).Distinct().ToList();
        return outside.Count == 0 ? null : Named(outside);
    }

    private static string Named(List<DateOnly> days)
        => string.Join(", ", days.Take(DaysNamedMax).Select(Iso)) + (days.Count > DaysNamedMax ? $" and {days.Count - DaysNamedMax} more days" : "");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
