using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Serverless.Storage.Azure;

/// <summary>How patient the Azure adapters are. Every wait and every count has its limit here.</summary>
public sealed record AzureStorageOptions
{
    /// <summary>How often one call of a port is tried before it fails.</summary>
    public int AttemptsMax { get; init; } = 7;

    /// <summary>The wait after the first failed attempt; it doubles with each further one and is jittered, so that callers who failed together do not come back together.</summary>
    public TimeSpan DelayFirst { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan DelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest Retry-After that is obeyed; a longer one is cut to this.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// When an attempt at rows counts as lost. The service ends a request after 30 s itself, so that nothing of an
    /// attempt given up can still come true later.
    /// </summary>
    public TimeSpan AttemptTimeMax { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>The same for the content of a blob, which may be <see cref="BlobLimits.ContentBytesMax"/> over a slow line.</summary>
    public TimeSpan ContentTimeMax { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>All time there is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Sees every request last before it is sent, such as a test's that loses answers.</summary>
    public HttpPipelinePolicy? BeforeSending { get; init; }
}
