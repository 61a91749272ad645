using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments.Mails;

namespace Serverless.Functions.Mails;

/// <summary>The functions of <see cref="MailDelivery"/>.</summary>
public sealed class MailDeliveryFunctions(FunctionTasks tasks)
{
    [Function(MailDelivery.Name)]
    public Task<object?> MailDeliveryAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        => tasks.OrchestrateAsync(context);

    [Function(MailDelivery.SendActivity)]
    public Task<JsonElement?> SendMailAsync([ActivityTrigger] JsonElement? input, [DurableClient] DurableTaskClient client, FunctionContext function)
        => tasks.ActAsync(function, client, input);
}
