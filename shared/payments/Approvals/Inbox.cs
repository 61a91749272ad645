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
    /// <param name="caller">Whose inbox.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many, 1 to <see cref="PaymentQueries.TopMax"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<PaymentPage> ReadAsync(Caller caller, string? after, int top, CancellationToken cancellation = default)
    {
        var waiting = new List<Payment>();
        foreach (var (role, status) in Turns)
        {
            if (!caller.Is(role))
            {
                continue;
            }

            // One more than asked for tells whether there is a next page.
            var from = after;
            var found = 0;
            do
            {
                var page = await queries.ListAsync(caller, new PaymentFilter(status), from, PaymentQueries.TopMax, cancellation);
                var mine = page.Items.Where(payment => IsFor(caller, role, payment)).ToList();
                waiting.AddRange(mine);
                found += mine.Count;
                from = page.Next;
            }
            while (from is not null && found <= top);
        }

        var ordered = waiting.OrderBy(KeyOf, StringComparer.Ordinal).Take(top + 1).ToList();
        return ordered.Count > top
            ? new PaymentPage(ordered[..top], KeyOf(ordered[top - 1]))
            : new PaymentPage(ordered, null);
    }

    /// <summary>Every status is listed by this key, so one place in it holds for all of them.</summary>
    private static string KeyOf(Payment payment) => PaymentIndex.StatusKey(payment).Row;

    private static bool IsFor(Caller caller, Role role, Payment payment)
        => role == Role.Provider
            ? payment.Facts.ProviderId == caller.ProviderId
            : payment.SubmittedBy != caller.User && !payment.Acts.Any(act => act.By == caller.User && act.Role != role);
}
