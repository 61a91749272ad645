using System.Text.Json;
using Microsoft.DurableTask;
using Serverless.Durable;
using TaskFailedException = Serverless.Durable.TaskFailedException;

namespace Serverless.Functions.Durable;

/// <summary>Runs what is registered by its name, as a function or a Durable Task worker is asked to.</summary>
public static class DurableTaskRunner
{
    /// <summary>
    /// Runs an orchestrator. It must reach its context before anything else is awaited, because Durable Task takes any other
    /// first await for a mistake; so nothing is opened or looked up here.
    /// </summary>
    public static async Task<object?> OrchestrateAsync(TaskRegistry registry, TaskOrchestrationContext context)
    {
        try
        {
            return DurableTaskJson.Write(await registry.Orchestrators[context.Name.Name](new DurableTaskOrchestration(context)));
        }
        catch (TaskFailedException failed)
        {
            // Their own exception carries the task's failure on; of ours they would keep the message alone.
            throw DurableTaskFailures.ToDurableTask(failed);
        }
    }

    public static async Task<JsonElement?> ActAsync(TaskRegistry registry, ActivityContext context, JsonElement? input)
        => DurableTaskJson.ElementOf(await registry.Activities[context.Name](context, DurableTaskJson.TextOf(input)));
}
