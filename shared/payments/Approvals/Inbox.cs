using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>What waits for a caller, oldest first: what is the caller's own, what the caller stands in for, and what was escalated.</summary>
public sealed class Inbox(PaymentQueries queries, AgencyDirectory directory, StandInReader standIns)
{
    /// <summary>Whose turn it is in which status.</summary>
    private static readonly (Role Role, PaymentStatus Status)[] Turns =
    [
        (Role.Provider, PaymentStatus.Error),
        (Role.Coordinator, PaymentStatus.WaitingScApproval),
        (Role.Coordinator, PaymentStatus.Review),
        (Role.Technician, PaymentStatus.WaitingDspdApproval),
        (Role.Ofo, PaymentStatus.HeldByCaps),
    ];

    /// <summary>The payments that the caller may move on now, by the time since when they wait. What segregation of duties keeps from the caller is left out.</summary>
    /// <param name="caller">Whose inbox.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="PaymentQueries.TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PaymentPage> ReadAsync(Caller caller, string? after, int top, CancellationToken cancellation = default)
    {
        var waiting = new Dictionary<string, Waiting>(StringComparer.Ordinal);
        foreach (var (role, status) in Turns)
        {
            if (caller.Is(role))
            {
                await AddAsync(new Turn(caller, role, status, payment => IsFor(caller, role, payment), null));
            }
        }

        foreach (var principal in await standIns.DelegatedAsync(caller.User, cancellation))
        {
            foreach (var (role, status) in Turns)
            {
                if (role != Role.Provider && principal.Roles.Contains(role) && (principal.Active || role == Role.Coordinator))
                {
                    var other = new Caller(principal.Name, new HashSet<Role> { role });
                    await AddAsync(new Turn(other, role, status, payment => IsForBoth(caller, principal.Name, role, payment), principal.Name));
                }
            }
        }

        foreach (var (payment, escalation) in await standIns.EscalatedAsync(caller.User, cancellation))
        {
            var role = ApprovalRules.RoleAwaited(payment.Status);
            var principal = escalation.ActedForBy(caller.User).FirstOrDefault(name => role is { } awaited && IsForBoth(caller, name, awaited, payment));
            if (principal is not null && (after is null || string.CompareOrdinal(KeyOf(payment), after) > 0))
            {
                waiting.TryAdd(payment.Id, new(payment, principal));
            }
        }

        var ordered = waiting.Values.OrderBy(each => KeyOf(each.Payment), StringComparer.Ordinal).Take(top + 1).ToList();
        var page = ordered.Take(top).ToList();
        return new PaymentPage([.. page.Select(each => each.Payment)], ordered.Count > top ? KeyOf(page[^1].Payment) : null)
        {
            OnBehalfOf = page.Where(each => each.OnBehalfOf is not null).ToDictionary(each => each.Payment.Id, each => each.OnBehalfOf!, StringComparer.Ordinal),
        };

        async Task AddAsync(Turn turn)
        {
            foreach (var payment in await ReadTurnAsync(turn, after, top, cancellation))
            {
                // What is the caller's own stays so, whoever else it waits for.
                waiting.TryAdd(payment.Id, new(payment, turn.OnBehalfOf));
            }
        }
    }

    private async Task<IReadOnlyList<Payment>> ReadTurnAsync(Turn turn, string? after, int top, CancellationToken cancellation)
    {
        var found = new List<Payment>();
        var from = after;
        do
        {
            var page = await queries.ListAsync(turn.Reader, new PaymentFilter(turn.Status), from, PaymentQueries.TopMax, cancellation);
            foreach (var payment in page.Items.Where(turn.IsFor))
            {
                if (await IsAssignedAsync(turn, payment, cancellation))
                {
                    found.Add(payment);
                }
            }

            from = page.Next;
        }
        while (from is not null && found.Count <= top); // One more than asked for tells whether there is a next page.
        return found;
    }

    /// <summary>A coordinator sees more than waits for them: what they stand in for, and as staff, everything.</summary>
    private async Task<bool> IsAssignedAsync(Turn turn, Payment payment, CancellationToken cancellation)
        => turn.Role != Role.Coordinator
            || (await directory.FindClientAsync(payment.Facts.ClientId, cancellation) is { } client && client.Coordinator == turn.Reader.User);

    /// <summary>Every status is listed by this key, so one place in it holds for all of them.</summary>
    private static string KeyOf(Payment payment) => PaymentIndex.StatusKey(payment).Row;

    private static bool IsFor(Caller caller, Role role, Payment payment)
        => role == Role.Provider
            ? payment.Facts.ProviderId == caller.ProviderId
            : ApprovalRules.IsClean(payment, caller.User, role);

    private static bool IsForBoth(Caller caller, string principal, Role role, Payment payment)
        => ApprovalRules.IsClean(payment, caller.User, role)
            && ApprovalRules.IsClean(payment, principal, role)
            && !caller.IsOfProvider(payment.Facts.ProviderId)
            && !caller.IsParentOf(payment.Facts.ClientId);

    private sealed record Waiting(Payment Payment, string? OnBehalfOf);

    /// <param name="Reader">As whom the list is read.</param>
    private sealed record Turn(Caller Reader, Role Role, PaymentStatus Status, Func<Payment, bool> IsFor, string? OnBehalfOf);
}
