using Serverless.Payments.Approvals;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Records the mails that ask and remind: to whose turn it is when they are recorded, each once for one version of the payment,
/// however often the turn changes hands.
/// </summary>
public sealed class StagePrompts(Addressees addressees, MailOutbox outbox)
{
    /// <summary>To everybody who must act now.</summary>
    public async Task RecordAsync(Payment payment, MailKind kind, CancellationToken cancellation = default)
        => await RecordAsync(payment, kind, await addressees.OfAsync(payment, cancellation), cancellation);

    /// <summary>Asks those alone who are asked now for one person, whose absence began or ended.</summary>
    public async Task RecordForAsync(User assignee, Payment payment, CancellationToken cancellation = default)
        => await RecordAsync(payment, MailKind.Ask, await addressees.ForAsync(assignee, payment, cancellation), cancellation);

    private async Task RecordAsync(Payment payment, MailKind kind, IReadOnlyList<User> asked, CancellationToken cancellation)
    {
        foreach (var user in asked)
        {
            if (user is { Active: true, Email: not null, Mail: MailPreference.Each })
            {
                await outbox.RecordAsync(new MailCause(kind, user.Name, payment.Id, payment.Version), cancellation);
            }
        }
    }
}
