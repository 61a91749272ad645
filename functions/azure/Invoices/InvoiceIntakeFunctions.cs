using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Invoices;

namespace Serverless.Functions.Invoices;

/// <summary>The functions of <see cref="InvoiceIntake"/>.</summary>
public sealed class InvoiceIntakeFunctions(FunctionTasks tasks)
{
    [Function(InvoiceIntake.Name)]
    public Task<object?> InvoiceIntakeAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(InvoiceIntake.SubmitLinesActivity)]
    public Task<JsonElement?> SubmitInvoiceLinesAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(InvoiceIntake.ReportActivity)]
    public Task<JsonElement?> WriteInvoiceReportAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
