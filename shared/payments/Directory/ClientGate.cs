namespace Serverless.Payments.Directory;

/// <summary>
/// Lets one move at a time through per client within this process. It spares repeated attempts; what keeps two
/// moves apart, here and between processes, is the guard row.
/// </summary>
public sealed class ClientGate : IDisposable
{
    private const int Stripes = 256;
    private readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> EnterAsync(string clientId, CancellationToken cancellation)
    {
        var stripe = stripes[(uint)clientId.GetHashCode(StringComparison.Ordinal) % Stripes];
        await stripe.WaitAsync(cancellation);
        return new Pass(stripe);
    }

    public void Dispose()
    {
        foreach (var stripe in stripes)
        {
            stripe.Dispose();
        }
    }

    private sealed class Pass(SemaphoreSlim stripe) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                stripe.Release();
            }
        }
    }
}
