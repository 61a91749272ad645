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

    /// <summary>
    /// Removes the needs that an approval wrote which came to nothing; they never existed. The claim stays: it does not bind
    /// any more, and who read it before must still find it changed by whoever came after.
    /// </summary>
    public async Task RemoveAsync(MassPayment page, MassEntryFacts entry, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var (_, standing) = await ReadAsync(page, entry, cancellation);
            TableOperation[] leftovers = [.. standing
                .Where(found => found.Need.MassPaymentId == page.Id && found.Need.Approval == page.Attempt)
                .Select(found => TableOperation.Delete(NeedKeys.Row(found.Need), found.ETag))
                .Take(TogetherMax)];
            if (leftovers.Length == 0)
            {
                return;
            }

            try
            {
                await tables.SubmitAsync(Tables.Needs, entry.ClientId, leftovers, cancellation);
            }
            catch (TableConflictException)
            {
                // A further approval has written them anew, or they are removed twice; they are read again.
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

            // Read after the claim: an activity that is late must not write over what a further approval has written, and
            // one that goes on from here fails by the claim as soon as there is a further one.
            if (await pages.FindAsync(page.Id, cancellation) is not { Status: MassPaymentStatus.Approving } now || now.Attempt != page.Attempt)
            {
                return NeedTaking.Past;
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
/// <param name="IsTaken">Whether the needs stand now.</param>
/// <param name="Holder">The mass payment whose approval is at work on the same; null where there is none.</param>
/// <param name="Duplicates">What exists already.</param>
public sealed record NeedTaking(bool IsTaken, MassPayment? Holder, IReadOnlyList<MassEntryFault> Duplicates)
{
    public static NeedTaking Taken { get; } = new(IsTaken: true, null, []);

    /// <summary>The approval is not at work any more, or goes on under another number; nothing was written.</summary>
    public static NeedTaking Past { get; } = new(IsTaken: false, null, []) { IsPast = true };

    public bool IsPast { get; private init; }
}
