namespace Serverless.Payments.Settlement;

/// <summary>Writes a file whole or not at all: another name, on disk, then renamed into place.</summary>
internal static class WholeFile
{
    /// <summary>Replaces the file; durable when the call returns. Callers serialise the writers of one path.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var unfinished = UnfinishedName(path);
        await WriteUnfinishedAsync(unfinished, content, cancellation);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The name under which the content stands until it is whole; readers leave such names alone.</summary>
    public static string UnfinishedName(string path)
        => Path.Combine(Path.GetDirectoryName(path) ?? "", $".{Path.GetFileName(path)}.tmp");

    public static async Task WriteUnfinishedAsync(string unfinished, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await stream.WriteAsync(content, cancellation);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }
}
