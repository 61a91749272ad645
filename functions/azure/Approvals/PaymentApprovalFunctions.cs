using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Approvals;

namespace Serverless.Functions.Approvals;

/// <summary>The functions of <see cref="PaymentApproval"/>.</summary>
public sealed class PaymentApprovalFunctions(FunctionTasks tasks)
{
    [Function(PaymentApproval.Name)]
    public Task<object?> PaymentApprovalAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(PaymentApproval.SubmitActivity)]
    public Task<JsonElement?> SubmitPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentApproval.AskActivity)]
    public Task<JsonElement?> AskApproversAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentApproval.RemindActivity)]
    public Task<JsonElement?> RemindApproversAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentApproval.EscalateActivity)]
    public Task<JsonElement?> EscalatePaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentApproval.DecideActivity)]
    public Task<JsonElement?> DecidePaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
