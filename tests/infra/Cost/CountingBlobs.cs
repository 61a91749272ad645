using Serverless.Storage;

namespace Serverless.Infra.Tests.Cost;

/// <summary>Counts the calls of the blob port. Deletions are free; a list costs what a write does.</summary>
internal sealed class CountingBlobs(IBlobStore inner, Tally tally) : IBlobStore
{
    public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
    {
        tally.Add(new Work(BlobWrites: 1));
        return inner.PutAsync(container, name, content, overwrite, cancellation);
    }

    public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default)
    {
        tally.Add(new Work(BlobReads: 1));
        return inner.GetAsync(container, name, cancellation);
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default)
        => inner.DeleteAsync(container, name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, CancellationToken cancellation = default)
    {
        tally.Add(new Work(BlobWrites: 1));
        return inner.ListAsync(container, prefix, cancellation);
    }
}
