using Microsoft.Extensions.Logging;

namespace Serverless.Samples;

/// <summary>Every log message of this project, by event id (5000 to 5099).</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "The sample agency was loaded: {Providers} providers, {Clients} clients.")]
    public static partial void SamplesLoaded(ILogger logger, int providers, int clients);
}
