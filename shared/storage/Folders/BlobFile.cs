namespace Serverless.Storage.Folders;

/// <summary>Writes and deletes the file of a blob so that a crash at any moment leaves the old content or the new one.</summary>
internal static class BlobFile
{
    // A name that begins with '.' is no blob's name, so the two never meet.
    private const string UnfinishedPrefix = ".unfinished-";

    public static bool Put(BlobPath path, ReadOnlySpan<byte> content, bool overwrite)
    {
        path.RefuseLinks();
        path.MakeFolder();
        if (Directory.Exists(path.Full))
        {
            throw new InvalidOperationException($"The blob '{path.Name}' cannot stand there: the name is another blob's folder.");
        }

        if (!overwrite && File.Exists(path.Full))
        {
            // Whoever made it may not have come to its own flush; the answer says that the blob is there to stay.
            FolderSync.Flush(path.Folder);
            return false;
        }

        var unfinished = Path.Combine(path.Folder, UnfinishedPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            var named = overwrite ? Replace(unfinished, path.Full) : FolderSync.MoveIfAbsent(unfinished, path.Full);
            FolderSync.Flush(path.Folder);
            return named;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public static bool Delete(BlobPath path)
    {
        path.RefuseLinks();
        if (!File.Exists(path.Full))
        {
            return false;
        }

        // Of two who delete at once, the one whose rename finds the file has deleted it.
        var unfinished = Path.Combine(path.Folder, UnfinishedPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            File.Move(path.Full, unfinished);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        File.Delete(unfinished);
        FolderSync.Flush(path.Folder);
        return true;
    }

    /// <summary>Deletes what a crash left half written in any container.</summary>
    public static void Sweep(string root)
    {
        var everyFile = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = BlobLimits.SegmentsMax + 1, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (var path in Directory.EnumerateFiles(root, UnfinishedPrefix + "*", everyFile))
        {
            File.Delete(path);
        }
    }

    private static bool Replace(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        return true;
    }
}
