using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.Problems;

/// <summary>
/// The outermost part of the pipeline: whatever goes wrong becomes a problem, and nothing of the inside is told. An
/// unexpected error is logged under the trace id that the caller gets; a request that its caller gave up is none.
/// </summary>
public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (ProblemException refused) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, refused.Problem.Body);
        }
        catch (BadHttpRequestException unreadable) when (!context.Response.HasStarted)
        {
            var problem = unreadable.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? BodyBuffering.TooLarge(context)
                : ProblemBody.Of(unreadable.StatusCode, "UNREADABLE_REQUEST", "The request cannot be read.");
            await AnswerAsync(context, problem);
        }
        catch (Exception unexpected) when (!context.Response.HasStarted)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
            Log.Unexpected(logger, unexpected, context.Request.Method, RouteOf(context), traceId);
            var problem = ProblemBody.Of(StatusCodes.Status500InternalServerError, "UNEXPECTED", "Something went wrong here. Try again; the trace id leads to the cause.");
            await AnswerAsync(context, problem with { TraceId = traceId });
        }
    }

    /// <summary>What a status without a body is explained by (an unknown address, a method that it does not take, no token).</summary>
    public static Task ExplainAsync(HttpContext context)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        var status = context.Response.StatusCode;
        var (code, detail) = status switch
        {
            StatusCodes.Status401Unauthorized => ("NOT_SIGNED_IN", "Sign in: send a valid token as 'Authorization: Bearer …'."),
            StatusCodes.Status403Forbidden when PageEndpoint.IsFor(context) && CallerReader.Read(context.User) is null
                => ("NO_ROLE", $"You are signed in as {context.User.FindFirst("sub")?.Value}, and the sign-in names no role of yours that is known here. Ask whoever looks after your agency’s sign-in for one; then sign out and in again."),
            StatusCodes.Status403Forbidden => ("WRONG_ROLE", "None of your roles may do this."),
            StatusCodes.Status404NotFound => ("NOT_FOUND", "There is nothing at this address; /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => ("METHOD_NOT_ALLOWED", $"This address does not take {context.Request.Method}; the Allow header lists what it takes."),
            StatusCodes.Status415UnsupportedMediaType => ("UNSUPPORTED_MEDIA_TYPE", "The body is of a type that this address does not take."),
            _ => ("REFUSED", "The request was refused."),
        };
        return Problem.WriteAsync(context, ProblemBody.Of(status, code, detail));
    }

    private static Task AnswerAsync(HttpContext context, ProblemBody problem)
    {
        context.Response.Clear();
        return Problem.WriteAsync(context, problem);
    }

    /// <summary>The pattern and not the path: paths hold ids.</summary>
    private static string RouteOf(HttpContext context) => context.GetEndpoint()?.DisplayName ?? "(no route)";
}
