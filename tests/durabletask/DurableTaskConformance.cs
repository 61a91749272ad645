using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Durable;
using Serverless.Durable.Tests.Conformance;
using Serverless.Functions.Durable;

namespace Serverless.DurableTask.Tests;

/// <summary>The real Durable Task engine, over its store in memory, keeps the contract through the adapters of the Functions app.</summary>
public sealed class DurableTaskConformance : OrchestrationConformance
{
    private DurableTaskTestHost? host;

    /// <summary>This host sends an instance its whole history again with every event, so that a wide fan-out takes minutes.</summary>
    protected override TimeSpan Deadline => TimeSpan.FromMinutes(10);

    [Fact(Skip = "The store in memory starts at once; Azure Storage keeps the time.")]
    public override Task Scheduled_start_waits_for_its_time() => base.Scheduled_start_waits_for_its_time();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync() => await (host?.DisposeAsync() ?? ValueTask.CompletedTask);

    protected override async Task<IOrchestrationClient> StartAsync(TaskRegistry registry)
    {
        host = await DurableTaskTestHost.StartAsync(tasks => Register(tasks, registry), new DurableTaskTestHostOptions { ConfigureServices = UseOurJson }, Cancellation);
        return new DurableTaskOrchestrations(host.Client);
    }

    /// <summary>The store in memory has no order; a table of Azure Storage has.</summary>
    protected override async Task<List<string>> ListAsync(IOrchestrationClient client, Durable.OrchestrationQuery query)
        => [.. (await base.ListAsync(client, query)).Order(StringComparer.Ordinal)];

    private static void Register(DurableTaskRegistry tasks, TaskRegistry registry)
    {
        foreach (var name in registry.Orchestrators.Keys)
        {
            tasks.AddOrchestratorFunc<object?, object?>(name, (context, _) => DurableTaskRunner.OrchestrateAsync(registry, context));
        }

        foreach (var name in registry.Activities.Keys)
        {
            tasks.AddActivityFunc<JsonElement?, JsonElement?>(name, (context, input) => DurableTaskRunner.ActAsync(registry, new ActivityContext(name, context.InstanceId, CancellationToken.None), input));
        }
    }

    /// <summary>As the Functions app sets the worker's serializer.</summary>
    private static void UseOurJson(IServiceCollection services)
    {
        services.ConfigureAll<DurableTaskWorkerOptions>(options => options.DataConverter = new JsonDataConverter(DurableTaskJson.Carrier));
        services.ConfigureAll<DurableTaskClientOptions>(options => options.DataConverter = new JsonDataConverter(DurableTaskJson.Carrier));
    }
}
