using Serverless.Payments.Amounts;

namespace Serverless.Payments.Approvals;

/// <summary>What somebody asks to be done with a payment.</summary>
/// <param name="Note">The note or reason given.</param>
/// <param name="Correction">For a resubmission: the fields that change.</param>
/// <param name="IfVersion">The version that the caller saw; refused as stale where it is another. Not checked where null.</param>
/// <param name="ByLink">Whether the holder of a mail's link asks, without signing in.</param>
public sealed record DecisionRequest(PaymentAction Action, string? Note = null, FactsCorrection? Correction = null, int? IfVersion = null, bool ByLink = false)
{
    /// <summary>How histories name what came by a link.</summary>
    public const string Link = "link";
}

/// <summary>The fields that a resubmission changes; null keeps the old value.</summary>
public sealed record FactsCorrection(
    string? ProviderId = null,
    string? ClientId = null,
    string? ServiceCode = null,
    Units? Units = null,
    Money? Rate = null,
    Money? Amount = null,
    DateOnly? ServiceFrom = null,
    DateOnly? ServiceTo = null)
{
    public PaymentFacts ApplyTo(PaymentFacts facts) => new(
        ProviderId ?? facts.ProviderId,
        ClientId ?? facts.ClientId,
        ServiceCode ?? facts.ServiceCode,
        Units ?? facts.Units,
        Rate ?? facts.Rate,
        Amount ?? facts.Amount,
        ServiceFrom ?? facts.ServiceFrom,
        ServiceTo ?? facts.ServiceTo);
}
