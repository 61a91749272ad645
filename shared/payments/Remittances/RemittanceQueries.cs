using Serverless.Payments.Billing;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Remittances;

/// <summary>Reads sessions and what they speak of. Billers and auditors see all of them; lists are of one's own, and of those that wait in the inbox.</summary>
public sealed class RemittanceQueries(RemittanceRecords records, QueueInvoices queued, BillingQueries invoices)
{
    /// <summary>The most that one page holds.</summary>
    public const int TopMax = 500;

    /// <summary>Sessions looked at for one page, so that a status that few have does not read all that a user ever posted at once.</summary>
    public const int LookedAtMax = 1_000;

    public async Task<RemittanceState?> FindAsync(Caller caller, string id, CancellationToken cancellation = default)
        => MaySee(caller) && await records.LoadAsync(id, cancellation) is { } stored ? stored.State : null;

    /// <summary>The invoices of the queue as they stand, by number.</summary>
    public Task<IReadOnlyDictionary<string, BillingInvoice>> InvoicesAsync(RemittanceState state, CancellationToken cancellation = default) => queued.ReadAsync(state, check: null, cancellation);

    /// <summary>The caller's sessions and those in the inbox, the first one first; for an auditor those of everybody.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="status">Those of this status alone; null for all.</param>
    /// <param name="after">What the page before answered as next.</param>
    /// <param name="top">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The page, which may be short or empty and have a next one all the same.</returns>
    public async Task<(IReadOnlyList<Remittance> Items, string? Next)> ListAsync(Caller caller, RemittanceStatus? status, string? after, int top, CancellationToken cancellation = default)
    {
        if (!MaySee(caller))
        {
            return ([], null);
        }

        string?[] users = caller.Is(Role.Biller) ? [caller.User, RemittanceCommands.Inbox] : [null];
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            keys.UnionWith(await records.KeysAsync(user, after, cancellation).Take(LookedAtMax + 1).ToListAsync(cancellation));
        }

        var found = new List<Remittance>();
        string? last = null;
        foreach (var key in keys.Take(LookedAtMax).TakeWhile(_ => found.Count < top))
        {
            // Listed twice is what came as a file and was resumed: once among the inbox's, and once among the biller's.
            var session = await records.FindAsync(RemittanceKeys.IdOfListed(key), cancellation);
            if (session is not null && RemittanceKeys.Listed(session.CreatedAt, session.Id) == key && (users is [null] || users.Contains(session.Owner)) && (status is null || session.Status == status))
            {
                found.Add(session);
            }

            last = key;
        }

        return (found, last is not null && last != keys.Max ? last : null);
    }

    /// <summary>The active records (SAN-3): a page of the payer's invoices. In a batch of takebacks those alone that were paid, whether they are open or not (SAN-7).</summary>
    public Task<BillingPage> RecordsAsync(RemittanceState state, BillingFilter filter, string? after, int top, CancellationToken cancellation = default)
        => invoices.ListAsync(state.Remittance.Batch.IsTakeback ? filter with { IncludePaid = true, OnlyPaid = true } : filter, after, top, cancellation);

    private static bool MaySee(Caller caller) => caller.Is(Role.Biller) || caller.Is(Role.Auditor);
}
