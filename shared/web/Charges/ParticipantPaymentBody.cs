using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Charges;

namespace Serverless.Web.Charges;

/// <summary>A participant's payment in detail (PS-4).</summary>
/// <param name="Id">Posting date and sequence.</param>
/// <param name="Seq">Counts from 1 within the posting date.</param>
/// <param name="PostingDate">When it is applied to the charges.</param>
/// <param name="EntryDate">The agency's date on which it was entered.</param>
/// <param name="PrintPeriod">The month of the posting date, on whose statement it appears.</param>
/// <param name="Form">check, cash or interface.</param>
/// <param name="Payment">The amount as it was entered.</param>
/// <param name="PaymentAdjustments">The corrected total; null where it was never corrected.</param>
/// <param name="Adjustments">Its corrections, the first one first.</param>
/// <param name="ActualPayment">What is applied to charges.</param>
/// <param name="OpenCredit">What is left of it for charges to come.</param>
/// <param name="Allocations">What is applied to which charge, the oldest charge first.</param>
/// <param name="AccountOpenCredit">The participant's open credit; only where the payment was just entered or corrected.</param>
/// <param name="Owed">What is open of all the participant's charges; likewise.</param>
public sealed record ParticipantPaymentBody(
    string Id,
    int Seq,
    DateOnly PostingDate,
    DateOnly EntryDate,
    string PrintPeriod,
    string Form,
    Money Payment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Money? PaymentAdjustments,
    IReadOnlyList<PaymentAdjustmentBody> Adjustments,
    Money ActualPayment,
    Money OpenCredit,
    IReadOnlyList<AllocationBody> Allocations,
    Money? AccountOpenCredit = null,
    Money? Owed = null)
{
    public static ParticipantPaymentBody Of(ChargeAccount account, ParticipantPayment payment) => new(
        payment.Id,
        payment.Entry.Seq,
        payment.Entry.PostingDate,
        payment.EntryDate,
        payment.Entry.PostingDate.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
        payment.Entry.Form.ToString().ToLowerInvariant(),
        payment.Entry.Amount,
        payment.Adjustments.Count == 0 ? null : payment.Total,
        [.. payment.Adjustments.Select(adjustment => new PaymentAdjustmentBody(adjustment.At, adjustment.By, adjustment.Reason, adjustment.From, adjustment.To))],
        payment.Applied,
        payment.OpenCredit,
        AllocationBody.Of(account, payment));

    /// <summary>The same with where the account stands now.</summary>
    public static ParticipantPaymentBody After(ChargeAccount account, ParticipantPayment payment)
        => Of(account, payment) with { AccountOpenCredit = account.OpenCredit, Owed = account.Owed };
}

/// <summary>A correction of a payment.</summary>
/// <param name="From">The total before.</param>
/// <param name="To">The corrected total.</param>
public sealed record PaymentAdjustmentBody(DateTimeOffset At, string By, string Reason, Money From, Money To);

/// <param name="Charge">The charge's id.</param>
public sealed record AllocationBody(string Charge, Money Amount)
{
    public static IReadOnlyList<AllocationBody> Of(ChargeAccount account, ParticipantPayment payment)
        => [.. payment.Allocations
            .GroupBy(allocation => allocation.Charge)
            .OrderBy(group => account.Charges[group.Key - 1].Entry.Date)
            .ThenBy(group => group.Key)
            .Select(group => new AllocationBody(ChargeBody.IdOf(group.Key), group.Aggregate(Money.Zero, (sum, allocation) => sum + allocation.Amount)))];
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
/// <param name="OpenCredit">The participant's.</param>
public sealed record ParticipantPaymentList(IReadOnlyList<ParticipantPaymentBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, Money OpenCredit);

/// <summary>What was posted on a date, with its totals.</summary>
/// <param name="Payment">What was entered.</param>
/// <param name="PaymentAdjustments">What the payments come to after corrections; null where none was corrected.</param>
/// <param name="ActualPayment">What is applied to charges.</param>
public sealed record PostingDateBody(
    DateOnly PostingDate,
    Money Payment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Money? PaymentAdjustments,
    Money ActualPayment,
    Money OpenCredit,
    IReadOnlyList<ParticipantPaymentBody> Payments)
{
    public static PostingDateBody Of(ChargeAccount account, DateOnly date, IReadOnlyCollection<ParticipantPayment> payments) => new(
        date,
        Sum(payments, payment => payment.Entry.Amount),
        payments.All(payment => payment.Adjustments.Count == 0) ? null : Sum(payments, payment => payment.Total),
        Sum(payments, payment => payment.Applied),
        Sum(payments, payment => payment.OpenCredit),
        [.. payments.Select(payment => ParticipantPaymentBody.Of(account, payment))]);

    private static Money Sum(IEnumerable<ParticipantPayment> payments, Func<ParticipantPayment, Money> figure) => payments.Aggregate(Money.Zero, (sum, payment) => sum + figure(payment));
}

/// <param name="Items">The earliest posting date first.</param>
/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record PostingDateList(IReadOnlyList<PostingDateBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
