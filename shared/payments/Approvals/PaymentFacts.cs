using Serverless.Payments.Amounts;

namespace Serverless.Payments.Approvals;

/// <summary>What a provider asks to be paid for; the fields that a correction may change.</summary>
/// <param name="ServiceFrom">The first day of service, inclusive.</param>
/// <param name="ServiceTo">The last day of service, inclusive.</param>
public sealed record PaymentFacts(
    string ProviderId,
    string ClientId,
    string ServiceCode,
    Units Units,
    Money Rate,
    Money Amount,
    DateOnly ServiceFrom,
    DateOnly ServiceTo);
