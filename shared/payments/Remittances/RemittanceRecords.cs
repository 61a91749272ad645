using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>Reads and writes sessions. A session and its queue change in one transaction, conditional on the session as it was read.</summary>
public sealed class RemittanceRecords(ITableStore tables)
{
    /// <summary>Attempts at what others keep getting ahead of.</summary>
    public const int AttemptsMax = 50;

    /// <summary>How far apart the sheets of two makings of one session may begin; keys hold six digits.</summary>
    private const int SheetsApartMax = 800_000;

    public async Task<Remittance?> FindAsync(string id, CancellationToken cancellation = default)
        => RemittanceKeys.IsId(id) ? await tables.FindAsync<Remittance>(Tables.Remittances, id, RemittanceKeys.Session, cancellation) : null;

    /// <summary>Whether the batch that has claimed an invoice has committed that posting.</summary>
    public async Task<bool> IsCommittedAsync(Billing.PendingPosting pending, CancellationToken cancellation = default)
        => await FindAsync(pending.RemittanceId, cancellation) is { Status: RemittanceStatus.Posted } session && session.Attempt == pending.Attempt;

    /// <summary>The session with its queue, and the ETag that a change of either insists on.</summary>
    public async Task<StoredRemittance?> LoadAsync(string id, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!RemittanceKeys.IsId(id) || await tables.GetAsync(Tables.Remittances, id, RemittanceKeys.Session, cancellation) is not { } row)
            {
                return null;
            }

            var session = Rows.Read<Remittance>(row);
            var queue = new List<QueueEntry>();
            foreach (var check in session.Checks)
            {
                await foreach (var queued in tables.ScanAsync(Tables.Remittances, id, RowRange.StartingWith(RemittanceKeys.SheetPrefix(check.Sheet)), cancellation))
                {
                    queue.Add(Rows.Read<QueueEntry>(queued));
                }
            }

            // What changed between the two reads would show a queue that never was.
            if (await tables.GetAsync(Tables.Remittances, id, RemittanceKeys.Session, cancellation) is { } again && again.ETag == row.ETag)
            {
                return new StoredRemittance(new RemittanceState(session, queue), row.ETag);
            }

