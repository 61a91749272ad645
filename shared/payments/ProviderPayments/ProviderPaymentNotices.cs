using System.Globalization;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Payments.Notifications;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Who is told what of a provider payment (CARE-3): the provider of a question, Operations of its answer. Whatever else waits, the tabs show.</summary>
public sealed class ProviderPaymentNotices(Notices notices)
{
    /// <summary>Tells what the payment's present version is news of; told again, it is told once.</summary>
    public async Task TellAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        if (NoticeOf(payment) is { } notice)
        {
            await notices.TellAsync(notice, cancellation);
        }
    }

    private static Notice? NoticeOf(ProviderPayment payment) => payment switch
    {
        { Status: ProviderPaymentStatus.Hold, Question: { } question } => new(
            IdOf(payment, "question", question), Role.Provider, payment.ProviderId, $"A question on the payment for {payment.Period}",
            $"The agency asks: {question.Text} The payment waits for your answer.", payment.Id, default) { Brief = BriefOf(payment, "The agency has a question on a provider payment, which waits for your answer") },
        { Status: ProviderPaymentStatus.Received, Answer: { } answer } => new(
            IdOf(payment, "answer", answer), Role.Operations, null, $"The question on the payment of {payment.ProviderId} for {payment.Period} is answered",
            $"{(answer.Role == Role.Provider ? "The provider answers" : "Taken down by operations")}: {answer.Text} The payment is Received again; review it.", payment.Id, default) { Brief = BriefOf(payment, "There is an answer on a provider payment, which waits for your review") },
        _ => null,
    };

    private static NoticeBrief BriefOf(ProviderPayment payment, string what) => new(what,
    [
        new("Payment", payment.Id),
        new("Provider", payment.ProviderId),
        new("Client", MaskedClient.Of(payment.ClientId)),
        new("Service period", payment.Period),
        new("Status", payment.Status.DisplayName()),
        .. payment.Amount is { } amount ? [new NoticeFact("Amount", $"{amount}")] : Array.Empty<NoticeFact>(),
    ]);

    private static string IdOf(ProviderPayment payment, string what, Remark remark) => string.Create(CultureInfo.InvariantCulture, $"{payment.Id}|{what}|{remark.Version}");
}
