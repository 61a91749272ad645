using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Serverless.Web.Tests.Hosting;

/// <summary>Everything that is logged or traced, with its scopes and its values.</summary>
internal sealed class Overheard : ILoggerProvider, IObserver<KeyValuePair<string, object?>>
{
    private readonly ActivityListener listener;

    public Overheard()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Traces.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.SelectMany(happening => happening.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
    }

    public ConcurrentQueue<string> Lines { get; } = [];

    public ConcurrentQueue<string> Traces { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Listening(categoryName, Lines);

    /// <summary>At the beginning of a request, before anything of ours sees it, tools that trace note its address, under old names and new ones.</summary>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", Value: HttpContext { Request: var request } })
        {
            Activity.Current?.SetTag("url.path", request.Path.Value).SetTag("url.query", request.QueryString.Value?.TrimStart('?')).SetTag("url.full", request.GetEncodedUrl()).SetTag("http.target", request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => listener.Dispose();

    private sealed class Listening(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state} {ValuesOf(state)}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => lines.Enqueue($"{category} {formatter(state, exception)} {ValuesOf(state)} {exception}");

        private static string ValuesOf(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "";
    }
}
