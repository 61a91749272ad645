using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Storage;

namespace Serverless.Web.Idempotency;

/// <summary>
/// Removes keys when they expire, in small steps between requests, so that the table does not grow without bound. Days
/// are swept in their order; how far it came is kept.
/// </summary>
public sealed class IdempotencySweep(PaymentsApplication application, ILogger<IdempotencySweep> logger)
{
    /// <summary>Keys removed in one step.</summary>
    public const int StepRowsMax = 500;

    /// <summary>Empty days passed over in one step.</summary>
    private const int StepDaysMax = 64;

    private const string Partition = "sweep";
    private const string NextDay = "next-day";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly ITableStore tables = application.Ports.Tables;
    private readonly TimeProvider time = application.Ports.Time;
    private long dueTicks;

    /// <summary>A step, if the last one is long enough ago; one at a time. It fails nobody's request.</summary>
    public async Task StepIfDueAsync()
    {
        var now = time.GetUtcNow();
        var due = Volatile.Read(ref dueTicks);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref dueTicks, (now + Pause).UtcTicks, due) != due)
        {
            return;
        }

        try
        {
            var removed = await StepAsync(CancellationToken.None);
            if (removed > 0)
            {
                Log.IdempotencySwept(logger, removed);
            }
        }
        catch (Exception broken)
        {
            Log.IdempotencyNotSwept(logger, broken);
        }
    }

    /// <summary>Removes what expired before today, a step's worth.</summary>
    /// <returns>How many keys were removed.</returns>
    public async Task<int> StepAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var marker = await tables.GetAsync(IdempotencyRecords.Table, Partition, NextDay, cancellation);
        var day = marker is null ? today : DateOnly.ParseExact(marker.Data, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var removed = 0;
        for (var days = 0; day < today && days < StepDaysMax && removed < StepRowsMax; days++)
        {
            var page = await tables.QueryAsync(IdempotencyRecords.Table, IdempotencyRecords.ExpiryPartition(day), RowRange.All, StepRowsMax - removed, null, cancellation);
            await RemoveAsync(day, page.Rows, now, cancellation);
            removed += page.Rows.Count;
            if (page.Continuation is not null)
            {
                break;
            }

            day = day.AddDays(1);
        }

        if (marker is null || removed > 0 || marker.Data != Text(day))
        {
            await tables.SubmitAsync(IdempotencyRecords.Table, Partition, [TableOperation.Upsert(NextDay, Text(day))], cancellation);
        }

        return removed;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task RemoveAsync(DateOnly day, IReadOnlyList<TableRow> expiring, DateTimeOffset now, CancellationToken cancellation)
    {
        await Task.WhenAll(expiring.Select(row => RemoveKeyAsync(row.RowKey, now, cancellation)));
        foreach (var chunk in expiring.Chunk(TableLimits.TransactionRowsMax))
        {
            await tables.SubmitAsync(IdempotencyRecords.Table, IdempotencyRecords.ExpiryPartition(day), [.. chunk.Select(row => TableOperation.Delete(row.RowKey))], cancellation);
        }
    }

    /// <summary>A key that was used anew expires on another day, which names it too; it stays till then.</summary>
    private async Task RemoveKeyAsync(string hash, DateTimeOffset now, CancellationToken cancellation)
    {
        var partition = new IdempotencyScope(hash, "").Partition;
        if (await tables.GetAsync(IdempotencyRecords.Table, partition, hash, cancellation) is not { } row
            || Rows.Read<IdempotencyRow>(row) is not { } known
            || known.ExpiresAt > now)
        {
            return;
        }

        try
        {
            await tables.SubmitAsync(IdempotencyRecords.Table, partition, [TableOperation.Delete(hash, row.ETag)], cancellation);
        }
        catch (TableConflictException)
        {
            return;
        }

        if (known.Answer is { Body: null })
        {
            await application.Ports.Blobs.DeleteAsync(IdempotencyRecords.Container, hash, cancellation);
        }
    }
}