            if (attempt == AttemptsMax)
            {
                throw new TimeoutException($"Session {id} is changed all the time; read it again later.");
            }
        }
    }

    /// <summary>The version that a request led to; null where it was not carried out.</summary>
    public async Task<bool> IsDoneAsync(string id, string requestId, CancellationToken cancellation = default)
        => await tables.GetAsync(Tables.Remittances, id, RemittanceKeys.Done(requestId), cancellation) is not null;

    /// <summary>Writes what an act has made of a session.</summary>
    /// <exception cref="TableConflictException">The session has changed since it was read; nothing was written.</exception>
    public Task WriteAsync(StoredRemittance before, Remittance after, string requestId, IReadOnlyList<TableOperation> beside, CancellationToken cancellation = default)
        => tables.SubmitAsync(
            Tables.Remittances,
            after.Id,
            [TableOperation.Update(RemittanceKeys.Session, Rows.Write(after), before.ETag), TableOperation.Insert(RemittanceKeys.Done(requestId), string.Empty), .. beside],
            cancellation);

    /// <summary>Makes a session exist; repeating it changes nothing. It is listed first, so that no list misses it.</summary>
    public async Task<Remittance> InsertAsync(Remittance session, IReadOnlyList<QueueEntry> queue, CancellationToken cancellation = default)
    {
        if (await FindAsync(session.Id, cancellation) is { } made)
        {
            return made;
        }

        // Sheets of its own for each making of the same session, so that the one that comes second writes nothing that counts.
        var apart = RandomNumberGenerator.GetInt32(SheetsApartMax);
        session = session with { NextSheet = session.NextSheet + apart, Checks = [.. session.Checks.Select(check => check with { Sheet = check.Sheet + apart })] };
        queue = [.. queue.Select(entry => entry with { Sheet = entry.Sheet + apart })];

        var listed = RemittanceKeys.Listed(session.CreatedAt, session.Id);
        await tables.SubmitAsync(Tables.Remittances, RemittanceKeys.ListPartition, [TableOperation.Upsert(listed, string.Empty)], cancellation);
        await ListForAsync(session.Owner, session, cancellation);
        foreach (var together in QueueParts.Of(queue, entry => TableOperation.Upsert(RemittanceKeys.Queued(entry.Sheet, entry.Invoice), Rows.Write(entry))))
        {
            await tables.SubmitAsync(Tables.Remittances, session.Id, together, cancellation);
        }

        try
        {
            await tables.SubmitAsync(Tables.Remittances, session.Id, [TableOperation.Insert(RemittanceKeys.Session, Rows.Write(session))], cancellation);
            return session;
        }
        catch (TableConflictException)
        {
            return await FindAsync(session.Id, cancellation) ?? throw new InvalidOperationException($"Session {session.Id} stands and cannot be read.");
        }
    }

    /// <summary>Lists the session among the user's, before it is the user's.</summary>
    public Task ListForAsync(string user, Remittance session, CancellationToken cancellation)
        => tables.SubmitAsync(Tables.Remittances, RemittanceKeys.UserPartition(user), [TableOperation.Upsert(RemittanceKeys.Listed(session.CreatedAt, session.Id), string.Empty)], cancellation);

    /// <summary>The next batch number; the same for the same session.</summary>
    public async Task<long> NumberAsync(string id, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await tables.FindAsync<BatchNumberRow>(Tables.Remittances, RemittanceKeys.NumbersPartition, $"s|{id}", cancellation) is { } given)
            {
                return given.Number;
            }

            var last = await tables.GetAsync(Tables.Remittances, RemittanceKeys.NumbersPartition, "last", cancellation);
            var next = new BatchNumberRow((last is null ? 0 : Rows.Read<BatchNumberRow>(last).Number) + 1);
            try
            {
                await tables.SubmitAsync(
                    Tables.Remittances,
                    RemittanceKeys.NumbersPartition,
                    [
                        last is null ? TableOperation.Insert("last", Rows.Write(next)) : TableOperation.Update("last", Rows.Write(next), last.ETag),
                        TableOperation.Insert($"s|{id}", Rows.Write(next)),
                    ],
                    cancellation);
                return next.Number;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another session has taken the number.
            }
        }
    }

    /// <summary>The ids of all sessions, each once, whatever became of them.</summary>
    public async IAsyncEnumerable<string> IdsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var key in KeysAsync(user: null, after: null, cancellation))
        {
            // One whose making was interrupted and repeated is listed twice, and counts under the key of its own time.
            if (await FindAsync(RemittanceKeys.IdOfListed(key), cancellation) is { } session && RemittanceKeys.Listed(session.CreatedAt, session.Id) == key)
            {
                yield return session.Id;
            }
        }
    }

    /// <summary>The keys that sessions are listed under, the first one first; those of one user where one is given. Of a user, some may have become another's.</summary>
    public async IAsyncEnumerable<string> KeysAsync(string? user, string? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var partition = user is null ? RemittanceKeys.ListPartition : RemittanceKeys.UserPartition(user);
        var range = after is null ? RowRange.All : new RowRange(after + "~", null);
        await foreach (var row in tables.ScanAsync(Tables.Remittances, partition, range, cancellation))
        {
            yield return row.RowKey;
        }
    }

    /// <summary>The keys that sessions are listed under, the latest first; those of one user where one is given. Of a user, some may have become another's.</summary>
    /// <param name="user">Whose; null for everybody's.</param>
    /// <param name="before">Only those before this one; null for all.</param>
    /// <param name="now">The time, near which the latest are.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<string> NewestKeysAsync(string? user, string? before, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var partition = user is null ? RemittanceKeys.ListPartition : RemittanceKeys.UserPartition(user);
        await foreach (var row in tables.ScanNewestAsync(Tables.Remittances, partition, string.Empty, before, now, cancellation))
        {
            yield return row.RowKey;
        }
    }

    private sealed record BatchNumberRow(long Number);
}

/// <param name="ETag">What a change insists on.</param>
public sealed record StoredRemittance(RemittanceState State, string ETag);
