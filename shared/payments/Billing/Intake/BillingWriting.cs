using System.Globalization;
using Serverless.Payments.Ledger;
using Serverless.Storage;

namespace Serverless.Payments.Billing.Intake;

/// <summary>Writes invoices whose numbers are claimed: each with its row among the open ones and its entry in the journal, in one transaction (ALL-1).</summary>
internal sealed class BillingWriting(ITableStore tables)
{
    private const int RowsPerInvoice = 3;
    private const int InvoicesMax = TableLimits.TransactionRowsMax / RowsPerInvoice;

    /// <summary>Attempts at a transaction some of whose invoices are written meanwhile.</summary>
    private const int TriesMax = 5;

    /// <summary>Repeating it writes what is missing, and leaves what stands, whatever was posted to it since.</summary>
    public async Task WriteAsync(IReadOnlyList<BillingInvoice> invoices, CancellationToken cancellation)
    {
        foreach (var ofPayer in invoices.GroupBy(invoice => BillingKeys.PayerPartition(invoice.Payer), StringComparer.Ordinal))
        {
            var name = await KeepPayerAsync(ofPayer.Key, ofPayer.First().Payer, cancellation);
            foreach (var part in Parts(ofPayer.Select(invoice => invoice with { Payer = name })))
            {
                await WritePartAsync(ofPayer.Key, part, cancellation);
            }
        }
    }

    /// <returns>The payer's name: the first spelling that came, so that all its invoices show the same.</returns>
    private async Task<string> KeepPayerAsync(string partition, string spelled, CancellationToken cancellation)
    {
        if (await tables.FindAsync<string>(Tables.Billing, BillingKeys.PayersPartition, partition, cancellation) is { } kept)
        {
            return kept;
        }

        try
        {
            await tables.SubmitAsync(Tables.Billing, BillingKeys.PayersPartition, [TableOperation.Insert(partition, Rows.Write(spelled))], cancellation);
            return spelled;
        }
        catch (TableConflictException)
        {
            // Another file named it first, and names are never changed.
            return await tables.FindAsync<string>(Tables.Billing, BillingKeys.PayersPartition, partition, cancellation)
                ?? throw new InvalidOperationException($"The payer of {partition} was named by another file, and has no name.");
        }
    }

    private async Task WritePartAsync(string partition, IReadOnlyList<WrittenInvoice> part, CancellationToken cancellation)
    {
        var missing = part;
        for (var attempt = 1; missing.Count > 0; attempt++)
        {
            try
            {
                await tables.SubmitAsync(Tables.Billing, partition, [.. missing.SelectMany(invoice => invoice.Operations)], cancellation);
                return;
            }
            catch (TableConflictException) when (attempt < TriesMax)
            {
                // A step that is repeated finds invoices there; each has all its rows.
                missing = await MissingAsync(partition, missing, cancellation);
            }
        }
    }

    private async Task<IReadOnlyList<WrittenInvoice>> MissingAsync(string partition, IReadOnlyList<WrittenInvoice> part, CancellationToken cancellation)
    {
        var missing = new List<WrittenInvoice>();
        foreach (var written in part)
        {
            var invoice = written.Invoice;
            if (await tables.FindAsync<BillingInvoice>(Tables.Billing, partition, BillingKeys.Invoice(invoice.ClientId, invoice.Number), cancellation) is not { } standing)
            {
                missing.Add(written);
            }
            else if (standing.IntakeId != invoice.IntakeId)
            {
                throw new InvalidOperationException($"Invoice {invoice.Number} came with the file {standing.IntakeId}, and {invoice.IntakeId} has claimed its number.");
            }
        }

        return missing;
    }

    /// <summary>As many at a time as fit into a transaction.</summary>
    private static IEnumerable<IReadOnlyList<WrittenInvoice>> Parts(IEnumerable<BillingInvoice> invoices)
    {
        var part = new List<WrittenInvoice>();
        var chars = 0;
        foreach (var written in invoices.Select(WrittenInvoice.Of))
        {
            if (part.Count == InvoicesMax || (part.Count > 0 && chars + written.Chars > TableLimits.TransactionCharsMax))
            {
                yield return part;
                part = [];
                chars = 0;
            }

            part.Add(written);
            chars += written.Chars;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private sealed record WrittenInvoice(BillingInvoice Invoice, IReadOnlyList<InsertRow> Operations)
    {
        public int Chars => Operations.Sum(operation => operation.Data.Length);

        public static WrittenInvoice Of(BillingInvoice invoice) => new(
            invoice,
            [
                new InsertRow(BillingKeys.Invoice(invoice.ClientId, invoice.Number), Rows.Write(invoice)),
                new InsertRow(BillingKeys.Open(invoice.ClientId, invoice.Number), string.Empty),
                new InsertRow(BillingKeys.Journal(invoice.Number), Rows.Write(EntryOf(invoice))),
            ]);

        private static JournalEntry EntryOf(BillingInvoice invoice)
        {
            var billed = InvoiceFigures.Of(invoice).Billed;
            var memo = string.Create(CultureInfo.InvariantCulture, $"Invoice {invoice.Number} billed, {invoice.Lines.Count} lines");
            return new JournalEntry(invoice.Number, 1, invoice.CreatedAt, memo, [new Leg(Accounts.PayersReceivable, billed), new Leg(Accounts.ServiceRevenue, -billed)]);
        }
    }
}
