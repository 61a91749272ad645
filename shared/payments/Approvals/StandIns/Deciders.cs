using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Approvals.StandIns;

/// <summary>Who may decide on a payment as it stands, for themselves or for whom (UPI-7).</summary>
public sealed class Deciders(PaymentRecords records, UserRecords users, DelegationRecords delegations, Escalations escalations, AgencyCalendar calendar)
{
    /// <summary>
    /// Everybody who may decide now, by name and each once: the assignee or the users of the role, their delegates in force, and the superiors
    /// it was escalated to. Whom segregation of duties keeps out is left out, and so is who is not, or no longer, a user.
    /// </summary>
    public async Task<IReadOnlyList<Decider>> OfAsync(Payment payment, CancellationToken cancellation = default)
    {
        if (ApprovalRules.RoleAwaited(payment.Status) is not { } role)
        {
            return [];
        }

        var found = new Dictionary<string, Decider>(StringComparer.Ordinal);
        var client = await records.FindClientAsync(payment, cancellation);
        var escalation = await escalations.FindAsync(payment, cancellation);
        var assignees = await AssigneesAsync(users, client, role, cancellation);
        foreach (var assignee in assignees.Where(assignee => assignee.Active && ApprovalRules.IsClean(payment, assignee.Name, role)))
        {
            found[assignee.Name] = new Decider(assignee, null);
        }

        foreach (var assignee in assignees.Where(assignee => ApprovalRules.IsClean(payment, assignee.Name, role)))
        {
            var delegates = await delegations.DelegatesOfAsync(assignee.Name, calendar.Today, cancellation);
            var superiors = escalation?.To.Where(to => to.For == assignee.Name).Select(to => to.User) ?? [];
            foreach (var name in delegates.Concat(superiors).Where(name => !found.ContainsKey(name) && ApprovalRules.IsClean(payment, name, role)))
            {
                if (await users.FindAsync(name, cancellation) is { Active: true } user && user.IsOfAgency() && !IsParty(user, payment))
                {
                    found[name] = new Decider(user, assignee.Name);
                }
            }
        }

        return [.. found.Values.OrderBy(decider => decider.User.Name, StringComparer.Ordinal)];
    }

    /// <summary>Whose turn it is by assignment or role alone; without those who are no users.</summary>
    internal static async Task<IReadOnlyList<User>> AssigneesAsync(UserRecords users, Client? client, Role role, CancellationToken cancellation)
        => role != Role.Coordinator ? await users.OfRoleAsync(role, cancellation)
            : client is not null && await users.FindAsync(client.Coordinator, cancellation) is { } coordinator ? [coordinator]
            : [];

    /// <summary>Whether the person takes part in what is paid for, and so decides for nobody.</summary>
    internal static bool IsParty(User user, Payment payment)
        => user.ProviderId == payment.Facts.ProviderId || user.ChildIds?.Contains(payment.Facts.ClientId) == true;
}

/// <param name="User">Who may decide.</param>
/// <param name="OnBehalfOf">For whom; null where for oneself.</param>
public sealed record Decider(User User, string? OnBehalfOf);
