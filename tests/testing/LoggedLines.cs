using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Serverless.Testing;

/// <summary>Keeps what was logged, by whichever logger.</summary>
public sealed class LoggedLines : ILoggerFactory
{
    private readonly ConcurrentQueue<(int EventId, LogLevel Level, string Text)> lines = [];

    public IReadOnlyList<(int EventId, LogLevel Level, string Text)> Lines => [.. lines];

    public IReadOnlyList<int> EventIds => [.. lines.Select(line => line.EventId)];

    public ILogger CreateLogger(string categoryName) => new Logger(lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The lines are kept here alone.");

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(int EventId, LogLevel Level, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
    }
}
