using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Serverless.Storage.Azure;

/// <summary>
/// The one retry loop of both adapters. The SDK's own is switched off, because it would hide from us that an earlier
/// attempt may have been carried out, and then a conflict with our own work would look like somebody else's.
/// </summary>
internal sealed class AzureRetry(AzureStorageOptions options, string host)
{
    private readonly ILogger logger = options.Loggers.CreateLogger<AzureRetry>();

    /// <summary>Rows: see <see cref="AzureStorageOptions.AttemptTimeMax"/>.</summary>
    public Task<T> RunAsync<T>(string what, Func<Attempt, Task<T>> work, CancellationToken cancellation)
        => RunAsync(what, options.AttemptTimeMax, work, cancellation);

    /// <summary>Contents: see <see cref="AzureStorageOptions.ContentTimeMax"/>.</summary>
    public Task<T> RunContentAsync<T>(string what, Func<Attempt, Task<T>> work, CancellationToken cancellation)
        => RunAsync(what, options.ContentTimeMax, work, cancellation);

    private async Task<T> RunAsync<T>(string what, TimeSpan timeMax, Func<Attempt, Task<T>> work, CancellationToken cancellation)
    {
        var isInDoubt = false;
        for (var number = 1; number <= options.AttemptsMax; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            AzureFault fault;
            Exception cause;
            using (var time = new CancellationTokenSource(timeMax, options.Time))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation))
            {
                try
                {
                    return await work(new Attempt(isInDoubt, either.Token));
                }
                catch (Exception exception) when (AzureFault.Of(exception, cancellation) is { } found)
                {
                    (fault, cause) = (found, exception);
                }
            }

            if (!fault.IsTransient)
            {
                throw new StorageUnavailableException($"{host} refuses to {what} ({fault.Reason}). Look at the key or the token it is given, and at the roles of the identity: Storage Table Data Contributor and Storage Blob Data Contributor.", cause);
            }

            if (number == options.AttemptsMax)
            {
                throw new StorageUnavailableException($"{host} did not {what} in {number} attempts; the last one ended with: {fault.Reason}. Look at the address, the network and the state of the storage account, then try again.", cause);
            }

            isInDoubt |= fault.IsInDoubt;
            var wait = WaitAfter(number, fault.RetryAfter);
            Log.AttemptFailed(logger, what, number, options.AttemptsMax, fault.Reason, (long)wait.TotalMilliseconds);
            await Task.Delay(wait, options.Time, cancellation);
        }

        throw new UnreachableException($"At least one attempt is made, and not {options.AttemptsMax}.");
    }

    private TimeSpan WaitAfter(int number, TimeSpan? retryAfter)
    {
        var doubled = options.DelayFirst * Math.Pow(2, number - 1);
        var jittered = (doubled < options.DelayMax ? doubled : options.DelayMax) * (0.5 + (Random.Shared.NextDouble() / 2));
        var asked = retryAfter is { } time && time > options.RetryAfterMax ? options.RetryAfterMax : retryAfter ?? TimeSpan.Zero;
        return asked > jittered ? asked : jittered;
    }
}
