using System.Text.Json;
using Serverless.Storage;

namespace Serverless.Payments.Settlement;

/// <summary>
/// The batch files that go to a payment system as blobs. What a file is to hold is first set down under <c>staged/</c>, where it never
/// changes; then its keys are claimed, each for the one file that gets it for ever; then the file is written with the keys
/// that it got, and recorded as out. Every step may be repeated, by whichever process, and comes to the same file, so that
/// one who finds it begun ends it.
/// </summary>
/// <param name="records">Which file has which key.</param>
/// <param name="blobs">The files.</param>
/// <param name="container">The container that they are in.</param>
/// <param name="format">How a batch is written for the system.</param>
internal sealed class BlobOutbox<TInstruction>(KeyRecords records, IBlobStore blobs, string container, BatchFormat<TInstruction> format)
    where TInstruction : IInstruction
{
    /// <summary>Sends those that were not sent before, in one file; all of them are in place when the call returns.</summary>
    /// <exception cref="ArgumentException">A key could not go out and come back unchanged; nothing was sent.</exception>
    public async Task SendAsync(string batchId, IReadOnlyList<TInstruction> batch, CancellationToken cancellation)
    {
        foreach (var instruction in batch)
        {
            CheckKey(instruction.Key);
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 1; number <= BatchFile.FilesPerBatchMax; number++)
        {
            var open = batch.Where(instruction => !files.ContainsKey(instruction.Key)).DistinctBy(instruction => instruction.Key).ToArray();
            foreach (var (key, file) in await records.FilesOfAsync(open.Select(instruction => instruction.Key), cancellation))
            {
                files.Add(key, file);
            }

            TInstruction[] fresh = [.. open.Where(instruction => !files.ContainsKey(instruction.Key))];
            if (fresh.Length == 0)
            {
                await FinishAsync(files.Values.Distinct(StringComparer.Ordinal), cancellation);
                return;
            }

            var name = BatchFile.NameOf(batchId, number);
            if (!await records.IsOutAsync(name, cancellation))
            {
                // Where another has set the file down, it is ended as that one wanted it, and the next number is ours.
                await blobs.PutAsync(container, Staged(name), JsonSerializer.SerializeToUtf8Bytes(fresh, SettlementJson.Line), overwrite: false, cancellation);
                await FinishAsync(name, cancellation);
            }
        }

        throw new IOException($"The batch {batchId} was sent in {BatchFile.FilesPerBatchMax} files already.");
    }

    private void CheckKey(string key)
    {
        format.CheckKey(key);
        if (!KeyRows.CanHold(key))
        {
            throw new ArgumentException($"The key that begins with {ResponseFile.Shown(key)} is too long to be recorded.", nameof(key));
        }
    }

    private static string Staged(string name) => $"staged/{Path.GetFileNameWithoutExtension(name)}.json";

    private async Task FinishAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var name in names)
        {
            await FinishAsync(name, cancellation);
        }
    }

    /// <summary>Brings a file out that was set down; without effect where it is out.</summary>
    private async Task FinishAsync(string name, CancellationToken cancellation)
    {
        if (await records.IsOutAsync(name, cancellation))
        {
            return;
        }

        var staged = await ReadStagedAsync(name, cancellation);
        var won = await records.ClaimAsync(name, staged.Select(instruction => instruction.Key), cancellation);
        TInstruction[] mine = [.. staged.Where(instruction => won.Contains(instruction.Key))];
        if (mine.Length > 0)
        {
            await WriteAsync(name, format.Write(mine), cancellation);
        }

        await records.PutOutAsync(name, mine.Length, cancellation);
    }

    private async Task<TInstruction[]> ReadStagedAsync(string name, CancellationToken cancellation)
    {
        var content = await blobs.GetAsync(container, Staged(name), cancellation)
            ?? throw new IOException($"The blob {Staged(name)} in the container {container}, from which {name} is to be written, is gone; restore it.");
        try
        {
            return JsonSerializer.Deserialize<TInstruction[]>(content, SettlementJson.Line) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The blob {Staged(name)} in the container {container} cannot be read: {exception.Message} Restore it; {name} is written from it.", exception);
        }
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellation)
    {
        // Another process may have brought it out while the keys were claimed, and the system may have taken it away since.
        if (await records.IsOutAsync(name, cancellation) || await blobs.PutAsync(container, Out(name), content, overwrite: false, cancellation))
        {
            return;
        }

        if (await blobs.GetAsync(container, Out(name), cancellation) is { } present && !present.AsSpan().SequenceEqual(content))
        {
            throw new IOException($"The blob {Out(name)} in the container {container} is none of ours, and a batch of that name is to go out; move it away.");
        }
    }

    private static string Out(string name) => $"out/{name}";
}
