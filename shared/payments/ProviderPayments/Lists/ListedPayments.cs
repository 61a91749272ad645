using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Adjustments;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>Makes the rows of lists out of records, with the names by which people know provider and child.</summary>
public sealed class ListedPayments(AgencyDirectory directory)
{
    public async Task<ListedPayment> OfAsync(ProviderPayment payment, CancellationToken cancellation = default)
    {
        var (provider, child) = await NamesAsync(payment.ProviderId, payment.ClientId, cancellation);
        return new(
            payment.Id, ListedKind.Payment, payment.Period, payment.ProviderId, provider, payment.ClientId, child, payment.ServiceCode,
            payment.Submission, payment.Status, payment.Version, payment.StatusSince, payment.Amount);
    }

    /// <summary>An exported adjustment, in the period that it was exported in.</summary>
    /// <exception cref="ArgumentException">It is not exported.</exception>
    public async Task<ListedPayment> OfAsync(Adjustment adjustment, CancellationToken cancellation = default)
    {
        var period = adjustment.PaidIn ?? throw new ArgumentException($"Adjustment {adjustment.Id} is not exported; no tab shows it.", nameof(adjustment));
        var (provider, child) = await NamesAsync(adjustment.ProviderId, adjustment.ClientId, cancellation);
        return new(
            adjustment.Id, ListedKind.Adjustment, period, adjustment.ProviderId, provider, adjustment.ClientId, child, adjustment.ServiceCode,
            SubmissionStatus.New, ProviderPaymentStatus.Paid, adjustment.Version, adjustment.StatusSince, adjustment.Amount, adjustment.PaymentId);
    }

    private async Task<(string Provider, string Child)> NamesAsync(string providerId, string clientId, CancellationToken cancellation)
    {
        var provider = await directory.FindProviderAsync(providerId, cancellation);
        var client = await directory.FindClientAsync(clientId, cancellation);
        return (provider?.Name ?? providerId, client is null ? clientId : $"{client.LastName}, {client.FirstName}");
    }
}
