using Serverless.Local.Moving;

namespace Serverless.Local.Cli;

/// <summary><c>import DIR</c>: carries an export into an empty storage. It starts nothing; the next start of a host does.</summary>
public static class ImportCommand
{
    public static async Task<int> RunAsync(LocalSettings settings, string folder, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        try
        {
            var export = new ExportFolder(folder);
            var (manifest, sha256) = await export.OpenAsync(cancellation);
            await CheckAsync(export, manifest, output, time, cancellation);
            using var loggers = LoggerFactory.Create(logging => logging.AddLocal(onErrorOutput: true));
            await using var premises = await Premises.OpenAsync(DataFolder.Open(settings.DataPath), settings.Storage, time, loggers, cancellation);
            return await new Arrival(premises, export, output, time).RunAsync(manifest, sha256, cancellation) ? 0 : 1;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MovingException($"The import was broken off: {exception.Message} See to it, and repeat the import with the same export.", exception);
        }
    }

    /// <summary>Every file is as it was written; here it is seen that what was written can be understood, all of it, before anything is written elsewhere.</summary>
    private static async Task CheckAsync(ExportFolder export, MoveManifest manifest, TextWriter output, TimeProvider time, CancellationToken cancellation)
    {
        var agreement = Agreement.Of(manifest.Inventory, await Inventory.TakeAsync(export, new Progress(output, time), cancellation));
        if (agreement.IsWhole)
        {
            return;
        }

        var differences = agreement.Lines.Where(line => !line.Agrees).Select(line => line.Line);
        throw new MovingException($"The export in '{export.Root}' holds something else than its manifest says, or something that this program does not know. Nothing was imported; use the program that exported it, or a later one.\n{string.Join('\n', differences)}");
    }
}
