using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.Approvals.Overview;

/// <summary>Something that an approver would want to notice. It decides nothing.</summary>
/// <param name="Code">The same for programs.</param>
/// <param name="Text">In a few words.</param>
public sealed record Oddity(string Code, string Text);

/// <summary>What is unusual about a payment, from what is known of its budget and of the client's other payments.</summary>
public static class Oddities
{
    /// <summary>Days between the service and its submission from which on it is late.</summary>
    private const int LateDays = 90;

    /// <summary>Payments that make an average.</summary>
    private const int EarlierMin = 3;

    /// <summary>Times the average from which on an amount is large.</summary>
    private const decimal LargeTimes = 2m;

    /// <summary>Percent of the Monthly Max from which on little is left.</summary>
    private const decimal NearlyUsedPercent = 90m;

    /// <param name="payment">The payment looked at.</param>
    /// <param name="budget">Its budget, with it.</param>
    /// <param name="others">Other payments of the client.</param>
    public static IReadOnlyList<Oddity> Of(Payment payment, BudgetUse budget, IReadOnlyList<Payment> others)
    {
        var found = new List<Oddity>();
        if (payment.Status == PaymentStatus.Review)
        {
            found.AddRange(payment.Validation.Select(message => new Oddity(message.Code, message.Message)));
        }

        if (payment.ResubmissionOf is { } replaced)
        {
            var status = others.FirstOrDefault(other => other.Id == replaced)?.Status.DisplayName();
            found.Add(new("RESUBMISSION", status is null ? "Replaces an earlier payment" : $"Replaces one that is {status}"));
        }

        CheckBudget(budget, found);
        CheckAmount(payment, others, found);
        var lateDays = AgencyCalendar.DayOf(payment.CreatedAt).DayNumber - payment.Facts.ServiceTo.DayNumber;
        if (lateDays > LateDays)
        {
            found.Add(new("LATE", $"Submitted {lateDays} days after the service"));
        }

        return found;
    }

    private static void CheckBudget(BudgetUse budget, List<Oddity> found)
    {
        if (budget.IsExceeded && found.Exists(oddity => oddity.Code == "MONTHLY_MAX"))
        {
            // The validation has said it already.
            return;
        }

        if (budget.IsExceeded)
        {
            found.Add(new("BUDGET_EXCEEDED", $"{budget.Together} of {budget.MonthlyMax} units, above the Monthly Max"));
        }
        else if (budget.MonthlyMax is { Count: > 0 } most && budget.Together.Count * 100 >= most.Count * NearlyUsedPercent)
        {
            var percent = decimal.Truncate(budget.Together.Count * 100 / most.Count).ToString(CultureInfo.InvariantCulture);
            found.Add(new("BUDGET_NEARLY_USED", $"Takes the budget of the month to {percent} %"));
        }
    }

    private static void CheckAmount(Payment payment, IReadOnlyList<Payment> others, List<Oddity> found)
    {
        var alike = others.Where(other => other.Facts.ServiceCode == payment.Facts.ServiceCode && other.CreatedAt < payment.CreatedAt && other.Status.IsLive()).ToList();
        if (alike.Count > 0 && !alike.Exists(other => other.Facts.ProviderId == payment.Facts.ProviderId))
        {
            found.Add(new("OTHER_PROVIDER", "Another provider than before for this client and service"));
        }

        if (alike.Count < EarlierMin)
        {
            return;
        }

        var average = alike.Sum(other => other.Facts.Amount.Amount) / alike.Count;
        if (payment.Facts.Amount.Amount > average * LargeTimes)
        {
            found.Add(new("LARGE", $"More than twice the usual {Money.Of(decimal.Round(average, 2))}"));
        }
    }
}
