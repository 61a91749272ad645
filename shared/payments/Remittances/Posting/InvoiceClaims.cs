using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Storage;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>Claims invoices for a posting, and writes what a committed one has posted to them.</summary>
public sealed class InvoiceClaims(ITableStore tables, BillingRecords billing, RemittanceRecords remittances)
{
    /// <summary>Invoices of one payer in one transaction, with the row that lists each as open.</summary>
    private const int TogetherMax = 40;

    /// <summary>What an invoice with its postings may take; below the store's limit, so that no posting is ever stuck on it.</summary>
    private const int DataCharsMax = 310_000;

    /// <summary>
    /// Claims the invoices in their order, as far as no other batch is posting one of them. One that is claimed for this
    /// posting already stays so; a claim that does not count is replaced.
    /// </summary>
    public async Task<ClaimedInvoices> ClaimAsync(PostingPart part, IReadOnlyList<InvoiceToPost> invoices, CancellationToken cancellation)
    {
        var moved = new MovedInvoices([], 0);
        foreach (var together in Together(invoices))
        {
            var claimed = await ClaimTogetherAsync(part, together, cancellation);
            if (claimed.IsHeld)
            {
                return claimed;
            }

            moved = moved.And(claimed.Moved);
        }

        return new ClaimedInvoices(IsHeld: false, moved);
    }

    /// <summary>Writes what was posted into the invoices that are still claimed for it; repeating it changes nothing.</summary>
    /// <returns>How many were written.</returns>
    public async Task<int> ApplyAsync(PostingInput input, IReadOnlyList<InvoiceToPost> invoices, CancellationToken cancellation)
    {
        var written = 0;
        foreach (var together in Together(invoices))
        {
            written += await ApplyTogetherAsync(input, together, cancellation);
        }

        return written;
    }

    private async Task<ClaimedInvoices> ClaimTogetherAsync(PostingPart part, IReadOnlyList<InvoiceToPost> together, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var moved = new List<MovedInvoice>();
            var operations = new List<TableOperation>();
            foreach (var invoice in together)
            {
                var (claim, fault) = await JudgeAsync(part.Input, invoice, cancellation);
                if (fault is { HeldBy: { } holder } && !part.IsLast)
                {
                    return new ClaimedInvoices(IsHeld: true, new MovedInvoices([fault], 1));
                }

                moved.AddRange(fault is null ? [] : [fault]);
                operations.AddRange(claim);
            }

            try
            {
                await SubmitAsync(together[0].Place.Partition, operations, cancellation);
                return new ClaimedInvoices(IsHeld: false, new MovedInvoices(moved, moved.Count));
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // Another batch came between the reading and the writing; all of them are judged again.
            }
        }
    }

    /// <summary>How an invoice is claimed, or why it cannot be.</summary>
    private async Task<(IReadOnlyList<TableOperation> Claim, MovedInvoice? Fault)> JudgeAsync(PostingInput input, InvoiceToPost invoice, CancellationToken cancellation)
    {
        var (number, seen) = (invoice.Place.Number, invoice.Versions[0]);
        if (await billing.FindStoredAsync(invoice.Place, cancellation) is not { } found)
        {
            return ([], new MovedInvoice(number, seen, 0, null));
        }

        if (found.Stored.Pending is { } pending)
        {
            if (IsOf(pending, input))
            {
                return ([], null);
            }

            // One reading of the holder decides: it may commit at any moment, and what it has committed must never be written over.
            if (!found.IsCommitted && await remittances.FindAsync(pending.RemittanceId, cancellation) is { } holder && holder.Attempt == pending.Attempt)
            {
                switch (holder.Status)
                {
                    case RemittanceStatus.Posting:
                        return ([], new MovedInvoice(number, seen, found.Standing.Version, holder.Id));
                    case RemittanceStatus.Posted:
                        found = found with { Standing = found.Stored.Posted(), IsCommitted = true };
                        break;
                }
            }
        }

        if (!invoice.Fits(found.Standing))
        {
            return ([], new MovedInvoice(number, seen, found.Standing.Version, null));
        }

        // What a batch before has committed and not written yet is written with the claim. And the invoice is listed as open
        // before it is, so that no list misses what is taken back.
        var claimed = found.Standing with { Pending = new PendingPosting(input.Id, input.Attempt, invoice.Postings) };
        var data = Rows.Write(claimed);
        if (data.Length > DataCharsMax)
        {
            return ([], new MovedInvoice(number, seen, found.Standing.Version, null) { IsFull = true });
        }

        var isOpen = InvoiceFigures.Of(claimed.Posted()).Balance != Money.Zero;
        return (
        [
            TableOperation.Update(invoice.Place.Row, data, found.ETag),
            .. isOpen ? [TableOperation.Upsert(BillingKeys.Open(invoice.Place.ClientId, number), string.Empty)] : Array.Empty<TableOperation>(),
        ], null);
    }

    private async Task<int> ApplyTogetherAsync(PostingInput input, IReadOnlyList<InvoiceToPost> together, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var operations = new List<TableOperation>();
            foreach (var invoice in together)
            {
                if (await billing.FindStoredAsync(invoice.Place, cancellation) is { IsCommitted: true } found && IsOf(found.Stored.Pending!, input))
                {
                    operations.Add(TableOperation.Update(invoice.Place.Row, Rows.Write(found.Standing), found.ETag));
                    operations.AddRange(await ListAsync(invoice.Place, found.Standing, cancellation));
                }
            }

            try
            {
                await SubmitAsync(together[0].Place.Partition, operations, cancellation);
                return operations.OfType<UpdateRow>().Count();
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // Another run of the same step has written some of them.
            }
        }
    }

    private async Task<IReadOnlyList<TableOperation>> ListAsync(InvoicePlace place, BillingInvoice standing, CancellationToken cancellation)
    {
        var row = BillingKeys.Open(place.ClientId, place.Number);
        return InvoiceFigures.Of(standing).Balance != Money.Zero ? [TableOperation.Upsert(row, string.Empty)]
            : await tables.GetAsync(Tables.Billing, place.Partition, row, cancellation) is { } listed ? [TableOperation.Delete(row, listed.ETag)]
            : [];
    }

    /// <summary>Each invoice stands for itself; large ones do not fit into one transaction with others.</summary>
    private async Task SubmitAsync(string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellation)
    {
        foreach (var part in QueueParts.Of(operations, operation => operation))
        {
            await tables.SubmitAsync(Tables.Billing, partition, part, cancellation);
        }
    }

    private static bool IsOf(PendingPosting pending, PostingInput input) => pending.RemittanceId == input.Id && pending.Attempt == input.Attempt;

    private static IEnumerable<IReadOnlyList<InvoiceToPost>> Together(IReadOnlyList<InvoiceToPost> invoices)
        => invoices.GroupBy(invoice => invoice.Place.Partition).SelectMany(payer => payer.Chunk(TogetherMax));
}
