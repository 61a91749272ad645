using Microsoft.Extensions.Logging;

namespace Serverless.Durable.Embedded;

/// <summary>Every log message of this project, by event id (1200 to 1299).</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "The engine runs.")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(1201, LogLevel.Information, "The engine has stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(1202, LogLevel.Warning, "Activity {Activity} of {InstanceId} (#{TaskId}) failed.")]
    public static partial void ActivityFailed(ILogger logger, Exception exception, string activity, string instanceId, int taskId);

    [LoggerMessage(1203, LogLevel.Warning, "A message for {InstanceId} ({Name}) could not be delivered; attempt {Attempts}.")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception, string instanceId, string? name, int attempts);

    [LoggerMessage(1204, LogLevel.Error, "A message for {InstanceId} ({Name}) is parked after {Attempts} attempts: {Error}")]
    public static partial void Parked(ILogger logger, string instanceId, string? name, int attempts, string error);

    [LoggerMessage(1205, LogLevel.Error, "The turn of {InstanceId} could not be written; it is read again from the disk and tried again.")]
    public static partial void CommitFailed(ILogger logger, Exception exception, string instanceId);

    [LoggerMessage(1206, LogLevel.Warning, "Orchestration {InstanceId} ({Name}) failed: {Error}")]
    public static partial void OrchestrationFailed(ILogger logger, string instanceId, string name, string? error);

    [LoggerMessage(1207, LogLevel.Error, "Reading the engine's tables failed; it is tried again.")]
    public static partial void ReadFailed(ILogger logger, Exception exception);

    [LoggerMessage(1208, LogLevel.Warning, "Activities still ran {Seconds} s after they were cancelled; they are called again after the restart.")]
    public static partial void ActivitiesAbandoned(ILogger logger, double seconds);

    [LoggerMessage(1209, LogLevel.Debug, "{InstanceId} is loaded from the disk: {Events} events replayed.")]
    public static partial void Replayed(ILogger logger, string instanceId, int events);
}
