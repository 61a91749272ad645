using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Storage;

namespace Serverless.Web.Idempotency;

/// <summary>
/// The keys and their answers. The row is there before the work begins. Work that another process left behind is done
/// again: ids derive from the key, so it has one effect all the same.
/// </summary>
public sealed class IdempotencyRecords(PaymentsApplication application, IdempotencySettings settings, ILogger<IdempotencyRecords> logger)
{
    public const string Table = "idempotency";
    public const string Container = "idempotency";

    /// <summary>Answers beyond so many characters go into a blob; escaped, those within still fit a row.</summary>
    private const int InlineCharsMax = 32_000;

    /// <summary>Looks at a row that others keep changing.</summary>
    private const int AttemptsMax = 20;
    private readonly ITableStore tables = application.Ports.Tables;
    private readonly IBlobStore blobs = application.Ports.Blobs;
    private readonly TimeProvider time = application.Ports.Time;

    /// <summary>This process, among those that may work on the same tables.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The partition that names the keys which expire on a day.</summary>
    public static string ExpiryPartition(DateOnly day) => $"x|{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>Takes the key for this request, or tells what stands in the way. No twin in this process is at work.</summary>
    public async Task<IdempotencyClaim> ClaimAsync(IdempotencyScope scope, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await tables.GetAsync(Table, scope.Partition, scope.Hash, cancellation);
            var now = time.GetUtcNow();
            var known = row is null ? null : Rows.Read<IdempotencyRow>(row);
            known = known is null || known.ExpiresAt <= now ? null : known;
            if (known is not null)
            {
                if (known.Fingerprint != scope.Fingerprint)
                {
                    return new IdempotencyClaim(IdempotencyClaimKind.OtherRequest);
                }

                if (known.Answer is { } answer)
                {
                    return new IdempotencyClaim(IdempotencyClaimKind.Answered, Answer: await WithBodyAsync(scope, answer, cancellation));
                }

                if (!MayTakeOver(known, now))
                {
                    return new IdempotencyClaim(IdempotencyClaimKind.AtWork);
                }
            }

            try
            {
                var working = new IdempotencyRow(IdempotencyState.Working, Owner, scope.Fingerprint, known?.Since ?? now, now, now + settings.KeptFor, null);
                var etag = await TakeAsync(scope, working, row?.ETag, cancellation);
                if (known is { State: IdempotencyState.Working })
                {
                    Log.IdempotencyTakenOver(logger);
                }

                return new IdempotencyClaim(IdempotencyClaimKind.Mine, new IdempotencyHold(working, etag));
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another process was faster; what it wrote is read.
            }
        }
    }

    /// <summary>Keeps the answer. Refused where another process has taken the work over.</summary>
    public async Task KeepAsync(IdempotencyScope scope, IdempotencyHold hold, KeptAnswer answer, CancellationToken cancellation)
    {
        if (answer.Body is { Length: > InlineCharsMax } large)
        {
            await blobs.PutAsync(Container, scope.Hash, Encoding.UTF8.GetBytes(large), overwrite: true, cancellation);
            answer = answer with { Body = null };
        }

        await UpdateAsync(scope, hold.Row with { State = IdempotencyState.Answered, Answer = answer }, hold.ETag, cancellation);
    }

    /// <summary>Lets the same request do the work again; another one under the key is still refused.</summary>
    public Task ReleaseAsync(IdempotencyScope scope, IdempotencyHold hold, CancellationToken cancellation)
        => UpdateAsync(scope, hold.Row with { State = IdempotencyState.Released }, hold.ETag, cancellation);

    private bool MayTakeOver(IdempotencyRow known, DateTimeOffset now)
        => known.State == IdempotencyState.Released
        || known.Owner == Owner
        || settings.SingleProcess
        || known.StartedAt + settings.Lease <= now;

    private async Task UpdateAsync(IdempotencyScope scope, IdempotencyRow row, string etag, CancellationToken cancellation)
        => await tables.SubmitAsync(Table, scope.Partition, [TableOperation.Update(scope.Hash, Rows.Write(row), etag)], cancellation);

    /// <summary>Writes the row and names it among those that expire on its day, at the same time: the two share a flush of the disk.</summary>
    private async Task<string> TakeAsync(IdempotencyScope scope, IdempotencyRow row, string? etag, CancellationToken cancellation)
    {
        var data = Rows.Write(row);
        var operation = etag is null ? TableOperation.Insert(scope.Hash, data) : TableOperation.Update(scope.Hash, data, etag);
        var written = tables.SubmitAsync(Table, scope.Partition, [operation], cancellation);
        var day = DateOnly.FromDateTime(row.ExpiresAt.UtcDateTime);
        await Task.WhenAll(written, tables.SubmitAsync(Table, ExpiryPartition(day), [TableOperation.Upsert(scope.Hash, string.Empty)], cancellation));
        return (await written)[0] ?? throw new InvalidOperationException("A written row has no ETag.");
    }

    private async Task<KeptAnswer> WithBodyAsync(IdempotencyScope scope, KeptAnswer answer, CancellationToken cancellation)
        => answer.Body is not null
            ? answer
            : answer with
            {
                Body = await blobs.GetAsync(Container, scope.Hash, cancellation) is { } bytes
                    ? Encoding.UTF8.GetString(bytes)
                    : throw new InvalidOperationException("The answer kept under an idempotency key is gone from the blobs."),
            };
}

/// <param name="Hold">Where the key is this request's.</param>
/// <param name="Answer">Where there is one already.</param>
public sealed record IdempotencyClaim(IdempotencyClaimKind Kind, IdempotencyHold? Hold = null, KeptAnswer? Answer = null);

/// <summary>The row as this request has written it, to be written again with what comes of the work.</summary>
public sealed record IdempotencyHold(IdempotencyRow Row, string ETag);

public enum IdempotencyClaimKind
{
    /// <summary>The request is to be executed.</summary>
    Mine,

    /// <summary>It was; the answer is given again.</summary>
    Answered,

    /// <summary>Another request came under the same key.</summary>
    OtherRequest,

    /// <summary>Another process is at work on it.</summary>
    AtWork,
}
