using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;
using Serverless.Payments.Users;

namespace Serverless.Payments.Mails;

/// <summary>
/// Tells people by mail that there is a notice, once under the notice's id: the users of its role, or of its provider. Who prefers
/// the digest finds it there.
/// </summary>
public sealed class NoticeMails(UserRecords users, MailOutbox outbox)
{
    public async Task RecordAsync(Notice notice, CancellationToken cancellation = default)
    {
        var addressees = notice is { ToRole: Role.Provider, ToProvider: { } provider } ? await users.OfProviderAsync(provider, cancellation) : await users.OfRoleAsync(notice.ToRole, cancellation);
        foreach (var user in addressees)
        {
            if (user is { Email: not null, Mail: MailPreference.Each })
            {
                await outbox.RecordAsync(new MailCause(MailKind.Notice, user.Name, Notice: new NoticeText(notice.Id, notice.About, notice.Brief)), cancellation);
            }
        }
    }
}
