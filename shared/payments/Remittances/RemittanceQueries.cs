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
            if (await ListedAsync(key, users, status, cancellation) is { } session)
            {
                found.Add(session);
            }

            last = key;
        }

        return (found, last is not null && last != keys.Max ? last : null);
    }

    /// <summary>The caller's sessions and those in the inbox, the latest first; for an auditor those of everybody.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="asked">Which ones.</param>
    /// <param name="now">The time, near which the latest are.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The page, which may be short or empty and have older ones all the same, and before what these begin.</returns>
    public async Task<(IReadOnlyList<Remittance> Items, string? Older)> LatestAsync(Caller caller, LatestAsked asked, DateTimeOffset now, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(asked.Top, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked.Top, TopMax);
        if (!MaySee(caller))
        {
            return ([], null);
        }

        string?[] users = asked.OwnAlone ? [caller.User] : caller.Is(Role.Biller) ? [caller.User, RemittanceCommands.Inbox] : [null];
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            keys.UnionWith(await records.NewestKeysAsync(user, asked.Before, now, cancellation).Take(LookedAtMax + 1).ToListAsync(cancellation));
        }

        var found = new List<Remittance>();
        string? last = null;
        foreach (var key in keys.Reverse().Take(LookedAtMax).TakeWhile(_ => found.Count < asked.Top))
        {
            if (await ListedAsync(key, users, asked.Status, cancellation) is { } session)
            {
                found.Add(session);
            }

            last = key;
        }

        return (found, last is not null && last != keys.Min ? last : null);
    }

    /// <summary>The active records (SAN-3): a page of the payer's invoices. In a batch of takebacks those alone that were paid, whether they are open or not (SAN-7).</summary>
    public Task<BillingPage> RecordsAsync(RemittanceState state, BillingFilter filter, string? after, int top, CancellationToken cancellation = default)
        => invoices.ListAsync(state.Remittance.Batch.IsTakeback ? filter with { IncludePaid = true, OnlyPaid = true } : filter, after, top, cancellation);

    /// <summary>The session of a listed key, where it is one of these users' and of this status.</summary>
    private async Task<Remittance?> ListedAsync(string key, string?[] users, RemittanceStatus? status, CancellationToken cancellation)
    {
        // Listed twice is what came as a file and was resumed: once among the inbox's, and once among the biller's.
        var session = await records.FindAsync(RemittanceKeys.IdOfListed(key), cancellation);
        return session is not null && RemittanceKeys.Listed(session.CreatedAt, session.Id) == key && (users is [null] || users.Contains(session.Owner)) && (status is null || session.Status == status)
            ? session
            : null;
    }

    private static bool MaySee(Caller caller) => caller.Is(Role.Biller) || caller.Is(Role.Auditor);
}

/// <summary>Which sessions are looked for from the latest on.</summary>
/// <param name="Status">Those of this status alone; null for all.</param>
/// <param name="OwnAlone">The caller's own alone, without those that wait in the inbox.</param>
/// <param name="Before">What the page before answered as older; null for the latest.</param>
/// <param name="Top">At most so many.</param>
public sealed record LatestAsked(RemittanceStatus? Status, bool OwnAlone, string? Before, int Top);
