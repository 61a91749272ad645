using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Approvals.StandIns;

/// <summary>Reads who acts for whom: delegations that are in force today, and what was escalated.</summary>
public sealed class StandInReader(PaymentRecords records, UserRecords users, DelegationRecords delegations, Escalations escalations, ApprovalPolicies policies, AgencyCalendar calendar)
{
    public Escalations Escalations => escalations;

    /// <summary>What the rules need to judge a decision.</summary>
    public async Task<DecisionBasis> BasisAsync(Payment payment, Decision decision, CancellationToken cancellation)
    {
        var basis = new DecisionBasis(await records.FindClientAsync(payment, cancellation), await policies.ReadAsync(cancellation));
        if (decision.OnBehalfOf is not { } principal)
        {
            return basis;
        }

        var isForRole = await users.FindAsync(principal, cancellation) is { } user && IsForRole(user, decision.Role, basis.Client);
        var isParty = await FindActorAsync(decision.By, cancellation) is { } actor && Deciders.IsParty(actor, payment);
        var isEntitled = (await PrincipalsAsync(decision.By, payment, cancellation)).Any(entitling => entitling.Name == principal);
        return basis with { StandIn = new StandIn(isForRole, isEntitled, isParty) };
    }

    /// <summary>Whom the user may act for on the payment in a role, by name.</summary>
    public async Task<IReadOnlyList<string>> PrincipalsAsync(string user, Payment payment, Role role, CancellationToken cancellation)
    {
        var principals = await PrincipalsAsync(user, payment, cancellation);
        if (principals.Count == 0)
        {
            return [];
        }

        var client = await records.FindClientAsync(payment, cancellation);
        return [.. principals.Where(principal => IsForRole(principal, role, client)).Select(principal => principal.Name)];
    }

    /// <summary>The users for whom the user acts today by delegation.</summary>
    public async Task<IReadOnlyList<User>> DelegatedAsync(string user, CancellationToken cancellation)
        => await delegations.ActingForAsync(user, calendar.Today, cancellation) is { Count: > 0 } names && await FindActorAsync(user, cancellation) is not null
            ? await UsersAsync(names, cancellation)
            : [];

    /// <summary>The payments that were escalated to the user and still wait, in no particular order.</summary>
    internal async Task<IReadOnlyList<(Payment Payment, Escalation Escalation)>> EscalatedAsync(string user, CancellationToken cancellation)
        => await escalations.OfAsync(user, cancellation) is { Count: > 0 } escalated && await FindActorAsync(user, cancellation) is not null ? escalated : [];

    /// <summary>Whether the user could decide in the role for the client; an assignment outlasts the assignee's own time.</summary>
    public static bool IsForRole(User user, Role role, Client? client)
        => role == Role.Coordinator ? client is not null && client.Coordinator == user.Name : user.Active && user.Roles.Contains(role);

    private async Task<IReadOnlyList<User>> PrincipalsAsync(string user, Payment payment, CancellationToken cancellation)
    {
        var delegated = await delegations.ActingForAsync(user, calendar.Today, cancellation);
        var escalated = (await escalations.FindAsync(payment, cancellation))?.ActedForBy(user) ?? [];
        string[] names = [.. delegated.Concat(escalated).Distinct(StringComparer.Ordinal)];
        return names.Length > 0 && await FindActorAsync(user, cancellation) is not null ? await UsersAsync(names, cancellation) : [];
    }

    /// <summary>Who acts for others does so by our records, whatever a token still says: null for who left, and for who is not, or no longer, of the agency.</summary>
    private async Task<User?> FindActorAsync(string user, CancellationToken cancellation)
        => await users.FindAsync(user, cancellation) is { Active: true } actor && actor.IsOfAgency() ? actor : null;

    private async Task<IReadOnlyList<User>> UsersAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var found = new List<User>();
        foreach (var name in names)
        {
            if (await users.FindAsync(name, cancellation) is { } user)
            {
                found.Add(user);
            }
        }

        return found;
    }
}
