namespace Serverless.Sqlite.Tests;

internal static class Deadline
{
    /// <summary>Only a hang takes this long, even on a slow and loaded machine.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);
}
