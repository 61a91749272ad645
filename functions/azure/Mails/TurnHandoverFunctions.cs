using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Mails.Asking;

namespace Serverless.Functions.Mails;

/// <summary>The functions of <see cref="TurnHandover"/>.</summary>
public sealed class TurnHandoverFunctions(FunctionTasks tasks)
{
    [Function(TurnHandover.Name)]
    public Task<object?> TurnHandoverAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(TurnHandover.AskActivity)]
    public Task<JsonElement?> AskAfterHandoverAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
