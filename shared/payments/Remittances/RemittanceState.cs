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
}
