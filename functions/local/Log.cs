namespace Serverless.Local;

/// <summary>
/// Every log message of this project, by event id (4000 to 4999). Never a person's name, SSN or token: files are told
/// by their delivery, because droppers put names of people into file names. Reports hold both.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Warning, "An entry of inbox/ is no regular file, or its name is no UTF-8; it is left alone. Look into the folder.")]
    public static partial void LeftAlone(ILogger logger);

    [LoggerMessage(4101, LogLevel.Warning, "A file cannot be taken from inbox/; it is tried again.")]
    public static partial void TakeFailed(ILogger logger, Exception exception);

    [LoggerMessage(4102, LogLevel.Error, "The inbox cannot be read; it is tried again.")]
    public static partial void ScanFailed(ILogger logger, Exception exception);

    [LoggerMessage(4103, LogLevel.Error, "Delivery {DeliveryId} is not taken in yet; attempt {Failures} failed, the next follows in {WaitSeconds} s.")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception, string deliveryId, int failures, double waitSeconds);

    [LoggerMessage(4104, LogLevel.Information, "Delivery {DeliveryId} is in {Folder}/ with its report.")]
    public static partial void Placed(ILogger logger, string deliveryId, string folder);

    [LoggerMessage(4105, LogLevel.Information, "{Count} files that were on their way when the host ended are taken up again.")]
    public static partial void TakenUpAgain(ILogger logger, int count);

    [LoggerMessage(4200, LogLevel.Error, "Parked messages: {Count} (100 stands for more, too). What waits for them stands still; an admin reads them with GET /api/parked and has each delivered anew with POST /api/parked/ID/requeue.")]
    public static partial void Parked(ILogger logger, int count);

    [LoggerMessage(4201, LogLevel.Error, "Whether a run is late or a message parked could not be told; it is looked for again in an hour.")]
    public static partial void WatchFailed(ILogger logger, Exception exception);
}
