using Serverless.Local.Inbox;
using Serverless.Storage.Folders;

namespace Serverless.Local.Moving;

/// <summary>The files below a folder, by their names relative to it. Links are never followed.</summary>
internal static class FolderFiles
{
    /// <summary>Nothing of ours lies deeper.</summary>
    private const int DepthMax = 16;

    /// <summary>The regular files, in the ordinal order of their names.</summary>
    public static IReadOnlyList<Piece> Regular(string folder)
        => [.. Entries(folder).Where(entry => entry.IsRegular).Select(entry => new Piece(entry.Name, _ => Task.FromResult<Stream>(File.OpenRead(entry.Path))))];

    /// <summary>Links, pipes, devices, and names that are no UTF-8: none of them is a file of ours.</summary>
    public static IReadOnlyList<string> Others(string folder) => [.. Entries(folder).Where(entry => !entry.IsRegular).Select(entry => entry.Name)];

    /// <summary>Makes durable which files and folders there are; their contents are flushed as they are written.</summary>
    public static void Flush(string folder)
    {
        FolderSync.Flush(folder);
        foreach (var within in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DepthMax, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            FolderSync.Flush(within);
        }
    }

    private static List<Entry> Entries(string folder)
    {
        var found = new List<Entry>();
        if (Directory.Exists(folder))
        {
            Collect(folder, folder, DepthMax, found);
        }

        found.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return found;
    }

    private static void Collect(string root, string folder, int depthLeft, List<Entry> found)
    {
        if (depthLeft == 0)
        {
            throw new MovingException($"'{folder}' lies {DepthMax} folders deep in '{root}', where nothing of an installation does. Take it out and try again.");
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(folder))
        {
            var isLink = new FileInfo(path).LinkTarget is not null;
            if (!isLink && Directory.Exists(path))
            {
                Collect(root, path, depthLeft - 1, found);
                continue;
            }

            var name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
            found.Add(new Entry(name, path, !isLink && File.Exists(path) && LinuxFile.IsRegular(path)));
        }
    }

    private sealed record Entry(string Name, string Path, bool IsRegular);
}
