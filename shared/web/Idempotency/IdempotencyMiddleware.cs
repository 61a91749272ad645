using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Idempotency;

/// <summary>
/// Makes POST, PUT and DELETE safe to repeat under an Idempotency-Key: one effect and one answer, also after a crash in
/// between. It stands behind authorization, so a key never answers somebody who may no longer ask.
/// </summary>
public sealed class IdempotencyMiddleware(
    RequestDelegate next,
    PaymentsApplication application,
    IdempotencyRecords records,
    IdempotencyTwins twins,
    IdempotencySweep sweep,
    IdempotencySettings settings,
    ILogger<IdempotencyMiddleware> logger)
{
    /// <summary>Says that an answer was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Whether a key may be sent with the request.</summary>
    public static bool Covers(string method, PathString path)
        => (HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)) && path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || !Covers(context.Request.Method, context.Request.Path) || IdempotencyKey.Read(context.Request) is not { } key || endpoint.Metadata.GetMetadata<NothingKept>() is not null)
        {
            await next(context);
            return;
        }

        context.Response.OnCompleted(sweep.StepIfDueAsync);
        var body = await BodyBuffering.BytesAsync(context);
        var scope = IdempotencyScope.Of(CallerReader.Read(context.User)?.User ?? "", context.Request, key, body.Span);
        using var turn = await twins.EnterAsync(scope.Hash, settings.TwinWait, application.Ports.Time, context.RequestAborted);
        var claim = turn is null ? new IdempotencyClaim(IdempotencyClaimKind.AtWork) : await records.ClaimAsync(scope, context.RequestAborted);
        switch (claim.Kind)
        {
            case IdempotencyClaimKind.Mine:
                await ExecuteAsync(context, scope, claim.Hold!);
                break;
            case IdempotencyClaimKind.Answered:
                await ReplayAsync(context, claim.Answer!);
                break;
            case IdempotencyClaimKind.OtherRequest:
                await Problem.WriteAsync(context, ProblemBody.Of(StatusCodes.Status422UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED", $"Another request was sent under this {IdempotencyKey.Header}. Send the same one, or choose another key."));
                break;
            default:
                context.Response.Headers.RetryAfter = "1";
                await Problem.WriteAsync(context, ProblemBody.Of(StatusCodes.Status409Conflict, "IDEMPOTENCY_KEY_AT_WORK", $"The same request under this {IdempotencyKey.Header} is still at work. Send it again in a moment."));
                break;
        }
    }

    /// <summary>What is told by the state of things at the moment, and by nothing that was done, is not kept.</summary>
    private static bool IsKept(int status) => status is < 500
        and not StatusCodes.Status401Unauthorized
        and not StatusCodes.Status408RequestTimeout
        and not StatusCodes.Status412PreconditionFailed
        and not StatusCodes.Status413PayloadTooLarge
        and not StatusCodes.Status415UnsupportedMediaType
        and not StatusCodes.Status429TooManyRequests
        and not StatusCodes.Status499ClientClosedRequest;

    private static Task ReplayAsync(HttpContext context, KeptAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers.Location = answer.Location;
        response.Headers.ETag = answer.ETag;
        response.Headers.RetryAfter = answer.RetryAfter;
        response.Headers[ReplayedHeader] = "true";
        return response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body ?? ""), context.RequestAborted).AsTask();
    }

    private static KeptAnswer AnswerOf(HttpResponse response, MemoryStream body) => new(
        response.StatusCode,
        response.ContentType,
        NullIfEmpty(response.Headers.Location),
        NullIfEmpty(response.Headers.ETag),
        NullIfEmpty(response.Headers.RetryAfter),
        Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));

    private static string? NullIfEmpty(string? header) => string.IsNullOrEmpty(header) ? null : header;

    private async Task ExecuteAsync(HttpContext context, IdempotencyScope scope, IdempotencyHold hold)
    {
        context.Features.Set(new RequestIdentity(scope.RequestId(hold.Row.Since)));
        var response = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var isKept = false;
        try
        {
            await next(context);
            if (IsKept(context.Response.StatusCode))
            {
                // The work is done, whether its caller still listens or not.
                await records.KeepAsync(scope, hold, AnswerOf(context.Response, answer), CancellationToken.None);
                isKept = true;
            }
        }
        finally
        {
            context.Response.Body = response;
            if (!isKept)
            {
                await ReleaseAsync(scope, hold);
            }
        }

        await response.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), context.RequestAborted);
    }

    private async Task ReleaseAsync(IdempotencyScope scope, IdempotencyHold hold)
    {
        try
        {
            await records.ReleaseAsync(scope, hold, CancellationToken.None);
        }
        catch (Exception broken)
        {
            // The request has its own outcome; a row that is not released is taken over.
            Log.IdempotencyNotReleased(logger, broken);
        }
    }
}
