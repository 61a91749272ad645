using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Billing.Intake;

namespace Serverless.Functions.Billing;

/// <summary>The functions of <see cref="BillingIntake"/>.</summary>
public sealed class BillingIntakeFunctions(FunctionTasks tasks)
{
    [Function(BillingIntake.Name)]
    public Task<object?> BillingIntakeAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(BillingIntake.ClaimActivity)]
    public Task<JsonElement?> ClaimInvoiceNumbersAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(BillingIntake.RefuseActivity)]
    public Task<JsonElement?> RefuseBillingIntakeAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(BillingIntake.WriteActivity)]
    public Task<JsonElement?> WriteBillingInvoicesAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(BillingIntake.ReportActivity)]
    public Task<JsonElement?> ReportBillingIntakeAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
