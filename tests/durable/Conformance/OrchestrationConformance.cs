namespace Serverless.Durable.Tests.Conformance;

/// <summary>
/// What orchestrations mean, whatever engine runs them. It knows the registry and the client and nothing else; an
/// engine derives from it and says how it is started. Each orchestrator stands beside the test that it is for.
/// </summary>
public abstract partial class OrchestrationConformance : IAsyncLifetime
{
    private readonly CancellationTokenSource deadline = new();

    protected OrchestrationConformance() => deadline.CancelAfter(Deadline);

    /// <summary>Far beyond what anything here takes, so that only what hangs meets it.</summary>
    protected virtual TimeSpan Deadline => TimeSpan.FromSeconds(60);

    protected CancellationToken Cancellation => deadline.Token;

    private TaskRegistry Registry { get; } = new();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    /// <summary>Starts the engine with these orchestrators and activities; called once per test.</summary>
    protected abstract Task<IOrchestrationClient> StartAsync(TaskRegistry registry);

    /// <summary>An id that no other test uses.</summary>
    protected static string NewId(string prefix) => $"{prefix}-{Guid.NewGuid():N}";

    private async Task<OrchestrationMetadata> RunAsync(string name, object? input = null)
    {
        var client = await StartAsync(Registry);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input, cancellation: Cancellation);
        return await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);
    }

    private async Task<OrchestrationMetadata> CompletionAsync(IOrchestrationClient client, string id)
        => await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancellation);

    /// <summary>Looks until the condition holds.</summary>
    private async Task<OrchestrationMetadata> UntilAsync(IOrchestrationClient client, string id, Func<OrchestrationMetadata, bool> holds)
    {
        while (true)
        {
            var metadata = await client.GetInstanceAsync(id, getInputsAndOutputs: true, Cancellation);
            if (metadata is not null && holds(metadata))
            {
                return metadata;
            }

            await Task.Delay(20, Cancellation);
        }
    }
}
