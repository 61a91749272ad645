using System.Runtime.CompilerServices;

namespace Serverless.Storage.Folders;

/// <summary>
/// The blob port over a folder: a container is a folder in it, a blob a file. A content is written under another
/// name, flushed to disk and then given its own, so that nobody ever reads half of one.
/// </summary>
/// <remarks>
/// One store per folder: opening a second one sweeps what the first is just writing. Symbolic links below the folder
/// are never followed; the folder itself may be one.
/// </remarks>
public sealed class FolderBlobStore : IBlobStore
{
    private readonly string root;

    /// <summary>Makes the folder where it is missing and sweeps what a crash left half written.</summary>
    public FolderBlobStore(string root)
    {
        this.root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        Directory.CreateDirectory(this.root);
        BlobFile.Sweep(this.root);
    }

    public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
    {
        var path = PathOf(container, name);
        BlobLimits.CheckContent(name, content);

        // Flushing blocks; the pool's thread is spent here rather than the caller's.
        return Task.Run(() => BlobFile.Put(path, content.Span, overwrite), cancellation);
    }

    public async Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default)
    {
        var path = PathOf(container, name);
        path.RefuseLinks();
        try
        {
            return await File.ReadAllBytesAsync(path.Full, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path.Full))
        {
            return null;
        }
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default)
    {
        var path = PathOf(container, name);
        return Task.Run(() => BlobFile.Delete(path), cancellation);
    }

    public async IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckPrefix(prefix);
        var folder = new BlobPath(root, container, prefix is null || !prefix.Contains('/', StringComparison.Ordinal) ? "" : prefix[..prefix.LastIndexOf('/')]);
        folder.RefuseLinks();
        foreach (var name in await Task.Run(() => Names(folder, prefix ?? ""), cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    private static List<string> Names(BlobPath folder, string prefix)
    {
        var names = new List<string>();
        if (!Directory.Exists(folder.Full))
        {
            return names;
        }

        var everyFile = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = BlobLimits.SegmentsMax, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (var path in Directory.EnumerateFiles(folder.Full, "*", everyFile))
        {
            // What is no name, such as a file still being written or one that somebody else left there, is no blob.
            var name = Path.GetRelativePath(folder.Container, path).Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal) && BlobLimits.IsName(name))
            {
                names.Add(name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private BlobPath PathOf(string container, string name)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckName(name);
        return new BlobPath(root, container, name);
    }
}
