using Serverless.Local.Moving;

namespace Serverless.Local.Cli;

/// <summary><c>export DIR</c>: carries everything that the installation has into plain files.</summary>
public static class ExportCommand
{
    public static async Task<int> RunAsync(LocalSettings settings, string folder, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        // Opening would make an installation where there is none, and an export of nothing helps nobody. One whose rows are in
        // an account may have no data folder at all, as in Azure.
        var root = Path.GetFullPath(settings.DataPath);
        if (settings.Storage is null && !File.Exists(Path.Combine(root, "serverless.db")))
        {
            throw new MovingException($"There is no installation in '{root}'. Name its data folder with --data.");
        }

        var export = new ExportFolder(folder);
        if ((export.Root + Path.DirectorySeparatorChar).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new MovingException($"'{export.Root}' lies in the data folder. Name a folder outside of it.");
        }

        using var loggers = LoggerFactory.Create(logging => logging.AddLocal(onErrorOutput: true));
        await using var premises = await Premises.OpenAsync(DataFolder.Open(root), settings.Storage, time, loggers, cancellation);
        await premises.Marks.CheckAsync(cancellation);
        await premises.CheckWholeAsync(cancellation);
        await Unstarted.RefuseAsync(premises, time, loggers, cancellation);
        try
        {
            export.Create();
            await new Departure(premises, export, output, time).RunAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MovingException($"The export into '{export.Root}' was broken off: {exception.Message} It has no manifest and cannot be imported; remove it, and export again.", exception);
        }
    }
}
