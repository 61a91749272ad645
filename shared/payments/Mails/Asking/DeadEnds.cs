using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Tells the admins of a payment that waited until its escalation and that nobody stands above to take: no superior is named, or those
/// who are have left, or segregation of duties keeps them from it. Without a word it would wait for ever.
/// </summary>
public sealed class DeadEnds(PaymentRecords records, Notices notices, ILogger<DeadEnds> logger)
{
    /// <summary>Tells it, once for each version of the payment; nothing where it has moved on.</summary>
    /// <returns>Whether it was told now.</returns>
    public async Task<bool> TellAsync(string paymentId, int version, CancellationToken cancellation = default)
    {
        if (await records.FindAsync(paymentId, cancellation) is not { } payment || payment.Version != version)
        {
            return false;
        }

        Log.EscalationFoundNobody(logger, payment.Id, payment.Status);
        var since = payment.StatusSince.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var notice = new Notice(
            $"dead-end-{payment.Id}-{version.ToString(CultureInfo.InvariantCulture)}",
            Role.Admin,
            null,
            "A payment waits and nobody stands above to take it",
            $"Payment {payment.Id} is in the status {payment.Status.DisplayName()} since {since}. It was to be escalated, and there is no superior who may decide: none is named, or it is somebody who has left or has acted on the payment before. Name a superior, assign the client to another support coordinator, or record a delegation.",
            payment.Id,
            default) { Brief = new("A payment waits and nobody stands above to take it", [new("Status", $"{payment.Status.DisplayName()} since {since}")]) };
        return await notices.TellAsync(notice, cancellation);
    }
}
