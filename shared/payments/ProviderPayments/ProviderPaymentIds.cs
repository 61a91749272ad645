using System.Diagnostics.CodeAnalysis;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// The ids of provider payments and their adjustments. They lead to the child's partition without a look-up and give away
/// nothing about the child; there is one payment for a period, a provider and a child, and so one id.
/// </summary>
public sealed class ProviderPaymentIds(PaymentIds ids)
{
    private const string PaymentPrefix = "pp-";
    private const string AdjustmentPrefix = "pa-";

    public static bool IsAdjustment(string id) => id.StartsWith(AdjustmentPrefix, StringComparison.Ordinal);

    public string OfPayment(string period, string providerId, string clientId) => PaymentPrefix + ids.Create(clientId, $"provider-payment|{period}|{providerId}");

    /// <param name="clientId">The child.</param>
    /// <param name="paymentId">The payment that is corrected.</param>
    /// <param name="requestId">What makes the adjustment itself; the same for a repeated one.</param>
    public string OfAdjustment(string clientId, string paymentId, string requestId) => AdjustmentPrefix + ids.Create(clientId, $"adjustment|{paymentId}|{requestId}");

    /// <summary>The child whose payment or adjustment it is; false for whatever this installation has not made.</summary>
    public bool TryReadClient(string? id, [NotNullWhen(true)] out string? clientId)
    {
        clientId = null;
        if (id is null || !(id.StartsWith(PaymentPrefix, StringComparison.Ordinal) || IsAdjustment(id)) || !ids.TryReadClient(id[PaymentPrefix.Length..], out var found))
        {
            return false;
        }

        clientId = found;
        return true;
    }
}
