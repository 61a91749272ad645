using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>One act on a participant's account; never changed. The account is the fold of its events.</summary>
/// <param name="N">From 1, without a gap.</param>
/// <param name="By">The user who acted.</param>
/// <param name="EntryDate">The agency's date of the act.</param>
/// <param name="Moves">What was allocated to charges by it, and below zero what was released, in that order.</param>
public sealed record ChargeEvent(int N, string By, DateTimeOffset At, DateOnly EntryDate, IReadOnlyList<AllocationMove> Moves)
{
    /// <summary>A charge was entered.</summary>
    public ChargeEntry? Charge { get; init; }

    /// <summary>A payment was entered.</summary>
    public PaymentEntry? Payment { get; init; }

    /// <summary>A payment was corrected.</summary>
    public PaymentCorrection? Correction { get; init; }
}

/// <param name="PrintPeriod">The billing period on whose statement it appears, such as <c>2026-11</c>.</param>
public sealed record ChargeEntry(DateOnly Date, Money Amount, string PrintPeriod, string Description);

/// <param name="PostingDate">When it is applied to the charges.</param>
/// <param name="Seq">Counts from 1 within the posting date.</param>
public sealed record PaymentEntry(PaymentForm Form, Money Amount, DateOnly PostingDate, int Seq);

/// <param name="Payment">The payment's number in the account.</param>
/// <param name="From">Its total before.</param>
/// <param name="To">The corrected total.</param>
public sealed record PaymentCorrection(int Payment, Money From, Money To, string Reason);

/// <summary>How a participant has paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentForm>))]
public enum PaymentForm
{
    Check,
    Cash,

    /// <summary>Entered by the billing calculation, never by a person (PS-1).</summary>
    Interface,
}
