using Microsoft.Extensions.Logging;

namespace Serverless.Mail;

/// <summary>Every log message of this project, by event id (7000 to 7099). Never an address, a subject or a link.</summary>
internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Warning, "A mail waits: {Detail}")]
    public static partial void ServerOutOfReach(ILogger logger, string detail);

    [LoggerMessage(7001, LogLevel.Warning, "A mail waits: the mail server answered {Code}.")]
    public static partial void ServerSaysLater(ILogger logger, int code);
}
