using System.Security.Cryptography;
using Serverless.Storage;

namespace Serverless.Payments.Settlement;

/// <summary>
/// The response files of a payment system as blobs under <c>in/</c>. The good lines of a file count even where others are at fault,
/// because an answer that was given must not be lost: the file then goes to <c>rejected/</c> with a report beside it, and
/// only the lines named there need sending again. A file without fault goes to <c>processed/</c>. It is put away after its
/// answers are recorded; taken up twice, or by two processes at once, it counts once.
/// </summary>
/// <param name="records">Which keys were sent, and how they were answered.</param>
/// <param name="blobs">The files.</param>
/// <param name="container">The container that they are in.</param>
/// <param name="systemName">Who answers, for people.</param>
internal sealed class BlobInbox(KeyRecords records, IBlobStore blobs, string container, string systemName)
{
    private const string Inbox = "in/";

    /// <summary>The most files taken up at one time; the others wait for the next.</summary>
    private const int FilesPerCollectionMax = 1_000;

    /// <summary>Attempts to record one file's answers while other processes record some of them.</summary>
    private const int AttemptsMax = 100;

    /// <summary>Characters of a file's name; a longer one is cut, so that there is room for what is added to it.</summary>
    private const int NameCharsMax = 80;

    /// <summary>Why files could not be taken up when last tried.</summary>
    private volatile string? trouble;

    /// <summary>Takes up every response file that is there. One that cannot be taken up stays, and keeps no other from it.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (var blob in blobs.ListAsync(container, Inbox, cancellation))
        {
            var name = blob[Inbox.Length..];
            if (ResponseFile.IsWhole(name) && !name.Contains('/', StringComparison.Ordinal))
            {
                names.Add(name);
            }

            if (names.Count == FilesPerCollectionMax)
            {
                break;
            }
        }

        string? found = null;
        foreach (var name in names)
        {
            try
            {
                await TakeUpAsync(name, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                // What the adapters throw is theirs to know; the answers of the other files must not wait for this one.
                found = $"The response file {Inbox}{name} in the container {container} could not be taken up: {exception.Message}";
            }
        }

        trouble = found;
    }

    /// <exception cref="IOException">A file could not be taken up when last tried.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        await foreach (var _ in blobs.ListAsync(container, Inbox, cancellation))
        {
            // The first page tells whether the container can be reached.
            break;
        }

        if (trouble is { } message)
        {
            throw new IOException(message);
        }
    }

    private async Task TakeUpAsync(string name, CancellationToken cancellation)
    {
        if (await blobs.GetAsync(container, Inbox + name, cancellation) is not { } content)
        {
            // Another process has put it away since it was listed.
            return;
        }

        if (content.Length > ResponseFile.BytesMax)
        {
            // It could not be put away either: no blob of ours is that large.
            throw new IOException($"It is larger than {ResponseFile.BytesMax} bytes; split it. Nothing of it was read.");
        }

        var (read, faults) = ResponseFile.Read(content);
        var judgement = await RecordAsync(read, name, cancellation);
        faults.AddRange(judgement.Faults);
        if (faults.Count == 0)
        {
            await KeepAsync("processed", name, content, cancellation);
        }
        else
        {
            var kept = await KeepAsync("rejected", name, content, cancellation);
            await blobs.PutAsync(container, $"{kept}.report.json", ResponseReport.Write(name, judgement.Standing, faults), overwrite: true, cancellation);
        }

        await RemoveAsync(name, content, cancellation);
    }

    private async Task<AnswerJudgement> RecordAsync(IReadOnlyList<(int Line, SettlementAnswer Answer)> read, string name, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var states = await records.StatesOfAsync(read.Select(line => line.Answer.Key), cancellation);
            var judgement = AnswerRules.Judge(systemName, read, states.ContainsKey, key => states.GetValueOrDefault(key)?.Answer);
            if (await records.TryAnswerAsync(judgement.Fresh, name, cancellation))
            {
                return judgement;
            }
        }

        throw new IOException($"Other processes answered its keys during {AttemptsMax} attempts; it is taken up again.");
    }

    /// <summary>Keeps the content under the file's name, or beside another file of that name under one that its content decides.</summary>
    /// <returns>The blob's name; the same when an interrupted call is repeated, and in every process.</returns>
    private async Task<string> KeepAsync(string folder, string name, byte[] content, CancellationToken cancellation)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        if (name.Length <= NameCharsMax)
        {
            var plain = $"{folder}/{stem}.csv";
            if (await blobs.PutAsync(container, plain, content, overwrite: false, cancellation)
                || (await blobs.GetAsync(container, plain, cancellation) is { } present && present.AsSpan().SequenceEqual(content)))
            {
                return plain;
            }
        }

        var byContent = $"{folder}/{stem[..Math.Min(stem.Length, NameCharsMax)]}.{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}.csv";
        await blobs.PutAsync(container, byContent, content, overwrite: false, cancellation);
        return byContent;
    }

    /// <summary>Removes what was put away, unless another process did, and the system has used the name for another content since.</summary>
    private async Task RemoveAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (await blobs.GetAsync(container, Inbox + name, cancellation) is { } present && present.AsSpan().SequenceEqual(content))
        {
            await blobs.DeleteAsync(container, Inbox + name, cancellation);
        }
    }
}
