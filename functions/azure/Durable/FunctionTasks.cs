using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Durable;
using Serverless.Payments;

namespace Serverless.Functions.Durable;

/// <summary>What every function of an orchestrator or an activity does: it runs what is registered under its own name.</summary>
public sealed class FunctionTasks
{
    private readonly TaskRegistry orchestrators = new();
    private readonly PaymentsOpening opening;
    private readonly BoundOrchestrations orchestrations;

    public FunctionTasks(PaymentsOpening opening, BoundOrchestrations orchestrations)
    {
        this.opening = opening;
        this.orchestrations = orchestrations;
        PaymentsTasks.RegisterOrchestrators(orchestrators);
    }

    public Task<object?> OrchestrateAsync(TaskOrchestrationContext context) => DurableTaskRunner.OrchestrateAsync(orchestrators, context);

    /// <param name="function">The invocation, whose function bears the activity's name.</param>
    /// <param name="client">By which the activity may start orchestrations and raise events.</param>
    /// <param name="input">The activity's input; null where it has none.</param>
    public async Task<JsonElement?> ActAsync(FunctionContext function, DurableTaskClient client, JsonElement? input)
    {
        orchestrations.Attach(client);
        var opened = await opening.OpenAsync(function.CancellationToken);
        var context = new ActivityContext(function.FunctionDefinition.Name, InstanceIdOf(function), function.CancellationToken);
        return await DurableTaskRunner.ActAsync(opened.Tasks, context, input);
    }

    private static string InstanceIdOf(FunctionContext function)
        => function.BindingContext.BindingData.TryGetValue("instanceId", out var id) && id is string { Length: > 0 } instanceId
            ? instanceId
            : throw new InvalidOperationException($"The host did not say which orchestration called the activity {function.FunctionDefinition.Name}.");
}
