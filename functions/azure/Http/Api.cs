using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Web;

namespace Serverless.Functions.Http;

/// <summary>
/// Hands every request to the endpoints of <c>shared/web</c>, which know who may do what; that is why it is anonymous here.
/// The host's own addresses, <c>/admin</c> and <c>/runtime/webhooks</c>, are the host's before this function is asked.
/// </summary>
public sealed class Api(ServerlessFront front, BoundOrchestrations orchestrations)
{
    [Function(nameof(Api))]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        orchestrations.Attach(client);
        return front.RunAsync(request.HttpContext);
    }
}
