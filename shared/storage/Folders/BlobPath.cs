namespace Serverless.Storage.Folders;

/// <summary>Where a blob stands on disk. Container and name have passed <see cref="BlobLimits"/>; an empty name is the container's folder.</summary>
internal sealed class BlobPath
{
    // Who finds a folder another thread just made must not go on before its entry is on disk.
    private static readonly Lock Making = new();

    private readonly string root;

    public BlobPath(string root, string container, string name)
    {
        this.root = root;
        Name = name;
        Container = Path.Combine(root, container);
        Full = Path.GetFullPath(name, Container);

        // The rules for names see to this; here it is asserted, because what lies outside is not ours to touch.
        if (Full != Container && !Full.StartsWith(Container + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The blob '{name}' leads out of '{Container}'.");
        }
    }

    public string Name { get; }

    public string Container { get; }

    public string Full { get; }

    public string Folder => Path.GetDirectoryName(Full)!;

    /// <exception cref="IOException">A part of the path below the root is a symbolic link, which could lead anywhere.</exception>
    public void RefuseLinks()
    {
        foreach (var part in Parts(Full))
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                throw new IOException($"'{part}' is a symbolic link, which is not followed. Put the file itself there.");
            }
        }
    }

    /// <summary>Makes the folders above the blob, each of them durable.</summary>
    /// <exception cref="InvalidOperationException">One of them is a blob.</exception>
    public void MakeFolder()
    {
        lock (Making)
        {
            foreach (var part in Parts(Folder).Where(part => !Directory.Exists(part)))
            {
                if (File.Exists(part))
                {
                    throw new InvalidOperationException($"The blob '{Name}' cannot stand beside '{Path.GetRelativePath(Container, part)}': one is the other's folder.");
                }

                Directory.CreateDirectory(part);
                FolderSync.Flush(Path.GetDirectoryName(part)!);
            }
        }
    }

    /// <summary>The container's folder, then each folder below it, then the path itself.</summary>
    private IEnumerable<string> Parts(string path)
    {
        for (var end = path.IndexOf(Path.DirectorySeparatorChar, root.Length + 1); end > 0; end = path.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            yield return path[..end];
        }

        yield return path;
    }
}
