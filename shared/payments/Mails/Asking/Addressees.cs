using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Who must act on a payment in its stage, by mail: during an absence the delegates in the absent one's place, and nobody whom the
/// segregation of duties keeps from it.
/// </summary>
public sealed class Addressees(PaymentRecords records, UserRecords users, DelegationRecords delegations, AgencyCalendar calendar)
{
    /// <summary>Beyond so many, more mails for one payment make no difference.</summary>
    public const int CountMax = 200;

    /// <summary>Whether people are asked in the status at all.</summary>
    public static bool IsAsked(PaymentStatus status) => status
        is PaymentStatus.WaitingScApproval
        or PaymentStatus.Review
        or PaymentStatus.Error
        or PaymentStatus.WaitingDspdApproval
        or PaymentStatus.HeldByCaps;

    /// <summary>Whether what the status waits for is an approval or a denial, so that a link may carry it.</summary>
    public static bool IsApproval(PaymentStatus status) => status
        is PaymentStatus.WaitingScApproval
        or PaymentStatus.Review
        or PaymentStatus.WaitingDspdApproval;

    /// <summary>The users, each once, by name. Superiors are told of an escalation by mails of its own.</summary>
    public async Task<IReadOnlyList<User>> OfAsync(Payment payment, CancellationToken cancellation = default)
    {
        if (payment.Status == PaymentStatus.Error)
        {
            return [.. (await users.OfProviderAsync(payment.Facts.ProviderId, cancellation)).Take(CountMax)];
        }

        if (ApprovalRules.RoleAwaited(payment.Status) is not { } role)
        {
            return [];
        }

        var asked = new SortedDictionary<string, User>(StringComparer.Ordinal);
        foreach (var assignee in await Deciders.AssigneesAsync(users, await records.FindClientAsync(payment, cancellation), role, cancellation))
        {
            foreach (var user in await ForAsync(assignee, payment, role, cancellation))
            {
                asked[user.Name] = user;
            }
        }

        return [.. asked.Values.Take(CountMax)];
    }

    /// <summary>Whether the user is one of them, by reading what concerns this user alone.</summary>
    public async Task<bool> IsAskedAsync(Payment payment, User user, CancellationToken cancellation = default)
    {
        if (payment.Status == PaymentStatus.Error)
        {
            return user.Active && user.ProviderId == payment.Facts.ProviderId;
        }

        if (ApprovalRules.RoleAwaited(payment.Status) is not { } role)
        {
            return false;
        }

        var client = role == Role.Coordinator ? await records.FindClientAsync(payment, cancellation) : null;
        if (await IsAskedForAsync(user))
        {
            return true;
        }

        foreach (var name in await delegations.ActingForAsync(user.Name, calendar.Today, cancellation))
        {
            if (await users.FindAsync(name, cancellation) is { } principal && await IsAskedForAsync(principal))
            {
                return true;
            }
        }

        return false;

        async Task<bool> IsAskedForAsync(User assignee)
            => StandInReader.IsForRole(assignee, role, client) && (await ForAsync(assignee, payment, role, cancellation)).Any(asked => asked.Name == user.Name);
    }

    /// <summary>Who is asked for one whose turn it is, if anybody: they themselves, or during an absence the delegates, where a mail reaches one of them.</summary>
    public async Task<IReadOnlyList<User>> ForAsync(User assignee, Payment payment, CancellationToken cancellation = default)
        => ApprovalRules.RoleAwaited(payment.Status) is { } role && StandInReader.IsForRole(assignee, role, await records.FindClientAsync(payment, cancellation))
            ? await ForAsync(assignee, payment, role, cancellation)
            : [];

    private async Task<IReadOnlyList<User>> ForAsync(User assignee, Payment payment, Role role, CancellationToken cancellation)
    {
        if (!ApprovalRules.IsClean(payment, assignee.Name, role))
        {
            return [];
        }

        var delegates = new List<User>();
        foreach (var name in await delegations.DelegatesOfAsync(assignee.Name, calendar.Today, cancellation))
        {
            if (ApprovalRules.IsClean(payment, name, role) && await users.FindAsync(name, cancellation) is { Active: true } user && user.IsOfAgency() && !Deciders.IsParty(user, payment))
            {
                delegates.Add(user);
            }
        }

        return assignee.Active && !delegates.Exists(IsReached) ? [assignee, .. delegates] : delegates;
    }

    private static bool IsReached(User user) => user is { Email: not null, Mail: not MailPreference.None };
}
