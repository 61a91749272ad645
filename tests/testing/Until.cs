using System.Diagnostics;

namespace Serverless.Testing;

/// <summary>Waits on a condition that something in the background brings about.</summary>
public static class Until
{
    /// <exception cref="TimeoutException">It did not come about within <see cref="PaymentsWorld.Patience"/>.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > PaymentsWorld.Patience)
            {
                throw new TimeoutException($"The condition did not come about within {PaymentsWorld.Patience}.");
            }

            await Task.Delay(10);
        }
    }
}
