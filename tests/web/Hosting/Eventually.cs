using System.Diagnostics;

namespace Serverless.Web.Tests.Hosting;

/// <summary>Waits for a condition, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan DeadLine = TimeSpan.FromSeconds(60);

    /// <summary>Between two looks, so that looking leaves the machine to what is waited for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static async Task<T> SeeAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < DeadLine)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Not seen within {DeadLine.TotalSeconds} s.");
    }

    public static Task BeAsync(Func<bool> condition) => SeeAsync(() => Task.FromResult(condition() ? "" : null));
}
