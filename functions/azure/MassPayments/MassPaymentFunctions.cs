using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.MassPayments;

namespace Serverless.Functions.MassPayments;

/// <summary>The functions of <see cref="MassPaymentOrchestration"/>.</summary>
public sealed class MassPaymentFunctions(FunctionTasks tasks)
{
    [Function(MassPaymentOrchestration.Name)]
    public Task<object?> MassPaymentAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(MassPaymentOrchestration.ValidateActivity)]
    public Task<JsonElement?> ValidateMassPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.ClaimActivity)]
    public Task<JsonElement?> ClaimNeedsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.GiveWayActivity)]
    public Task<JsonElement?> GiveWayToMassPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.WriteRequestsActivity)]
    public Task<JsonElement?> WritePaymentRequestsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.ApproveActivity)]
    public Task<JsonElement?> ApproveMassPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.RemoveActivity)]
    public Task<JsonElement?> RemoveNeedsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(MassPaymentOrchestration.RefuseActivity)]
    public Task<JsonElement?> RefuseMassPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
