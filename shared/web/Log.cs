using Microsoft.Extensions.Logging;

namespace Serverless.Web;

/// <summary>Every log message of this project, by event id (3000 to 3999). Never a person's name, a path with ids, or a token.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "{Method} {Route} failed unexpectedly; trace {TraceId}.")]
    public static partial void Unexpected(ILogger logger, Exception exception, string method, string route, string traceId);

    [LoggerMessage(3001, LogLevel.Warning, "{Method} {Route} was refused: too many requests.")]
    public static partial void RateLimited(ILogger logger, string method, string route);

    [LoggerMessage(3002, LogLevel.Error, "The application cannot be opened; requests are answered with 503, and the next one tries again.")]
    public static partial void NotOpen(ILogger logger, Exception exception);

    [LoggerMessage(3100, LogLevel.Warning, "A request of another process was found unfinished under its idempotency key; it is executed again with the same ids.")]
    public static partial void IdempotencyTakenOver(ILogger logger);

    [LoggerMessage(3101, LogLevel.Warning, "An idempotency key could not be released; its next request waits for the lease or takes it over.")]
    public static partial void IdempotencyNotReleased(ILogger logger, Exception exception);

    [LoggerMessage(3102, LogLevel.Information, "{Rows} expired idempotency keys removed.")]
    public static partial void IdempotencySwept(ILogger logger, int rows);

    [LoggerMessage(3103, LogLevel.Warning, "Expired idempotency keys could not be removed; they are tried again later.")]
    public static partial void IdempotencyNotSwept(ILogger logger, Exception exception);

    [LoggerMessage(3200, LogLevel.Warning, "Health: {Part} is not in order.")]
    public static partial void PartUnhealthy(ILogger logger, Exception exception, string part);

    [LoggerMessage(3201, LogLevel.Information, "Parked message {Id} requeued by {User}.")]
    public static partial void Requeued(ILogger logger, long id, string user);

    [LoggerMessage(3300, LogLevel.Information, "Signed in for development as {User}.")]
    public static partial void SignedIn(ILogger logger, string user);

    [LoggerMessage(3301, LogLevel.Warning, "A sign-in at the authority came to nothing: {Code}. The person was told to try again.")]
    public static partial void SignInFailed(ILogger logger, string code);

    [LoggerMessage(3302, LogLevel.Error, "The authority cannot be reached, or its document of addresses cannot be read; nobody signs in on pages meanwhile.")]
    public static partial void AuthorityUnreachable(ILogger logger, Exception exception);
}
