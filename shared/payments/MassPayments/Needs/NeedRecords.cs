using Serverless.Payments.MassPayments.Requests;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Needs;

/// <summary>
/// The needs of clients, and the claims on them. A claim and the needs of one client, provider and type are written in one
/// transaction, conditional on the claim as it was read together with the needs that stand.
/// </summary>
public sealed class NeedRecords(ITableStore tables, MassPaymentRecords pages, RequestRecords requests)
{
    /// <summary>Needs in one transaction, beside the claim.</summary>
    private const int TogetherMax = TableLimits.TransactionRowsMax - 1;

    /// <summary>Attempts at a claim that others keep changing; beyond it the activity fails and is tried again later.</summary>
    private const int AttemptsMax = 50;

    /// <summary>The needs that exist for a client, by provider, type and beginning; those of payments that came to nothing are left out.</summary>
    public async Task<IReadOnlyList<Need>> OfClientAsync(string clientId, CancellationToken cancellation = default)
    {
        var needs = new List<Need>();
        await foreach (var row in tables.ScanAsync(Tables.Needs, clientId, NeedKeys.AllOfClient, cancellation))
        {
            if (!NeedKeys.IsClaim(row.RowKey) && await StandsAsync(Rows.Read<Need>(row), cancellation))
            {
                needs.Add(Rows.Read<Need>(row));
            }
        }

        return needs;
    }

    /// <summary>What exists already over days of these entries, which are of one client and need type (KEES-7). It writes nothing.</summary>
    public async Task<IReadOnlyList<MassEntryFault>> FindDuplicatesAsync(MassPayment page, IReadOnlyList<MassEntryFacts> entries, CancellationToken cancellation)
        => await FindDuplicatesAsync(page, entries, (await ReadAsync(page, entries[0], cancellation)).Standing, cancellation);

    /// <summary>
    /// Claims a client, provider and type for an approval, and writes its needs of them. Repeating it, wherever it was
    /// interrupted, writes the same.
    /// </summary>
    /// <param name="page">The mass payment, being approved.</param>
    /// <param name="entries">Entries of one client and need type.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NeedTaking> TakeAsync(MassPayment page, IReadOnlyList<MassEntryFacts> entries, CancellationToken cancellation)
    {
        foreach (var together in entries.Chunk(TogetherMax))
        {
            if (await TakeTogetherAsync(page, together, cancellation) is { IsTaken: false } not)
            {
                return not;
            }
        }

        return NeedTaking.Taken;
    }

