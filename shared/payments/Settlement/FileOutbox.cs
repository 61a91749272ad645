namespace Serverless.Payments.Settlement;

/// <summary>
/// The batch files that go to a payment system. What was sent stands in <c>sent.jsonl</c>, because it may take a
/// file away. A file is written under another name, recorded, and then renamed: a crash before the record leaves
/// nothing sent, one after it leaves the renaming to be done, and no key goes out in two files.
/// </summary>
internal sealed class FileOutbox<TInstruction> : IDisposable
    where TInstruction : IInstruction
{
    private readonly string folder;
    private readonly BatchFormat<TInstruction> format;
    private readonly TimeProvider clock;
    private readonly HashSet<string> sentKeys = new(StringComparer.Ordinal);
    private readonly HashSet<string> sentFiles = new(StringComparer.OrdinalIgnoreCase);
    private readonly JsonLines<SentFile> sent;

    /// <param name="folder">Where the system fetches the files.</param>
    /// <param name="sentPath">The record of what was sent.</param>
    /// <param name="format">How a batch is written for it.</param>
    /// <param name="clock">Dates the record's lines.</param>
    public FileOutbox(string folder, string sentPath, BatchFormat<TInstruction> format, TimeProvider clock)
    {
        this.folder = folder;
        this.format = format;
        this.clock = clock;
        System.IO.Directory.CreateDirectory(folder);
        sent = new(sentPath, clock, Remember);
        try
        {
            FinishRecorded();
        }
        catch
        {
            sent.Dispose();
            throw;
        }
    }

    public bool IsSent(string key) => sentKeys.Contains(key);

    /// <summary>Sends those that were not sent before, in one file; in place when the call returns.</summary>
    public async Task SendAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation)
    {
        FinishRecorded();
        var fresh = batch.Where(instruction => !sentKeys.Contains(instruction.Key)).DistinctBy(instruction => instruction.Key).ToArray();
        if (fresh.Length == 0)
        {
            return;
        }

        var name = FreeName(batchId);
        var path = Path.Combine(folder, name);
        await WholeFile.WriteUnfinishedAsync(WholeFile.UnfinishedName(path), format.Write(fresh), cancellation);
        var record = new SentFile(name, [.. fresh.Select(instruction => instruction.Key)], clock.GetUtcNow().UtcDateTime);
        sent.Append([record]);
        Remember(record);
        File.Move(WholeFile.UnfinishedName(path), path);
    }

    /// <exception cref="IOException">The folder or the record cannot be reached.</exception>
    public void Check()
    {
        sent.Check();
        if (!System.IO.Directory.Exists(folder))
        {
            throw new IOException($"The folder {folder}, where {format.SystemName} fetches batches, is gone; restore it.");
        }
    }

    public void Dispose() => sent.Dispose();

    /// <summary>Renames what was recorded and not renamed; removes what was written and never recorded.</summary>
    private void FinishRecorded()
    {
        foreach (var unfinished in System.IO.Directory.GetFiles(folder, ".*.csv.tmp"))
        {
            var name = Path.GetFileName(unfinished)[1..^".tmp".Length];
            if (sentFiles.Contains(name))
            {
                File.Move(unfinished, Path.Combine(folder, name));
            }
            else
            {
                File.Delete(unfinished);
            }
        }
    }

    private string FreeName(string batchId)
    {
        for (var number = 1; number <= BatchFile.FilesPerBatchMax; number++)
        {
            var name = BatchFile.NameOf(batchId, number);
            if (!sentFiles.Contains(name) && !File.Exists(Path.Combine(folder, name)))
            {
                return name;
            }
        }

        throw new IOException($"The batch {batchId} was sent in {BatchFile.FilesPerBatchMax} files already.");
    }

    private void Remember(SentFile record)
    {
        sentFiles.Add(record.File);
        sentKeys.UnionWith(record.Keys);
    }
}

/// <param name="At">When it was recorded (UTC).</param>
internal sealed record SentFile(string File, IReadOnlyList<string> Keys, DateTime At);
