using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Functions.WeeklyRun;

/// <summary>The functions of <see cref="WeeklyRunOrchestration"/>.</summary>
public sealed class WeeklyRunFunctions(FunctionTasks tasks)
{
    [Function(WeeklyRunOrchestration.Name)]
    public Task<object?> WeeklyRunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(WeeklyRunOrchestration.OpenActivity)]
    public Task<JsonElement?> OpenRunAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.SendActivity)]
    public Task<JsonElement?> SendPaymentsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.AnswersActivity)]
    public Task<JsonElement?> BookAnswersAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.ClaimActivity)]
    public Task<JsonElement?> ClaimPaymentsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.SubmitActivity)]
    public Task<JsonElement?> SubmitToCapsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.BookActivity)]
    public Task<JsonElement?> BookCapsAnswersAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(WeeklyRunOrchestration.CompleteActivity)]
    public Task<JsonElement?> CompleteRunAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
