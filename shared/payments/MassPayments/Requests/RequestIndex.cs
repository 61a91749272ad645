using System.Globalization;
using Serverless.Payments.Approvals;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>
/// Payment requests by status, for those statuses in which something is to be done: the weekly run takes what is authorised,
/// and people look after what is in error or held. A new row is written before the record moves and the old one removed after.
/// </summary>
public sealed class RequestIndex(ITableStore tables)
{
    /// <summary>Partitions that a status is spread over.</summary>
    public const int Shards = 4;

    /// <summary>Partitions written at one time.</summary>
    private const int WritesAtOnce = 8;

    public static string Partition(RequestStatus status, int shard) => $"s|{status}|{shard.ToString(CultureInfo.InvariantCulture)}";

    public static IEnumerable<string> Partitions(RequestStatus status) => Enumerable.Range(0, Shards).Select(shard => Partition(status, shard));

    /// <summary>Whether requests in this status are listed.</summary>
    public static bool IsListed(RequestStatus status) => !status.IsFinal();

    /// <summary>The place of a request among those in its status: oldest in it first, those of one mass payment together.</summary>
    public static IndexKey KeyOf(PaymentRequest request) => new(Partition(request.Status, request.N % Shards), RowKey(request.StatusSince, request.Id));

    public static string RowKey(DateTimeOffset at, string requestId) => $"{at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}|{requestId}";

    public static DateTimeOffset TimeOf(string rowKey) => new(long.Parse(rowKey.AsSpan(0, rowKey.IndexOf('|', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static string RequestIdOf(string rowKey) => rowKey[(rowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];

    /// <summary>Lists requests, where their status is listed; repeating it changes nothing.</summary>
    public async Task AddAsync(IEnumerable<PaymentRequest> requests, CancellationToken cancellation)
    {
        var listed = requests.Where(request => IsListed(request.Status)).Select(KeyOf);
        var together = listed.GroupBy(key => key.Partition, StringComparer.Ordinal).SelectMany(group => group.Chunk(TableLimits.TransactionRowsMax));
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(together, options, async (keys, stop) =>
            await tables.SubmitAsync(Tables.RequestIndex, keys[0].Partition, [.. keys.Select(key => TableOperation.Upsert(key.Row, string.Empty))], stop));
    }

    /// <summary>Removes the rows under which requests were listed; without effect where they are gone.</summary>
    public Task RemoveAsync(IEnumerable<PaymentRequest> requests, CancellationToken cancellation)
        => Task.WhenAll(requests.Where(request => IsListed(request.Status)).Select(KeyOf).Select(key => RemoveAsync(key, cancellation)));

    public async Task RemoveAsync(IndexKey key, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.RequestIndex, key.Partition, [TableOperation.Delete(key.Row)], cancellation);
        }
        catch (TableConflictException)
        {
            // A repetition removes what was removed already.
        }
    }
}
