using System.Globalization;
using System.Runtime.CompilerServices;
using Serverless.Payments.Approvals;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments;

/// <summary>Reads mass payments, their entries, and what stood against an approval.</summary>
public sealed class MassPaymentRecords(ITableStore tables)
{
    public async Task<MassPayment?> FindAsync(string id, CancellationToken cancellation = default)
        => MassPaymentKeys.IsId(id) ? await tables.FindAsync<MassPayment>(Tables.MassPayments, id, MassPaymentKeys.Page, cancellation) : null;

    /// <summary>The page with its ETag, for a conditional write.</summary>
    public async Task<(MassPayment Page, string ETag)?> FindWithETagAsync(string id, CancellationToken cancellation = default)
        => MassPaymentKeys.IsId(id) && await tables.GetAsync(Tables.MassPayments, id, MassPaymentKeys.Page, cancellation) is { } row
            ? (Rows.Read<MassPayment>(row), row.ETag)
            : null;

    /// <summary>The entries in the order of their numbers.</summary>
    /// <param name="page">The page.</param>
    /// <param name="after">Only those with higher numbers.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<MassEntry> EntriesAsync(MassPayment page, int after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = new RowRange(MassPaymentKeys.Entry(after + 1), MassPaymentKeys.Entry(page.NextN));
        await foreach (var row in tables.ScanAsync(Tables.MassPayments, page.Id, range, cancellation))
        {
            yield return Rows.Read<MassEntry>(row);
        }
    }

    public async Task<MassEntry?> FindEntryAsync(string id, int n, CancellationToken cancellation = default)
        => await tables.FindAsync<MassEntry>(Tables.MassPayments, id, MassPaymentKeys.Entry(n), cancellation);

    /// <summary>What stood against an approval, in the order of the entries; what is wrong with the page as a whole comes first, as entry 0.</summary>
    public async Task<IReadOnlyList<MassEntryFault>> FaultsAsync(string id, int attempt, CancellationToken cancellation = default)
    {
        var faults = new List<MassEntryFault>();
        var prefix = MassPaymentKeys.FaultsPrefix(attempt);
        await foreach (var row in tables.ScanAsync(Tables.MassPayments, id, RowRange.StartingWith(prefix), cancellation))
        {
            var n = int.Parse(row.RowKey.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);
            faults.AddRange(Rows.Read<List<ValidationMessage>>(row).Select(fault => new MassEntryFault(n, fault)));
        }

        return faults;
    }

    /// <summary>Mass payments in the order of their making.</summary>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<(string Key, MassPayment Page)> ListAsync(string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // No key continues another, so that a '!' behind it leads past it.
        var range = after is null ? RowRange.All : new RowRange(after + "!", null);
        await foreach (var row in tables.ScanAsync(Tables.MassPayments, MassPaymentKeys.ListPartition, range, cancellation))
        {
            if (await ListedAsync(row, cancellation) is { } page)
            {
                yield return (row.RowKey, page);
            }
        }
    }

    /// <summary>Mass payments, the latest first.</summary>
    /// <param name="now">The time, near which the latest are.</param>
    /// <param name="before">What the answer before had as older; null for the latest.</param>
    /// <param name="top">At most this many.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<LatestMassPayments> LatestAsync(DateTimeOffset now, string? before, int top, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var found = new List<MassPayment>();
        await foreach (var row in tables.ScanNewestAsync(Tables.MassPayments, MassPaymentKeys.ListPartition, string.Empty, before, now, cancellation))
        {
            if (await ListedAsync(row, cancellation) is not { } page)
            {
                continue;
            }

            if (found.Count == top)
            {
                return new LatestMassPayments(found, MassPaymentKeys.Listed(found[^1]));
            }

            found.Add(page);
        }

        return new LatestMassPayments(found, null);
    }

    /// <summary>The mass payments whose approval is under way.</summary>
    public async IAsyncEnumerable<MassPayment> ApprovingAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.MassPayments, MassPaymentKeys.OpenPartition, RowRange.All, cancellation))
        {
            if (await FindAsync(MassPaymentKeys.IdOfOpen(row.RowKey), cancellation) is { Status: MassPaymentStatus.Approving } page && MassPaymentKeys.Open(page.Id, page.Asked) == row.RowKey)
            {
                yield return page;
            }
        }
    }

    /// <summary>What a row of the list stands for; null for one that a making which was broken off and repeated has left at another time.</summary>
    private async Task<MassPayment?> ListedAsync(TableRow row, CancellationToken cancellation)
        => await FindAsync(MassPaymentKeys.IdOfListed(row.RowKey), cancellation) is { } page && MassPaymentKeys.Listed(page) == row.RowKey ? page : null;
}

/// <param name="Items">The latest first.</param>
/// <param name="Older">What asks for those before them; null where there are none.</param>
public sealed record LatestMassPayments(IReadOnlyList<MassPayment> Items, string? Older);
