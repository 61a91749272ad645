using Serverless.Payments.Amounts;

namespace Serverless.Payments.Remittances;

/// <summary>A session with its queue, and every figure on it (SAN-5).</summary>
/// <param name="Remittance">The session.</param>
/// <param name="Queue">The entries of its checks' sheets.</param>
public sealed record RemittanceState(Remittance Remittance, IReadOnlyList<QueueEntry> Queue)
{
    /// <summary>Batch total − posts.</summary>
    public Money BatchBalance => Remittance.Checks.Aggregate(Remittance.Batch.Total, (balance, check) => balance - PostsOf(check));

    /// <summary>What the current check has left; zero where there is none.</summary>
    public Money Remaining => Remittance.CurrentCheck is { } check ? RemainingOf(check) : Money.Zero;

    /// <summary>What the checks entered so far come to.</summary>
    public Money ChecksTotal => Remittance.Checks.Aggregate(Money.Zero, (sum, check) => sum + check.Amount);

    public Money RemainingOf(RemittanceCheck check) => check.Amount - PostsOf(check);

    /// <summary>What is posted with a check: to invoices, and what an electronic remittance gives or withholds for none.</summary>
    public Money PostsOf(RemittanceCheck check)
        => Queue.Where(entry => entry.Sheet == check.Sheet).Aggregate(Money.Zero, (sum, entry) => sum + entry.Post)
            - check.ProviderAdjustments.Aggregate(Money.Zero, (sum, adjustment) => sum + adjustment.Amount);

    public IEnumerable<QueueEntry> EntriesOf(string invoice) => Queue.Where(entry => entry.Invoice == invoice);

    /// <summary>The state after an act: another session, and an entry of the queue written or removed. Entries of sheets that are gone go with them.</summary>
    public RemittanceState After(Remittance after, QueueEntry? put, QueueEntry? removed)
    {
        var gone = put ?? removed;
        var sheets = after.Checks.Select(check => check.Sheet).ToHashSet();
        var rest = Queue.Where(entry => sheets.Contains(entry.Sheet) && (gone is null || entry.Sheet != gone.Sheet || entry.Invoice != gone.Invoice));
        return new RemittanceState(after, put is null ? [.. rest] : [.. rest.Append(put).OrderBy(entry => entry.Sheet).ThenBy(entry => entry.Invoice, StringComparer.Ordinal)]);
    }
}
