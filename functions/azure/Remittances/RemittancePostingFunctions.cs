using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Remittances.Posting;

namespace Serverless.Functions.Remittances;

/// <summary>The functions of <see cref="RemittancePosting"/>.</summary>
public sealed class RemittancePostingFunctions(FunctionTasks tasks)
{
    [Function(RemittancePosting.Name)]
    public Task<object?> RemittancePostingAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(RemittancePosting.PlanActivity)]
    public Task<JsonElement?> PlanRemittancePostingAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(RemittancePosting.ClaimActivity)]
    public Task<JsonElement?> ClaimInvoicesAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(RemittancePosting.CommitActivity)]
    public Task<JsonElement?> CommitRemittanceAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(RemittancePosting.ApplyActivity)]
    public Task<JsonElement?> ApplyRemittanceAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(RemittancePosting.RefuseActivity)]
    public Task<JsonElement?> RefuseRemittanceAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(RemittancePosting.CloseActivity)]
    public Task<JsonElement?> CloseRemittancePostingAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
