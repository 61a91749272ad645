using Serverless.Payments.Approvals;

namespace Serverless.Payments.Charges;

/// <param name="Event">What is to be written; null where the act is refused.</param>
/// <param name="Refusal">Why nothing changes.</param>
public sealed record Decided(ChargeEvent? Event, Refusal? Refusal);
