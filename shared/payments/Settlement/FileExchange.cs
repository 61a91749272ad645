namespace Serverless.Payments.Settlement;

/// <summary>
/// A payment system reached through files: batches go out as <c>out/{batch}.csv</c>, answers come in as <c>in/*.csv</c>
/// with the header <c>key,outcome,reason</c> (paid, error, rejected or held).
/// </summary>
/// <remarks>
/// Both sides write a file under another name and rename it when it is whole. A key goes out once, whatever
/// batch it comes in; its first answer stands for ever. The system may take files out of <c>out/</c>; the other files of
/// the folder (<c>sent.jsonl</c>, <c>answers.jsonl</c>) belong to one process at a time.
/// </remarks>
public abstract class FileExchange<TInstruction> : IPaymentSystem<TInstruction>, IDisposable
    where TInstruction : IInstruction
{
    private readonly FileOutbox<TInstruction> outbox;
    private readonly ReceivedAnswers answers;
    private readonly FileInbox inbox;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <param name="folder">The system's folder of the data folder; made where it is missing.</param>
    /// <param name="format">How a batch is written for it.</param>
    /// <param name="clock">Dates the records.</param>
    /// <exception cref="InvalidDataException">A record of before cannot be read; the message names the line.</exception>
    private protected FileExchange(string folder, BatchFormat<TInstruction> format, TimeProvider clock)
    {
        System.IO.Directory.CreateDirectory(folder);
        outbox = new(Path.Combine(folder, "out"), Path.Combine(folder, "sent.jsonl"), format, clock);
        answers = new(Path.Combine(folder, "answers.jsonl"), clock);
        inbox = new(Path.Combine(folder, "in"), format.SystemName, outbox.IsSent, answers);
    }

    /// <summary>Writes the batch's file; without the keys that went out before, and no file where all did.</summary>
    /// <exception cref="ArgumentException">A key could not go out and come back unchanged; nothing was sent.</exception>
    public async Task SubmitAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch.Count, BatchLimit.InstructionsMax, nameof(batch));
        await turn.WaitAsync(cancellation);
        try
        {
            await outbox.SendAsync(batchId, batch, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes up the response files that are there, then answers from the record.</summary>
    public async Task<IReadOnlyList<SettlementAnswer>> GetAnswersAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await inbox.CollectAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }

        return [.. keys.Select(answers.Find).OfType<SettlementAnswer>()];
    }

    public Task CheckAsync(CancellationToken cancellation)
    {
        outbox.Check();
        answers.Check();
        inbox.Check();
        return Task.CompletedTask;
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
            outbox.Dispose();
            answers.Dispose();
            turn.Dispose();
        }
    }
}
