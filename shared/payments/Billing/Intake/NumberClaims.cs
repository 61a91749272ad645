using Serverless.Storage;

namespace Serverless.Payments.Billing.Intake;

/// <summary>
/// Claims invoice numbers for an attempt at a file. Every file claims in the order of the numbers and stops where one is taken,
/// so that of two files that share numbers at least one gets them all.
/// </summary>
internal sealed class NumberClaims(ITableStore tables, BillingIntakeRecords intakes)
{
    /// <summary>Attempts at a transaction that others keep getting ahead of.</summary>
    private const int TriesMax = 20;

    /// <summary>Rows read at one time.</summary>
    private const int ReadsAtOnce = 16;

    /// <param name="invoices">In the order of their numbers.</param>
    /// <param name="own">Whose claims are made.</param>
    /// <param name="isLost">Nothing is claimed; the numbers are looked at only.</param>
    /// <param name="cancellation">Gives up; what is claimed stands.</param>
    /// <returns>The invoices whose numbers are somebody else's.</returns>
    public async Task<IReadOnlyList<FiledInvoice>> ClaimAsync(IReadOnlyList<FiledInvoice> invoices, IntakeAttempt own, bool isLost, CancellationToken cancellation)
    {
        var taken = new List<FiledInvoice>();
        foreach (var part in invoices.Chunk(TableLimits.TransactionRowsMax))
        {
            taken.AddRange(await ClaimPartAsync(part, own, isLost || taken.Count > 0, cancellation));
        }

        return taken;
    }

    /// <summary>Gives back what the attempt has claimed, and nothing else.</summary>
    public async Task ReleaseAsync(IReadOnlyList<FiledInvoice> invoices, IntakeAttempt own, CancellationToken cancellation)
    {
        foreach (var part in invoices.Chunk(TableLimits.TransactionRowsMax))
        {
            for (var attempt = 1; ; attempt++)
            {
                var rows = await ReadAsync(part, cancellation);
                var operations = rows.Where(row => row is not null && own.Has(Rows.Read<InvoiceNumberRow>(row))).Select(row => TableOperation.Delete(row!.RowKey, row.ETag)).ToList();
                if (operations.Count == 0 || await TrySubmitAsync(operations, attempt, cancellation))
                {
                    break;
                }
            }
        }
    }

    private async Task<IReadOnlyList<FiledInvoice>> ClaimPartAsync(FiledInvoice[] part, IntakeAttempt own, bool isLost, CancellationToken cancellation)
    {
        // Most numbers are new, and nothing need be read for them.
        if (!isLost && await TrySubmitAsync([.. part.Select(invoice => TableOperation.Insert(invoice.Number, own.Claim(invoice)))], attempt: 1, cancellation))
        {
            return [];
        }

        for (var attempt = 1; ; attempt++)
        {
            var rows = await ReadAsync(part, cancellation);
            var taken = new List<FiledInvoice>();
            var operations = new List<TableOperation>();
            for (var index = 0; index < part.Length; index++)
            {
                var (invoice, row) = (part[index], rows[index]);
                if (row is null)
                {
                    operations.Add(TableOperation.Insert(invoice.Number, own.Claim(invoice)));
                }
                else if (Rows.Read<InvoiceNumberRow>(row) is var claim && await IsVoidAsync(claim, cancellation))
                {
                    operations.Add(TableOperation.Update(invoice.Number, own.Claim(invoice), row.ETag));
                }
                else if (!own.Has(claim))
                {
                    taken.Add(invoice);
                }
            }

            if (isLost || taken.Count > 0 || operations.Count == 0 || await TrySubmitAsync(operations, attempt, cancellation))
            {
                return taken;
            }
        }
    }

    /// <summary>Whether the claim is one of an attempt that was refused.</summary>
    private async Task<bool> IsVoidAsync(InvoiceNumberRow claim, CancellationToken cancellation)
        => await intakes.FindAsync(claim.IntakeId, cancellation) is { } record && record.IsVoid(claim.Attempt);

    private async Task<bool> TrySubmitAsync(IReadOnlyList<TableOperation> operations, int attempt, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Billing, BillingKeys.NumbersPartition, operations, cancellation);
            return true;
        }
        catch (TableConflictException) when (attempt < TriesMax)
        {
            return false;
        }
    }

    private async Task<TableRow?[]> ReadAsync(FiledInvoice[] part, CancellationToken cancellation)
    {
        var rows = new TableRow?[part.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, part.Length), options, async (index, stop) => rows[index] = await tables.GetAsync(Tables.Billing, BillingKeys.NumbersPartition, part[index].Number, stop));
        return rows;
    }
}

/// <summary>Whose claims they are.</summary>
internal sealed record IntakeAttempt(string ContentHash, int Attempt)
{
    public bool Has(InvoiceNumberRow claim) => claim.IntakeId == ContentHash && claim.Attempt == Attempt;

    public string Claim(FiledInvoice invoice) => Rows.Write(new InvoiceNumberRow(invoice.Payer, invoice.ClientId, ContentHash) { Attempt = Attempt });
}
