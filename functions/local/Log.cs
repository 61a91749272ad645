namespace Serverless.Local;

/// <summary>Every log message of this project, by event id (4000 to 4999). Never a person's name, SSN or token.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "The sample agency is loaded: {Providers} providers, {Clients} clients.")]
    public static partial void SamplesLoaded(ILogger logger, int providers, int clients);

    [LoggerMessage(4100, LogLevel.Warning, "'{Name}' in the inbox is no regular file, or its name is no UTF-8; it is left alone.")]
    public static partial void LeftAlone(ILogger logger, string name);

    [LoggerMessage(4101, LogLevel.Warning, "'{Name}' cannot be taken from the inbox; it is tried again.")]
    public static partial void TakeFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(4102, LogLevel.Error, "The inbox cannot be read; it is tried again.")]
    public static partial void ScanFailed(ILogger logger, Exception exception);

    [LoggerMessage(4103, LogLevel.Error, "'{Name}' (delivery {DeliveryId}) is not taken in yet; attempt {Failures} failed, the next follows in {WaitSeconds} s.")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception, string name, string deliveryId, int failures, double waitSeconds);

    [LoggerMessage(4104, LogLevel.Information, "'{Name}' is in {Folder}/ as '{PlacedAs}'.")]
    public static partial void Placed(ILogger logger, string name, string folder, string placedAs);

    [LoggerMessage(4105, LogLevel.Information, "{Count} files that were on their way when the host ended are taken up again.")]
    public static partial void TakenUpAgain(ILogger logger, int count);
}
