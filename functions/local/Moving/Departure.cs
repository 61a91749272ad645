namespace Serverless.Local.Moving;

/// <summary>Carries an installation out of its storage into plain files. The storage stays as it was.</summary>
internal sealed class Departure(Premises premises, ExportFolder export, TextWriter output, TimeProvider time)
{
    private readonly Progress progress = new(output, time);

    /// <exception cref="MovingException">What was written is not what stands in the storage: somebody is at work on it.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var exportedAt = time.GetUtcNow();
        await CopyAsync(cancellation);

        // Both sides are read again, so that what was written is what is there, and nobody wrote meanwhile.
        var inventory = await Inventory.TakeAsync(premises, progress, cancellation);
        var agreement = Agreement.Of(inventory, await Inventory.TakeAsync(export, progress, cancellation));
        if (!agreement.IsWhole)
        {
            var differences = agreement.Lines.Where(line => !line.Agrees).Select(line => line.Line);
            throw new MovingException($"The installation changed while it was exported. Stop whoever works on it or drops files, and export again into a new folder.\n{string.Join('\n', differences)}");
        }

        var leftBehind = await premises.LeftBehindAsync(cancellation);
        await export.SealAsync(exportedAt, premises.Kind, leftBehind, inventory, cancellation);
        await SayAsync(agreement, leftBehind);
    }

    private async Task CopyAsync(CancellationToken cancellation)
    {
        var written = 0L;
        foreach (var table in Holdings.Tables)
        {
            await export.WriteTableAsync(table, premises.RowsAsync(table, cancellation), cancellation);
        }

        foreach (var container in Holdings.Containers)
        {
            await foreach (var blob in premises.BlobsAsync(container, cancellation))
            {
                await export.WriteBlobAsync(container, blob, cancellation);
                progress.Step($"{container} written", ++written);
            }
        }

        foreach (var folder in Holdings.Folders)
        {
            await foreach (var file in premises.FilesAsync(folder, cancellation))
            {
                await export.WriteFileAsync(folder, file, cancellation);
                progress.Step($"{folder} written", ++written);
            }
        }
    }

    private async Task SayAsync(Agreement agreement, IReadOnlyList<string> leftBehind)
    {
        foreach (var (_, line) in agreement.Lines)
        {
            await output.WriteLineAsync(line);
        }

        foreach (var name in leftBehind)
        {
            await output.WriteLineAsync($"left       {name}: no regular file, or no name of ours; carry it by hand");
        }

        await output.WriteLineAsync($"Exported into {export.Root}. The installation here is unchanged; do not start it again once it lives elsewhere.");
    }
}
