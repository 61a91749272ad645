using System.Globalization;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>
/// The index rows behind lists that cut across clients. A new row is written before the record moves and the old
/// one removed after, so a row may be ahead of or behind its record: readers check it (<see cref="IsCurrent"/>).
/// </summary>
public sealed class PaymentIndex(ITableStore tables)
{
    /// <summary>Partitions a status or month is spread over, because both are hot.</summary>
    public const int Shards = 4;

    public static IEnumerable<string> StatusPartitions(PaymentStatus status) => Enumerable.Range(0, Shards).Select(shard => $"s|{status}|{shard}");

    public static IEnumerable<string> PeriodPartitions(string period) => Enumerable.Range(0, Shards).Select(shard => $"m|{period}|{shard}");

    public static string ProviderPartition(string providerId) => $"p|{providerId}";

    /// <summary>The place of a payment among those in its status: oldest in it first.</summary>
    public static IndexKey StatusKey(Payment payment) => new($"s|{payment.Status}|{Shard(payment.Id)}", RowKey(payment.StatusSince, payment.Id));

    public static IndexKey PeriodKey(Payment payment) => new($"m|{payment.Period}|{Shard(payment.Id)}", RowKey(payment.CreatedAt, payment.Id));

    public static IndexKey ProviderKey(Payment payment) => new(ProviderPartition(payment.Facts.ProviderId), RowKey(payment.CreatedAt, payment.Id));

    public static string EscalationPartition(string user) => $"x|{user}";

    /// <summary>The place of a payment among those that were escalated to a superior; gone with the version that waited.</summary>
    public static IndexKey EscalationKey(string superior, string paymentId, int version) => new(EscalationPartition(superior), $"{version.ToString("D6", CultureInfo.InvariantCulture)}|{paymentId}");

    public static string RowKey(DateTimeOffset at, string paymentId) => $"{at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{paymentId}";

    public static string PaymentIdOf(string rowKey) => rowKey[(rowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the row belongs to a list of this class.</summary>
    public static bool IsKey(IndexKey key) => key.Partition is ['s' or 'm' or 'p' or 'x', '|', ..];

    /// <summary>Whether the row tells the truth about the record.</summary>
    public static bool IsCurrent(IndexKey key, Payment payment) => key.Partition[0] switch
    {
        's' => key == StatusKey(payment),
        'm' => key == PeriodKey(payment),
        'p' => key == ProviderKey(payment),
        'x' => key.Row == EscalationKey(string.Empty, payment.Id, payment.Version).Row,
        _ => throw new ArgumentException($"'{key.Partition}' is no partition of the index.", nameof(key)),
    };

    /// <summary>Writes rows; repeating it changes nothing.</summary>
    public Task AddAsync(IReadOnlyList<IndexKey> keys, CancellationToken cancellation)
        => Task.WhenAll(keys.Select(key => tables.SubmitAsync(Tables.PaymentIndex, key.Partition, [TableOperation.Upsert(key.Row, string.Empty)], cancellation)));

    /// <summary>Removes a row; without effect where it is gone.</summary>
    public async Task RemoveAsync(IndexKey key, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.PaymentIndex, key.Partition, [TableOperation.Delete(key.Row)], cancellation);
        }
        catch (TableConflictException)
        {
            // A repeated activity removes what its first run removed already.
        }
    }

    private static uint Shard(string paymentId) => (uint)(paymentId[^1] + paymentId[^2]) % Shards;
}
