namespace Serverless.Payments.Settlement;

/// <summary>
/// The response files of a payment system. It writes under a name that begins with '.' or ends in something else than
/// .csv (.tmp, .part), and renames when the file is whole; other names are left alone. The good lines of a file
/// count even where others are at fault, because an answer that was given must not be lost: the file then goes to
/// <c>rejected/</c> with a report beside it, and only the lines named there need sending again. A file without
/// fault goes to <c>processed/</c>. It is put away after its answers are on disk; put away twice, it counts once.
/// </summary>
internal sealed class FileInbox
{
    /// <summary>The most files taken up at one time; the others wait for the next.</summary>
    private const int FilesPerCollectionMax = 1_000;

    private const int NamesMax = 10_000;

    private readonly string folder;
    private readonly string systemName;
    private readonly Func<string, bool> isSent;
    private readonly ReceivedAnswers answers;

    /// <summary>Why files could not be taken up when last tried.</summary>
    private volatile string? trouble;

    /// <param name="folder">Where the system puts the files.</param>
    /// <param name="systemName">Its name, for people.</param>
    /// <param name="isSent">Whether a key has gone out.</param>
    /// <param name="answers">The record of its answers.</param>
    public FileInbox(string folder, string systemName, Func<string, bool> isSent, ReceivedAnswers answers)
    {
        this.folder = folder;
        this.systemName = systemName;
        this.isSent = isSent;
        this.answers = answers;
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "processed"));
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "rejected"));
    }

    /// <summary>Takes up every response file that is whole. One that cannot be taken up stays, and keeps no other from it.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        string? found = null;
        var names = System.IO.Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(ResponseFile.IsWhole);
        foreach (var name in names.Order(StringComparer.Ordinal).Take(FilesPerCollectionMax).ToArray())
        {
            try
            {
                await TakeUpAsync(name, cancellation);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                found = $"The response file {name} in {folder} could not be taken up: {exception.Message}";
            }
        }

        trouble = found;
    }

    /// <exception cref="IOException">The folder is gone, or a file in it cannot be taken up.</exception>
    public void Check()
    {
        if (!System.IO.Directory.Exists(folder))
        {
            throw new IOException($"The folder {folder}, where {systemName} puts its answers, is gone; restore it.");
        }

        if (trouble is { } message)
        {
            throw new IOException(message);
        }
    }

    private async Task TakeUpAsync(string name, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        var (read, faults) = new FileInfo(path).Length <= ResponseFile.BytesMax
            ? ResponseFile.Read(await File.ReadAllBytesAsync(path, cancellation))
            : ([], [new(0, "", "FILE_TOO_LARGE", $"The file is larger than {ResponseFile.BytesMax} bytes; split it. Nothing of it was read.")]);
        var judgement = AnswerRules.Judge(systemName, read, isSent, answers.Find);
        if (judgement.Fresh.Count > 0)
        {
            answers.Append(judgement.Fresh, name);
        }

        faults.AddRange(judgement.Faults);
        if (faults.Count == 0)
        {
            File.Move(path, FreePath("processed", name));
            return;
        }

        var rejected = FreePath("rejected", name);
        await WholeFile.WriteAsync($"{rejected}.report.json", ResponseReport.Write(name, judgement.Standing, faults), cancellation);
        File.Move(path, rejected);
    }

    private string FreePath(string subfolder, string name)
    {
        for (var number = 1; number <= NamesMax; number++)
        {
            var path = Path.Combine(folder, subfolder, number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)}.{number}.csv");
            if (!File.Exists(path))
            {
                return path;
            }
        }

        throw new IOException($"{subfolder}/ holds {NamesMax} files named like {name}; clear it.");
    }
}
