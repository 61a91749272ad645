using Microsoft.Extensions.Logging.Console;

namespace Serverless.Local.Cli;

/// <summary>One line a message on the console: ours from Information on, the framework's from Warning on.</summary>
public static class LocalLogging
{
    public static ILoggingBuilder AddLocal(this ILoggingBuilder logging)
        => logging
            .ClearProviders()
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Serverless", LogLevel.Information)
            .AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                options.ColorBehavior = LoggerColorBehavior.Default;
            });
}
