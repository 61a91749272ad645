using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.ProviderPayments;

namespace Serverless.Functions.ProviderPayments;

/// <summary>The functions of <see cref="AttendancePayment"/>.</summary>
public sealed class AttendancePaymentFunctions(FunctionTasks tasks)
{
    [Function(AttendancePayment.Name)]
    public Task<object?> AttendancePaymentAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(AttendancePayment.ReadActivity)]
    public Task<JsonElement?> ReadProviderPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(AttendancePayment.ActActivity)]
    public Task<JsonElement?> ActOnProviderPaymentAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
