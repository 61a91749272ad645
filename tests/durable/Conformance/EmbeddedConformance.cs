namespace Serverless.Durable.Tests.Conformance;

/// <summary>The embedded engine keeps the contract.</summary>
public sealed class EmbeddedConformance : OrchestrationConformance
{
    private readonly EngineHouse house = new();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync() => await house.DisposeAsync();

    protected override async Task<IOrchestrationClient> StartAsync(TaskRegistry registry)
        => await house.StartAsync(registry);
}
