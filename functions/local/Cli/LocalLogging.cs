using Microsoft.Extensions.Logging.Console;

namespace Serverless.Local.Cli;

/// <summary>One line a message on the console: ours from Information on, the framework's from Warning on.</summary>
public static class LocalLogging
{
    /// <param name="logging">What is set up.</param>
    /// <param name="onErrorOutput">Keeps the messages out of the output of a command that has one of its own.</param>
    public static ILoggingBuilder AddLocal(this ILoggingBuilder logging, bool onErrorOutput = false)
        => logging
            .ClearProviders()
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Serverless", LogLevel.Information)

            // It writes addresses with their queries, and a link's token is in one.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)

            // A start that fails is told in a sentence; the framework would add its stack.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddConsole(options => options.LogToStandardErrorThreshold = onErrorOutput ? LogLevel.Trace : LogLevel.None)
            .AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                options.ColorBehavior = LoggerColorBehavior.Default;
            });
}
