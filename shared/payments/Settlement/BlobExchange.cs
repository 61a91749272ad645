using Serverless.Storage;

namespace Serverless.Payments.Settlement;

/// <summary>
/// A payment system reached through files that are blobs, for hosts of several processes and without a disk: the same files
/// and the same rules as <see cref="FileExchange{TInstruction}"/>, in a container. Batches go out as
/// <c>out/{batch}.csv</c>, answers come in as <c>in/*.csv</c> and are put away to <c>processed/</c> or <c>rejected/</c>; the
/// records stand in a table. What is under <c>staged/</c> is ours alone, and stays.
/// </summary>
/// <remarks>
/// A key goes out in one file, whatever batches it comes in and however many processes send them; its first answer stands
/// for ever. The system may take files out of <c>out/</c>. Two things cannot be had from blobs alone. Where it takes a file in
/// the moment between its writing and its record, and the process ends in that moment or another one sends the same batch,
/// the same file is written once more: same name, same bytes, so that the system recognises it by its keys. And a blob is not
/// removed on a condition: the system gives each response file a name of its own, for one that is replaced at the very moment
/// in which the one before is removed could be removed unread.
/// <para>
/// In storage transactions: a batch of n keys costs 2 n reads, at most 16 + n / 100 inserts, and 8 requests beside;
/// a look for answers costs one listing and a read for each key asked for; a response file of n keys n queries, at most
/// 16 + n / 100 inserts, and 5 requests beside. 32 are under way at one time, so that 10,000 keys take seconds.
/// </para>
/// </remarks>
public abstract class BlobExchange<TInstruction> : IPaymentSystem<TInstruction>, IDisposable
    where TInstruction : IInstruction
{
    /// <summary>A blob's name has room for so many, with what is added to it.</summary>
    private const int BatchIdCharsMax = 100;

    private readonly string places;
    private readonly KeyRecords records;
    private readonly BlobOutbox<TInstruction> outbox;
    private readonly BlobInbox inbox;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <param name="tables">The records.</param>
    /// <param name="blobs">The files.</param>
    /// <param name="place">Where both are the system's.</param>
    /// <param name="format">How a batch is written for it.</param>
    /// <param name="clock">Dates the records.</param>
    private protected BlobExchange(ITableStore tables, IBlobStore blobs, BlobPlace place, BatchFormat<TInstruction> format, TimeProvider clock)
    {
        places = $"The table {place.Table} or the container {place.Container}, where {format.SystemName}'s files and their records are,";
        records = new(tables, place.Table, clock);
        outbox = new(records, blobs, place.Container, format);
        inbox = new(records, blobs, place.Container, format.SystemName);
    }

    /// <summary>Writes the batch's file; without the keys that went out before, and no file where all did.</summary>
    /// <param name="batchId">Names the file; at most 100 characters.</param>
    /// <param name="batch">What is to be paid.</param>
    /// <param name="cancellation">Gives up; what was begun is ended by the next call with the same keys.</param>
    /// <exception cref="ArgumentException">A key could not go out and come back unchanged, or the name is too long; nothing was sent.</exception>
    public Task SubmitAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, BatchLimit.InstructionsMax, nameof(batch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchId.Length, BatchIdCharsMax, nameof(batchId));
        return outbox.SendAsync(batchId, batch, cancellation);
    }

    /// <summary>Takes up the response files that are there, then answers from the record.</summary>
    public async Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        // Several processes may collect at one time; within one it would only be the same work twice.
        await turn.WaitAsync(cancellation);
        try
        {
            await inbox.CollectAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }

        var answers = await records.AnswersOfAsync(keys, cancellation);
        return [.. keys.Select(key => answers.GetValueOrDefault(key)).OfType<SettlementAnswer>()];
    }

    /// <summary>One read of the table and the beginning of a listing.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            await records.IsOutAsync("check", cancellation);
            await inbox.CheckAsync(cancellation);
        }
        catch (Exception exception) when (exception is not IOException && !cancellation.IsCancellationRequested)
        {
            // What the adapters throw is theirs to know.
            throw new IOException($"{places} cannot be reached: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            turn.Dispose();
        }
    }
}

/// <summary>Where an exchange through blobs keeps its files and its records; they belong together.</summary>
internal sealed record BlobPlace(string Table, string Container);
