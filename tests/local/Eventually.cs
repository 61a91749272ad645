namespace Serverless.Local.Tests;

/// <summary>Waits on a condition; the deadline is for machines under load and says what was waited for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));

    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        var latest = deadline ?? Deadline;
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < latest, $"Waited {latest.TotalSeconds} s in vain: {what}.");
            await Task.Delay(20);
        }
    }
}
