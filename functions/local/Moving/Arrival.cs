using System.Security.Cryptography;
using Serverless.Payments.Moving;

namespace Serverless.Local.Moving;

/// <summary>Carries an export into an empty storage, and checks there that everything has arrived.</summary>
internal sealed class Arrival(Premises premises, IHoldings export, TextWriter output, TimeProvider time)
{
    /// <summary>Of files, in a sentence; who takes these away is told of the next.</summary>
    private const int NamesMax = 10;

    private readonly Progress progress = new(output, time);

    /// <summary>Broken off anywhere, it is repeated and comes to its end; until then no host starts on the storage.</summary>
    /// <returns>Whether everything agrees.</returns>
    /// <exception cref="InvalidDataException">The export is not whole, or not as it was written.</exception>
    /// <exception cref="MovingException">The storage is another's.</exception>
    public async Task<bool> RunAsync(MoveManifest manifest, string sha256, CancellationToken cancellation)
    {
        var state = await premises.Marks.FindAsync(cancellation);
        if (state is not null && state.ExportSha256 != sha256)
        {
            throw new MovingException($"Another export was imported here at {state.At:u}. Import into an empty storage: name another data folder with --data.");
        }

        if (state?.FolderId is { } folderId && folderId != premises.FolderId)
        {
            throw new MovingException($"This export was imported into the storage account at {state.At:u} together with another data folder, which has its files; '{premises.Root}' has none of them. Name that folder with --data, or import into an empty storage.");
        }

        if (state is { Stage: ImportStage.Done })
        {
            await output.WriteLineAsync($"This export was imported here at {state.At:u}, and everything agreed. There is nothing to do.");
            return true;
        }

        if (state is null)
        {
            await premises.CheckFreeAsync(cancellation);
            await RefuseOthersAsync(cancellation);
            await premises.KeepAsync(cancellation);
            await premises.Marks.BeginAsync(StateOf(ImportStage.UnderWay, manifest, sha256), cancellation);
        }

        await CopyAsync(cancellation);
        var agreement = Agreement.Of(manifest.Inventory, await Inventory.TakeAsync(premises, progress, cancellation));
        foreach (var (_, line) in agreement.Lines)
        {
            await output.WriteLineAsync(line);
        }

        if (agreement.IsWhole)
        {
            // "Done" lasts, and so must the names of the files by then.
            premises.FlushFolders();
            await premises.Marks.CompleteAsync(StateOf(ImportStage.Done, manifest, sha256), cancellation);
            await output.WriteLineAsync("Imported; everything agrees. The next start of a host starts every live chain from its record.");
        }
        else
        {
            await output.WriteLineAsync(agreement.IsWholeButForFiles
                ? $"Only files of the data folder '{premises.Root}' are others than the export has, and no host will start until they agree: {await DroppedAsync(cancellation)}. Take away what was put there meanwhile, and repeat the same import; that is enough."
                : "What stands here is not what was exported, and no host will start on it. Import into an empty storage.");
        }

        return agreement.IsWhole;
    }

    private ImportState StateOf(ImportStage stage, MoveManifest manifest, string sha256) => new(stage, sha256, manifest.ExportedAt, time.GetUtcNow(), premises.FolderId);

    /// <summary>The first names that the export does not have.</summary>
    private async Task<string> DroppedAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        foreach (var folder in Holdings.Folders)
        {
            var exported = await export.FilesAsync(folder, cancellation).Select(file => file.Name).ToHashSetAsync(StringComparer.Ordinal, cancellation);
            names.AddRange(await premises.FilesAsync(folder, cancellation).Where(file => !exported.Contains(file.Name)).Select(file => $"'{folder}/{file.Name}'").Take(NamesMax).ToListAsync(cancellation));
        }

        return names.Count > 0 ? string.Join(", ", names.Take(NamesMax)) : "their contents differ";
    }

    private async Task RefuseOthersAsync(CancellationToken cancellation)
    {
        foreach (var table in Holdings.Tables)
        {
            await foreach (var row in premises.RowsAsync(table, cancellation))
            {
                throw NotEmpty($"row '{row.RowKey}' of partition '{row.PartitionKey}' in table '{table}'");
            }
        }

        foreach (var container in Holdings.Containers)
        {
            await foreach (var blob in premises.BlobsAsync(container, cancellation))
            {
                throw NotEmpty($"the blob '{blob.Name}' in '{container}'");
            }
        }

        foreach (var folder in Holdings.Folders)
        {
            await foreach (var file in premises.FilesAsync(folder, cancellation))
            {
                throw NotEmpty($"the file '{folder}/{file.Name}'");
            }
        }
    }

    private static MovingException NotEmpty(string what)
        => new($"The storage is not empty: there is {what}. An import overwrites nothing; name another data folder with --data.");

    private async Task CopyAsync(CancellationToken cancellation)
    {
        var written = 0L;
        foreach (var table in Holdings.Tables)
        {
            await new RowImport(premises.Tables, table, progress).RunAsync(export.RowsAsync(table, cancellation), cancellation);
        }

        foreach (var container in Holdings.Containers)
        {
            await foreach (var blob in export.BlobsAsync(container, cancellation))
            {
                await PutBlobAsync(container, blob, cancellation);
                progress.Step($"{container} written", ++written);
            }
        }

        foreach (var folder in Holdings.Folders)
        {
            await foreach (var file in export.FilesAsync(folder, cancellation))
            {
                await PutFileAsync(folder, file, cancellation);
                progress.Step($"{folder} written", ++written);
            }
        }
    }

    private async Task PutBlobAsync(string container, Piece blob, CancellationToken cancellation)
    {
        await using var stream = await blob.OpenAsync(cancellation);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellation);
        var content = buffer.ToArray();
        if (!await premises.Blobs.PutAsync(container, blob.Name, content, overwrite: false, cancellation))
        {
            var standing = await premises.Blobs.GetAsync(container, blob.Name, cancellation);
            if (standing is null || !standing.AsSpan().SequenceEqual(content))
            {
                throw Other($"The blob '{blob.Name}' in '{container}'");
            }
        }
    }

    private async Task PutFileAsync(string folder, Piece file, CancellationToken cancellation)
    {
        await using var content = await file.OpenAsync(cancellation);
        var path = premises.PathOf(folder, file.Name);
        if (!File.Exists(path))
        {
            await PrivateFile.WriteAsync(path, stream => content.CopyToAsync(stream, cancellation));
            return;
        }

        await using var standing = File.OpenRead(path);
        var wanted = await SHA256.HashDataAsync(content, cancellation);
        var there = await SHA256.HashDataAsync(standing, cancellation);
        if (!wanted.AsSpan().SequenceEqual(there))
        {
            throw Other($"The file '{folder}/{file.Name}'");
        }
    }

    private static MovingException Other(string what)
        => new($"{what} stands there with another content than the export has. Nothing is overwritten: somebody else wrote there. Import into an empty storage.");
}
