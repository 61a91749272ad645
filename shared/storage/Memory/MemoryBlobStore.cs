using System.Runtime.CompilerServices;

namespace Serverless.Storage.Memory;

/// <summary>The blob port in memory, for tests: the same semantics, nothing survives the process. Safe for many threads.</summary>
public sealed class MemoryBlobStore : IBlobStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Container, string Name), byte[]> blobs = [];

    public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckName(name);
        BlobLimits.CheckContent(name, content);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (!overwrite && blobs.ContainsKey((container, name)))
            {
                return Task.FromResult(false);
            }

            CheckFolders(container, name);
            blobs[(container, name)] = content.ToArray();
            return Task.FromResult(true);
        }
    }

    public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckName(name);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            // A copy, because the caller may change what it gets.
            return Task.FromResult(blobs.TryGetValue((container, name), out var content) ? content.ToArray() : null);
        }
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckName(name);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(blobs.Remove((container, name)));
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckPrefix(prefix);
        List<string> names;
        lock (gate)
        {
            names = [.. blobs.Keys.Where(key => key.Container == container && key.Name.StartsWith(prefix ?? "", StringComparison.Ordinal)).Select(key => key.Name)];
        }

        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }

        await Task.CompletedTask;
    }

    private void CheckFolders(string container, string name)
    {
        foreach (var other in blobs.Keys)
        {
            if (other.Container == container && (other.Name.StartsWith(name + "/", StringComparison.Ordinal) || name.StartsWith(other.Name + "/", StringComparison.Ordinal)))
            {
                throw new InvalidOperationException($"The blob '{name}' cannot stand beside '{other.Name}': one is the other's folder.");
            }
        }
    }
}
