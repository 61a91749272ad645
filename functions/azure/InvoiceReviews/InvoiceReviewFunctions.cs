using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.InvoiceReviews;

namespace Serverless.Functions.InvoiceReviews;

/// <summary>The functions of <see cref="InvoiceReview"/>.</summary>
public sealed class InvoiceReviewFunctions(FunctionTasks tasks)
{
    [Function(InvoiceReview.Name)]
    public Task<object?> InvoiceReviewAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(InvoiceReview.ReadActivity)]
    public Task<JsonElement?> ReadInvoiceReviewAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(InvoiceReview.DecideActivity)]
    public Task<JsonElement?> DecideInvoiceReviewAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);

    [Function(InvoiceReview.TellActivity)]
    public Task<JsonElement?> TellInvoiceReviewAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
