namespace Serverless.Local.Moving;

/// <summary>Writes files that are their owner's alone, whole or not at all.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Short, because the file's own name may be as long as the file system takes; one is written at a time in a folder.</summary>
    private const string Unfinished = ".unfinished-move";

    /// <summary>Makes the folder, and those above it, where they are missing.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            CreateFolder(Path.GetDirectoryName(path) ?? throw new IOException($"There is no folder above '{path}'."));
            Directory.CreateDirectory(path, OwnersFolder);
        }
    }

    /// <summary>Writes another name, flushes it to disk and renames it in place. Nothing may stand there.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var folder = Path.GetDirectoryName(path)!;
        CreateFolder(folder);
        var unfinished = Path.Combine(folder, Unfinished);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        await using (var stream = new FileStream(unfinished, options))
        {
            await write(stream);
            await stream.FlushAsync();
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        File.Move(unfinished, path, overwrite: false);
    }
}
