namespace Serverless.Durable.Tests;

/// <summary>Waits on conditions with a deadline far beyond what they take.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"In vain waited {Deadline.TotalSeconds} s for: {what}.");
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    public static async Task<OrchestrationMetadata> CompletesAsync(IOrchestrationClient client, string instanceId)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, deadline.Token);
    }

    public static Task HasStatusAsync(IOrchestrationClient client, string instanceId, string customStatus)
        => HoldsAsync(
            async () => (await client.GetInstanceAsync(instanceId, true))?.ReadCustomStatusAs<string>() == customStatus,
            $"custom status '{customStatus}' of {instanceId}");
}
