namespace Serverless.Bench;

/// <summary>What a workload measured.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Count">How many orchestrations it ran.</param>
/// <param name="PerSecond">Completed per second, from before the first was scheduled until after the last was completed.</param>
/// <param name="P50Ms">From the call that schedules one to its completion, the median.</param>
/// <param name="P99Ms">The same, of the slowest in a hundred.</param>
/// <param name="PeakMb">The largest working set of the process.</param>
/// <param name="RawCommitsPerSecond">Commits of a single row that plain SQLite makes on this disk, one after the other.</param>
internal sealed record BenchResult(string Workload, int Count, int PerSecond, double P50Ms, double P99Ms, int PeakMb, int RawCommitsPerSecond);
