using Serverless.Payments.Approvals;
using Serverless.Payments.Settlement;
using Serverless.Storage;

namespace Serverless.Payments.Caps;

/// <summary>
/// CAPS reached through files that are blobs, for hosts of several processes and without a disk: the same files and the same
/// rules as <see cref="CapsFileExchange"/>, in the container <see cref="Container"/>. Batches go out as
/// <c>out/{batch}.csv</c>, answers come in as <c>in/*.csv</c> and are put away to <c>processed/</c> or <c>rejected/</c>; the
/// records stand in the table <see cref="Tables.Caps"/>. What is under <c>staged/</c> is ours alone, and stays.
/// </summary>
/// <remarks>
/// A key goes out in one file, whatever batches it comes in and however many processes send them; its first answer stands
/// for ever. CAPS may take files out of <c>out/</c>. Two things cannot be had from blobs alone. Where CAPS takes a file in
/// the moment between its writing and its record, and the process ends in that moment or another one sends the same batch,
/// the same file is written once more: same name, same bytes, so that CAPS recognises it by its keys. And a blob is not
/// removed on a condition: CAPS gives each response file a name of its own, for one that is replaced at the very moment in
/// which the one before is removed could be removed unread.
/// <para>
/// In storage transactions: a batch of n keys costs 2 n reads, at most 16 + n / 100 inserts, and 8 requests beside;
/// a look for answers costs one listing and a read for each key asked for; a response file of n keys n queries, at most
/// 16 + n / 100 inserts, and 5 requests beside. 32 are under way at one time, so that 10,000 keys take seconds.
/// </para>
/// </remarks>
public sealed class CapsBlobExchange : ICaps, IDisposable
{
    /// <summary>The container of all its files.</summary>
    public const string Container = Containers.Caps;

    /// <summary>A blob's name has room for so many, with what is added to it.</summary>
    private const int BatchIdCharsMax = 100;

    private readonly CapsKeyRecords records;
    private readonly CapsBlobOutbox outbox;
    private readonly CapsBlobInbox inbox;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <param name="tables">The records.</param>
    /// <param name="blobs">The files.</param>
    /// <param name="clock">Dates the records.</param>
    public CapsBlobExchange(ITableStore tables, IBlobStore blobs, TimeProvider clock)
    {
        records = new(tables, clock);
        outbox = new(records, blobs);
        inbox = new(records, blobs);
    }

    /// <summary>No objection ever: CAPS cannot be asked beforehand through files, and says in its answer what it objects to.</summary>
    public Task<IReadOnlyList<ValidationMessage>> ValidateAsync(PaymentFacts facts, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<ValidationMessage>>([]);

    /// <summary>Writes the batch's file; without the keys that went out before, and no file where all did.</summary>
    /// <param name="batchId">Names the file; at most 100 characters.</param>
    /// <param name="batch">What is to be paid.</param>
    /// <param name="cancellation">Gives up; what was begun is ended by the next call with the same keys.</param>
    /// <exception cref="ArgumentException">A key could not go out and come back unchanged, or the name is too long; nothing was sent.</exception>
    public Task SubmitAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation)
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
            throw new IOException($"The table {Tables.Caps} or the container {Container}, where CAPS's files and their records are, cannot be reached: {exception.Message}", exception);
        }
    }

    public void Dispose() => turn.Dispose();
}
