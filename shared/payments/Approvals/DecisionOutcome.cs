namespace Serverless.Payments.Approvals;

/// <summary>How a decision was settled: the payment moved, or the refusal says why it did not.</summary>
/// <param name="Status">The payment's status after it.</param>
/// <param name="Version">The payment's version after it.</param>
/// <param name="Refusal">Null where the payment moved.</param>
/// <param name="Left">The place in the status index that the payment left, still to be removed if a crash came between.</param>
public sealed record DecisionOutcome(PaymentStatus Status, int Version, Refusal? Refusal, IndexKey? Left = null);
