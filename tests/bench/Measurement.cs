using System.Diagnostics;

namespace Serverless.Bench;

/// <summary>What every workload does alike: the disk's limit first, a warm-up of its own, then what is measured.</summary>
internal static class Measurement
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    /// <param name="name">The workload's.</param>
    /// <param name="warmUpCount">Runs before, over other data, so that the compiler's time is not measured.</param>
    /// <param name="options">How many, and where.</param>
    /// <param name="measure">Runs so many over a path that nothing stands at yet; answers the whole time and each one's.</param>
    public static async Task<BenchResult> RunAsync(string name, int warmUpCount, BenchOptions options, Func<string, int, Task<(TimeSpan Elapsed, double[] LatenciesMs)>> measure)
    {
        using var folder = new BenchFolder(options.DataRoot);
        var raw = folder.MeasureRawCommits();
        await measure(folder.File("warm-up"), warmUpCount);
        var (elapsed, latencies) = await measure(folder.File("measured"), options.Count);
        Array.Sort(latencies);
        using var process = Process.GetCurrentProcess();
        return new BenchResult(
            name,
            options.Count,
            (int)(options.Count / elapsed.TotalSeconds),
            latencies[latencies.Length / 2],
            latencies[Math.Min(latencies.Length - 1, latencies.Length * 99 / 100)],
            (int)(process.PeakWorkingSet64 >> 20),
            raw);
    }

    /// <summary>Looks again and again whether something in the background has come about.</summary>
    /// <exception cref="TimeoutException">It has not within ten minutes.</exception>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > WaitMax)
            {
                throw new TimeoutException("What is waited for does not come.");
            }

            await Task.Delay(LookEvery);
        }
    }
}
