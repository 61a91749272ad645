using System.Globalization;
using System.Net.Sockets;
using Azure;

namespace Serverless.Storage.Azure;

/// <summary>What went wrong with an attempt, as far as it decides what to do next.</summary>
/// <param name="Reason">Status and code, or what the line said; nothing of the request, which may hold a secret.</param>
/// <param name="IsTransient">Worth another attempt.</param>
/// <param name="IsInDoubt">The service may have done what was asked all the same.</param>
/// <param name="RetryAfter">How long the service asks to wait.</param>
internal sealed record AzureFault(string Reason, bool IsTransient, bool IsInDoubt, TimeSpan? RetryAfter = null)
{
    /// <summary>Null where the exception is an answer rather than a fault: a conflict, a bad request, a caller that gave up.</summary>
    public static AzureFault? Of(Exception exception, CancellationToken caller) => exception switch
    {
        OperationCanceledException when caller.IsCancellationRequested => null,
        OperationCanceledException or TimeoutException => new AzureFault("no answer in time", IsTransient: true, IsInDoubt: true),
        RequestFailedException refused => Of(refused),
        _ when IsWithoutToken(exception) => new AzureFault("no token for the identity", IsTransient: true, IsInDoubt: false),
        AggregateException { InnerException: { } inner } => Of(inner, caller),
        IOException or HttpRequestException or SocketException => new AzureFault(exception.Message, IsTransient: true, IsInDoubt: true),
        _ => null,
    };

    /// <summary>
    /// Whoever gives out tokens may be out of reach for a moment, and nothing was sent. Known by its name, because the callers
    /// choose the credentials, and this project needs nothing else of the library that they are in.
    /// </summary>
    private static bool IsWithoutToken(Exception exception)
    {
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == "Azure.Identity.AuthenticationFailedException")
            {
                return true;
            }
        }

        return false;
    }

    private static AzureFault? Of(RequestFailedException refused)
    {
        var code = AzureCodes.CodeOf(refused);
        var reason = refused.Status == 0 ? Innermost(refused) : $"{refused.Status} {code}".TrimEnd();
        return (refused.Status, code) switch
        {
            (401 or 403, _) => new AzureFault(reason, IsTransient: false, IsInDoubt: false),

            // Throttled, or told that the table is not there (any more, or not yet): not even looked at.
            (429, _) => new AzureFault(reason, IsTransient: true, IsInDoubt: false, RetryAfterOf(refused)),
            (_, AzureCodes.TableNotFound or AzureCodes.ContainerNotFound or AzureCodes.TableBeingDeleted or AzureCodes.ContainerBeingDeleted)
                => new AzureFault(reason, IsTransient: true, IsInDoubt: false, RetryAfterOf(refused)),
            (0 or 408 or 500 or 502 or 503 or 504, _) => new AzureFault(reason, IsTransient: true, IsInDoubt: true, RetryAfterOf(refused)),
            _ => null,
        };
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    private static TimeSpan? RetryAfterOf(RequestFailedException refused)
    {
        var headers = refused.GetRawResponse()?.Headers;
        if (headers?.TryGetValue("Retry-After", out var text) == true && int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return null;
    }
}
