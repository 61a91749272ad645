using Serverless.Storage;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>A store at whose n-th write the process ends: that write comes to nothing, or its answer does, and nothing after it is written.</summary>
internal sealed class TrappedBlobs(IBlobStore inner) : IBlobStore
{
    private readonly TaskCompletionSource sprung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int left = int.MaxValue;
    private bool isWritten;

    /// <summary>Done when the write came.</summary>
    public Task Sprung => sprung.Task;

    /// <param name="write">Which write from now on, 1 for the next.</param>
    /// <param name="isLast">Whether that one is still written, and only its answer is lost.</param>
    public void Set(int write, bool isLast)
    {
        isWritten = isLast;
        Volatile.Write(ref left, write);
    }

    public void Unset() => Volatile.Write(ref left, int.MaxValue);

    public async Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
    {
        var number = Interlocked.Decrement(ref left);
        var isPut = (number > 0 || (number == 0 && isWritten)) && await inner.PutAsync(container, name, content, overwrite, cancellation);
        if (number > 0)
        {
            return isPut;
        }

        sprung.TrySetResult();
        throw new IOException("The process ends here.");
    }

    public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default) => inner.GetAsync(container, name, cancellation);

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default) => inner.DeleteAsync(container, name, cancellation);

    public IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, CancellationToken cancellation = default) => inner.ListAsync(container, prefix, cancellation);
}
