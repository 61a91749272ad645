using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;

namespace Serverless.Payments.Remittances;

/// <summary>What is wrong with rows that were typed in steps, once they are said to be complete: a check is not done, and no session posted, with one of them.</summary>
public static class QueueFaults
{
    /// <param name="state">The session.</param>
    /// <param name="invoices">Those of its queue, by number, as they stand; one that has moved since it was queued is left to the posting.</param>
    /// <param name="check">The rows of one check alone; null for all.</param>
    public static IReadOnlyList<ValidationMessage> Of(RemittanceState state, IReadOnlyDictionary<string, BillingInvoice> invoices, RemittanceCheck? check)
    {
        var faults = new List<ValidationMessage>();
        var queued = state.Queue.ToLookup(entry => entry.Invoice, StringComparer.Ordinal);
        foreach (var entries in queued.Where(entries => entries.Any(entry => check is null || entry.Sheet == check.Sheet)))
        {
            var invoice = invoices[entries.Key];
            if (entries.All(entry => entry.InvoiceVersion == invoice.Version))
            {
                var touched = entries.SelectMany(entry => entry.Lines).Select(line => line.Line).ToHashSet();
                faults.AddRange(QueueBooks.Of(new RemittanceState(state.Remittance, [.. entries]), invoice).After.Lines.Where(line => touched.Contains(line.Line.Line)).SelectMany(line => Of(entries.Key, line)));
            }
        }

        return faults;
    }

    private static IEnumerable<ValidationMessage> Of(string invoice, LineFigures line)
    {
        var name = $"Line {line.Line.Line} of invoice {invoice}";
        return line.Balance < Money.Zero ? [new("EXCEEDS_BALANCE", invoice, $"{name} comes out at {line.Balance}. What is paid on top of the balance is entered as a negative adjustment with a payment code as well (SAN-8).")]
            : line.Balance > line.Line.Billed ? [new("EXCEEDS_BILLED", invoice, $"{name} was billed {line.Line.Billed} and comes out at {line.Balance}. What was paid on top of it goes with an adjustment above zero, and overhead with a post.")]
            : [];
    }
}
