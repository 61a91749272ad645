using Microsoft.Extensions.Logging;

namespace Serverless.Storage;

/// <summary>Every log message of this project, by event id (1300 to 1399). Never a key, a row or a name of a blob.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "The storage account did not {What} in attempt {Attempt} of {AttemptsMax}: {Reason}. The next follows in {WaitMs} ms.")]
    public static partial void AttemptFailed(ILogger logger, string what, int attempt, int attemptsMax, string reason, long waitMs);
}
