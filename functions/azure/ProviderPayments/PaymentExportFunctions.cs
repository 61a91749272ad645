using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.ProviderPayments.Exports;

namespace Serverless.Functions.ProviderPayments;

/// <summary>The functions of <see cref="PaymentExport"/>.</summary>
public sealed class PaymentExportFunctions(FunctionTasks tasks)
{
    [Function(PaymentExport.Name)]
    public Task<object?> PaymentExportAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(PaymentExport.TakeActivity)]
    public Task<JsonElement?> TakeForExportAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentExport.FileActivity)]
    public Task<JsonElement?> WriteExportFileAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentExport.PayActivity)]
    public Task<JsonElement?> PayExportedAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(PaymentExport.CompleteActivity)]
    public Task<JsonElement?> CompleteExportAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
