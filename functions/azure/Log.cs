using Microsoft.Extensions.Logging;

namespace Serverless.Functions;

/// <summary>Every log message of this project, by event id (6000 to 6099).</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning, "Delivery {DeliveryId} lies in the inbox since {DroppedAt:o} and was not taken; it is taken up now.")]
    public static partial void Unannounced(ILogger logger, string deliveryId, DateTimeOffset droppedAt);

    [LoggerMessage(6001, LogLevel.Error, "Delivery {DeliveryId} in the inbox could not be taken; it is tried again in an hour.")]
    public static partial void NotTaken(ILogger logger, Exception failure, string deliveryId);
}
