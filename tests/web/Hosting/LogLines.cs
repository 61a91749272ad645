using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Serverless.Web.Tests.Hosting;

/// <summary>Keeps what was logged.</summary>
public sealed class LogLines : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, EventId Event, string Text)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Line(Lines);

    public void Dispose()
    {
    }

    private sealed class Line(ConcurrentQueue<(LogLevel Level, EventId Event, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue((logLevel, eventId, formatter(state, exception)));
    }
}
