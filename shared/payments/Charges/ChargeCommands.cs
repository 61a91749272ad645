using Serverless.Payments.Amounts;

namespace Serverless.Payments.Charges;

/// <summary>A charge that is asked for.</summary>
/// <param name="PrintPeriod">The billing period, such as <c>2026-11</c>.</param>
public sealed record ChargeCommand(DateOnly Date, Money Amount, string PrintPeriod, string Description);

/// <summary>A payment that is asked for.</summary>
/// <param name="Allocations">By hand (PS-2); to the oldest charges first where there are none.</param>
public sealed record PayCommand(PaymentForm Form, Money Amount, DateOnly PostingDate, IReadOnlyList<HandAllocation> Allocations);

/// <param name="Charge">The charge's id, as it was given.</param>
public sealed record HandAllocation(string Charge, Money Amount);

/// <summary>A correction that is asked for.</summary>
/// <param name="Payment">The payment's id, or its sequence.</param>
/// <param name="PostingDate">Of the payment; needed where several posting dates have the sequence.</param>
/// <param name="Amount">The corrected total.</param>
public sealed record AdjustCommand(string Payment, DateOnly? PostingDate, Money Amount, string Reason);
