using System.Collections.Concurrent;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances;

/// <summary>Reads the invoices of a queue as they stand.</summary>
public sealed class QueueInvoices(BillingRecords billing)
{
    /// <summary>Invoices read at one time.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>By number; those of one check alone, where one is given.</summary>
    public async Task<IReadOnlyDictionary<string, BillingInvoice>> ReadAsync(RemittanceState state, RemittanceCheck? check, CancellationToken cancellation = default)
    {
        var found = new ConcurrentDictionary<string, BillingInvoice>(StringComparer.Ordinal);
        var places = state.Queue.Where(entry => check is null || entry.Sheet == check.Sheet).Select(entry => new InvoicePlace(entry.Payer, entry.ClientId, entry.Invoice)).Distinct();
        await Parallel.ForEachAsync(places, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (place, stop) =>
            found[place.Number] = (await billing.FindStoredAsync(place, stop))?.Standing ?? throw new InvalidOperationException($"Invoice {place.Number} is queued in session {state.Remittance.Id} and is not there."));
        return found;
    }
}
