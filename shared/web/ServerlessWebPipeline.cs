using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Idempotency;
using Serverless.Web.Mails.Links;
using Serverless.Web.Pages.Security;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web;

/// <summary>What every request passes through, in any host.</summary>
public static class ServerlessWebPipeline
{
    /// <summary>
    /// Adds the whole pipeline with its endpoints. The order carries meaning: who calls is known before the limits count,
    /// nothing is read of a body before it is known that the caller may send it, and a key is looked at last.
    /// </summary>
    public static IApplicationBuilder UseServerless(this IApplicationBuilder app)
    {
        // First, so that nothing that follows sees the token of a link, and writes it down.
        app.UseMiddleware<LinkSecrecy>();
        app.Use(AddSafetyHeaders);
        app.UseStatusCodePages(context => ProblemMiddleware.ExplainAsync(context.HttpContext));
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<PublicScheme>();
        // Before addresses are refused: the authority sends people back to one that the sign-in itself answers.
        app.UseAuthentication();
        app.Use(RefuseUnknownAddress);
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<BodyBuffering>();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.UseEndpoints(endpoints => endpoints.MapServerless());
        return app;
    }

    private static Task AddSafetyHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>An address that does not exist is 404, and a method that it does not take 405, for everybody: neither is a secret.</summary>
    private static Task RefuseUnknownAddress(HttpContext context, RequestDelegate next)
    {
        switch (context.GetEndpoint())
        {
            case null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case not RouteEndpoint and { Metadata.Count: 0, RequestDelegate: { } refuse }:
                // Routing's own answer, which nobody mapped: it sets 405 and the Allow header.
                return refuse(context);
            default:
                return next(context);
        }
    }
}