    /// <summary>Lets a client, provider and type go that an approval has claimed, and removes the needs it wrote; those of others are left alone.</summary>
    public async Task ReleaseAsync(MassPayment page, MassEntryFacts entry, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (claim, standing) = await ReadAsync(page, entry, cancellation);
            var own = standing.Where(found => found.Need.MassPaymentId == page.Id && found.Need.Approval == page.Attempt).Select(found => TableOperation.Delete(NeedKeys.Row(found.Need), found.ETag));
            TableOperation[] operations = [.. own.Take(TogetherMax)];
            if (claim is not null && Rows.Read<NeedClaim>(claim) is var held && held.MassPaymentId == page.Id && held.Approval == page.Attempt)
            {
                // Kept, and bound to no approval: who read it before it was taken must not find it as it was.
                operations = [TableOperation.Update(claim.RowKey, Rows.Write(new NeedClaim(page.Id, NeedClaim.Released)), claim.ETag), .. operations];
            }

            if (operations.Length == 0)
            {
                return;
            }

            try
            {
                await tables.SubmitAsync(Tables.Needs, entry.ClientId, operations, cancellation);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another approval took the claim over, or this one's is released twice; it is read again.
            }
        }
    }

    private async Task<NeedTaking> TakeTogetherAsync(MassPayment page, MassEntryFacts[] entries, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (claim, standing) = await ReadAsync(page, entries[0], cancellation);
            if (claim is not null && await FindHolderAsync(page, Rows.Read<NeedClaim>(claim), cancellation) is { } holder)
            {
                return new NeedTaking(IsTaken: false, holder, []);
            }

            if (FindLater(page, claim, standing) is { } later)
            {
                throw new InvalidOperationException($"Approval {page.Attempt} of mass payment {page.Id} is past, and claims a need that {later} has.");
            }

            var duplicates = await FindDuplicatesAsync(page, entries, standing, cancellation);
            if (duplicates.Count > 0)
            {
                return new NeedTaking(IsTaken: false, null, duplicates);
            }

            // The claim is written each time: who read it before must not get through with a need that is written now.
            var key = NeedKeys.Claim(page.ProviderId, entries[0].NeedType);
            var data = Rows.Write(new NeedClaim(page.Id, page.Attempt));
            var needs = entries.Select(entry => Need.Of(page, entry)).Select(need => TableOperation.Upsert(NeedKeys.Row(need), Rows.Write(need)));
            try
            {
                await tables.SubmitAsync(Tables.Needs, entries[0].ClientId, [claim is null ? TableOperation.Insert(key, data) : TableOperation.Update(key, data, claim.ETag), .. needs], cancellation);
                return NeedTaking.Taken;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another approval came first; claim and needs are read again.
            }
        }
    }

    private async Task<(TableRow? Claim, IReadOnlyList<(Need Need, string ETag)> Standing)> ReadAsync(MassPayment page, MassEntryFacts entry, CancellationToken cancellation)
    {
        TableRow? claim = null;
        var needs = new List<(Need Need, string ETag)>();
        await foreach (var row in tables.ScanAsync(Tables.Needs, entry.ClientId, NeedKeys.Of(page.ProviderId, entry.NeedType), cancellation))
        {
            if (NeedKeys.IsClaim(row.RowKey))
            {
                claim = row;
            }
            else
            {
                needs.Add((Rows.Read<Need>(row), row.ETag));
            }
        }

        return (claim, needs);
    }

    /// <summary>The mass payment that has the claim, where it is another one and its approval is at work.</summary>
    private async Task<MassPayment?> FindHolderAsync(MassPayment page, NeedClaim claim, CancellationToken cancellation)
        => claim.MassPaymentId != page.Id
            && await pages.FindAsync(claim.MassPaymentId, cancellation) is { Status: MassPaymentStatus.Approving } holder
            && holder.Attempt == claim.Approval
            ? holder
            : null;

    /// <summary>
    /// The number of a later approval of the same mass payment that has been here; null where there was none. Its claim alone
    /// does not tell, because others take that over; its needs stay, and one that runs late must not write over them.
    /// </summary>
    private static int? FindLater(MassPayment page, TableRow? claim, IReadOnlyList<(Need Need, string ETag)> standing)
    {
        var claimed = claim is not null && Rows.Read<NeedClaim>(claim) is var held && held.MassPaymentId == page.Id ? held.Approval : 0;
        var latest = standing.Where(found => found.Need.MassPaymentId == page.Id).Select(found => found.Need.Approval).Append(claimed).Max();
        return latest > page.Attempt ? latest : null;
    }

    private async Task<IReadOnlyList<MassEntryFault>> FindDuplicatesAsync(MassPayment page, IReadOnlyList<MassEntryFacts> entries, IReadOnlyList<(Need Need, string ETag)> standing, CancellationToken cancellation)
    {
        var faults = new List<MassEntryFault>();
        foreach (var entry in entries)
        {
            foreach (var (need, _) in standing.Where(found => found.Need.MassPaymentId != page.Id && found.Need.Overlaps(entry)))
            {
                if (await StandsAsync(need, cancellation))
                {
                    faults.Add(new(entry.N, new("ALREADY_EXISTS", "begin", $"There is a need {need.Type} of {entry.ClientId} with this provider from {EntryDate.Write(need.Begin)} to {EntryDate.Write(need.End)} already ({need.Id}, of mass payment {need.MassPaymentId}). Remove the entry, or change its days.")));
                    break;
                }
            }
        }

        return faults;
    }

    /// <summary>Whether the need exists: its mass payment was approved with it, and its payment did not come to nothing.</summary>
    private async Task<bool> StandsAsync(Need need, CancellationToken cancellation)
        => await requests.FindAsync(need.Arrangement.PaymentRequestId, cancellation) is { } request && request.Approval == need.Approval && !request.Status.IsVoid();
}

/// <summary>What became of an attempt to claim needs and write them.</summary>
/// <param name="Holder">The mass payment whose approval is at work on the same; null where there is none.</param>
/// <param name="Duplicates">What exists already.</param>
public sealed record NeedTaking(bool IsTaken, MassPayment? Holder, IReadOnlyList<MassEntryFault> Duplicates)
{
    public static NeedTaking Taken { get; } = new(IsTaken: true, null, []);
}
