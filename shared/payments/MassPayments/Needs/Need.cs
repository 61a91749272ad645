using Serverless.Payments.Amounts;

namespace Serverless.Payments.MassPayments.Needs;

/// <summary>
/// What a person needs and a provider gives, with the service arrangement that was made for it (KEES-6). It exists from the
/// approval of its mass payment on and not before (KEES-7): a row of it counts only where that was approved under the same number.
/// </summary>
/// <param name="MassPaymentId">The mass payment that made it.</param>
/// <param name="N">The entry there.</param>
/// <param name="Approval">The approval that wrote it.</param>
public sealed record Need(
    string Id,
    string MassPaymentId,
    int N,
    int Approval,
    string ClientId,
    string CaseNumber,
    string ProviderId,
    string Category,
    string Type,
    DateOnly Begin,
    DateOnly End,
    ServiceArrangement Arrangement)
{
    public static Need Of(MassPayment page, MassEntryFacts entry) => new(
        MassPaymentKeys.NeedId(page.Id, entry.N),
        page.Id,
        entry.N,
        page.Attempt,
        entry.ClientId,
        entry.CaseNumber,
        page.ProviderId,
        entry.NeedCategory,
        entry.NeedType,
        entry.Begin,
        entry.End,
        new ServiceArrangement(MassPaymentKeys.ArrangementId(page.Id, entry.N), page.ServiceId, entry.Amount, MassPaymentKeys.RequestId(page.Id, entry.N)));

    /// <summary>Whether both are for a common day; of the same client, provider and type that is a duplicate (KEES-7).</summary>
    public bool Overlaps(MassEntryFacts entry) => Begin <= entry.End && entry.Begin <= End;
}

/// <summary>That a provider's service meets a need, over the need's days.</summary>
/// <param name="PaymentRequestId">What pays it.</param>
public sealed record ServiceArrangement(string Id, string ServiceId, Money Amount, string PaymentRequestId);
