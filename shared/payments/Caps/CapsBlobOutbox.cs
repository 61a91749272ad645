using System.Text.Json;
using Serverless.Storage;

namespace Serverless.Payments.Caps;

/// <summary>
/// The batch files that go to CAPS as blobs. What a file is to hold is first set down under <c>staged/</c>, where it never
/// changes; then its keys are claimed, each for the one file that gets it for ever; then the file is written with the keys
/// that it got, and recorded as out. Every step may be repeated, by whichever process, and comes to the same file, so that
/// one who finds it begun ends it.
/// </summary>
internal sealed class CapsBlobOutbox(CapsKeyRecords records, IBlobStore blobs)
{
    /// <summary>Sends those that were not sent before, in one file; all of them are in place when the call returns.</summary>
    /// <exception cref="ArgumentException">A key could not go out and come back unchanged; nothing was sent.</exception>
    public async Task SendAsync(string batchId, IReadOnlyList<CapsInstruction> batch, CancellationToken cancellation)
    {
        foreach (var instruction in batch)
        {
            CheckKey(instruction.Key);
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 1; number <= CapsBatchFile.FilesPerBatchMax; number++)
        {
            var open = batch.Where(instruction => !files.ContainsKey(instruction.Key)).DistinctBy(instruction => instruction.Key).ToArray();
            foreach (var (key, file) in await records.FilesOfAsync(open.Select(instruction => instruction.Key), cancellation))
            {
                files.Add(key, file);
            }

            CapsInstruction[] fresh = [.. open.Where(instruction => !files.ContainsKey(instruction.Key))];
            if (fresh.Length == 0)
            {
                await FinishAsync(files.Values.Distinct(StringComparer.Ordinal), cancellation);
                return;
            }

            var name = CapsBatchFile.NameOf(batchId, number);
            if (!await records.IsOutAsync(name, cancellation))
            {
                // Where another has set the file down, it is ended as that one wanted it, and the next number is ours.
                await blobs.PutAsync(CapsBlobExchange.Container, Staged(name), JsonSerializer.SerializeToUtf8Bytes(fresh, CapsJson.Line), overwrite: false, cancellation);
                await FinishAsync(name, cancellation);
            }
        }

        throw new IOException($"The batch {batchId} was sent in {CapsBatchFile.FilesPerBatchMax} files already.");
    }

    private static void CheckKey(string key)
    {
        CapsBatchFile.CheckKey(key);
        if (!CapsKeyRows.CanHold(key))
        {
            throw new ArgumentException($"The key that begins with {CapsResponseFile.Shown(key)} is too long to be recorded.", nameof(key));
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
        CapsInstruction[] mine = [.. staged.Where(instruction => won.Contains(instruction.Key))];
        if (mine.Length > 0)
        {
            await WriteAsync(name, CapsBatchFile.Write(mine), cancellation);
        }

        await records.PutOutAsync(name, mine.Length, cancellation);
    }

    private async Task<CapsInstruction[]> ReadStagedAsync(string name, CancellationToken cancellation)
    {
        var content = await blobs.GetAsync(CapsBlobExchange.Container, Staged(name), cancellation)
            ?? throw new IOException($"The blob {Staged(name)} in the container {CapsBlobExchange.Container}, from which {name} is to be written, is gone; restore it.");
        try
        {
            return JsonSerializer.Deserialize<CapsInstruction[]>(content, CapsJson.Line) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The blob {Staged(name)} in the container {CapsBlobExchange.Container} cannot be read: {exception.Message} Restore it; {name} is written from it.", exception);
        }
    }

    private async Task WriteAsync(string name, byte[] content, CancellationToken cancellation)
    {
        // Another process may have brought it out while the keys were claimed, and CAPS may have taken it away since.
        if (await records.IsOutAsync(name, cancellation) || await blobs.PutAsync(CapsBlobExchange.Container, Out(name), content, overwrite: false, cancellation))
        {
            return;
        }

        if (await blobs.GetAsync(CapsBlobExchange.Container, Out(name), cancellation) is { } present && !present.AsSpan().SequenceEqual(content))
        {
            throw new IOException($"The blob {Out(name)} in the container {CapsBlobExchange.Container} is none of ours, and a batch of that name is to go out; move it away.");
        }
    }

    private static string Out(string name) => $"out/{name}";
}
