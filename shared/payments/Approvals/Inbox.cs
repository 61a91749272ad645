using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>What waits for a caller, oldest first.</summary>
public sealed class Inbox(PaymentQueries queries)
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
    public async Task<IReadOnlyList<Payment>> ReadAsync(Caller caller, int top, CancellationToken cancellation = default)
    {
        var waiting = new List<Payment>();
        foreach (var (role, status) in Turns)
        {
            if (!caller.Is(role))
            {
                continue;
            }

            string? after = null;
            var found = 0;
            do
            {
                var page = await queries.ListAsync(caller, new PaymentFilter(status), after, top, cancellation);
                var mine = page.Items.Where(payment => IsFor(caller, role, payment)).ToList();
                waiting.AddRange(mine);
                found += mine.Count;
                after = page.Next;
            }
            while (after is not null && found < top);
        }

        return [.. waiting.OrderBy(payment => payment.StatusSince).ThenBy(payment => payment.Id, StringComparer.Ordinal).Take(top)];
    }

    private static bool IsFor(Caller caller, Role role, Payment payment)
        => role == Role.Provider
            ? payment.Facts.ProviderId == caller.ProviderId
            : payment.SubmittedBy != caller.User && !payment.Acts.Any(act => act.By == caller.User && act.Role != role);
}
