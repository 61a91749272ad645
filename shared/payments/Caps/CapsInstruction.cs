using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Caps;

/// <param name="Key"><c>{payment}/{attempt}</c>; what CAPS recognises a repetition by.</param>
public sealed record CapsInstruction(string Key, PaymentFacts Facts) : IInstruction;
