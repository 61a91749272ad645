using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Web.Problems;

namespace Serverless.Web;

/// <summary>
/// The whole API as one delegate, for a host that has a router and a server of its own and hands each request over, as
/// Azure Functions does. It is built once, from the same endpoints as everywhere, when the application is open.
/// </summary>
public sealed class ServerlessFront(PaymentsOpening opening, IServiceProvider services, ILogger<ServerlessFront> logger)
{
    private const string RetryAfterSeconds = "10";

    private readonly Lazy<RequestDelegate> run = new(() => new ApplicationBuilder(services).Use(ForgetOuterRoute).UseServerless().Build(), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Answers the request; 503 as long as the application cannot be opened.</summary>
    public async Task RunAsync(HttpContext context)
    {
        try
        {
            await opening.OpenAsync(context.RequestAborted);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Whatever keeps it from opening is for the log; the caller is told to come back.
            Log.NotOpen(logger, exception);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Problem.WriteAsync(context, ProblemBody.Of(StatusCodes.Status503ServiceUnavailable, "NOT_READY", $"The service is not ready. Try again in {RetryAfterSeconds} s."));
            return;
        }

        await run.Value(context);
    }

    /// <summary>A route that the host has found would keep our own router from looking.</summary>
    private static Task ForgetOuterRoute(HttpContext context, RequestDelegate next)
    {
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return next(context);
    }
}
