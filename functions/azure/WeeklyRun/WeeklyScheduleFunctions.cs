using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Functions.WeeklyRun;

/// <summary>The functions of <see cref="WeeklySchedule"/>.</summary>
public sealed class WeeklyScheduleFunctions(FunctionTasks tasks)
{
    [Function(WeeklySchedule.Name)]
    public Task<object?> WeeklyScheduleAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(WeeklySchedule.NextActivity)]
    public Task<JsonElement?> NextRunSlotAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklySchedule.StartActivity)]
    public Task<JsonElement?> StartSlotRunAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
