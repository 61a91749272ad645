using Microsoft.Extensions.Logging;

namespace Serverless.Sqlite;

/// <summary>Every log message of this project, by event id (1100 to 1199).</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Error, "A commit of {Count} write operations failed; all of them are refused.")]
    public static partial void GroupFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(1101, LogLevel.Error, "The callback of a settled {Operation} threw; the writer goes on.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception, string operation);

    [LoggerMessage(1102, LogLevel.Information, "Opened {Path} (SQLite {Version}, WAL, synchronous=FULL).")]
    public static partial void Opened(ILogger logger, string path, string version);

    [LoggerMessage(1103, LogLevel.Critical, "A failed group could not be rolled back; writes are refused until it can.")]
    public static partial void UndoFailed(ILogger logger, Exception exception);
}
