using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.ProviderPayments.Periods;

namespace Serverless.Functions.ProviderPayments;

/// <summary>The functions of <see cref="ServicePeriodGeneration"/>.</summary>
public sealed class ServicePeriodFunctions(FunctionTasks tasks)
{
    [Function(ServicePeriodGeneration.Name)]
    public Task<object?> ServicePeriodGenerationAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(ServicePeriodGeneration.GenerateActivity)]
    public Task<JsonElement?> GenerateProviderPaymentsAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(ServicePeriodGeneration.CompleteActivity)]
    public Task<JsonElement?> CompleteServicePeriodAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
