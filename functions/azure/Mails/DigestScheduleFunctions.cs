using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Mails.Digests;

namespace Serverless.Functions.Mails;

/// <summary>The functions of <see cref="DigestSchedule"/>.</summary>
public sealed class DigestScheduleFunctions(FunctionTasks tasks)
{
    [Function(DigestSchedule.Name)]
    public Task<object?> DigestScheduleAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(DigestSchedule.NextActivity)]
    public Task<JsonElement?> NextDigestAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(DigestSchedule.SendActivity)]
    public Task<JsonElement?> SendDigestsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
