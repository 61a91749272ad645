using Serverless.Local.Cli;

namespace Serverless.Local.Serving;

/// <summary>The host itself, until Ctrl-C or SIGTERM.</summary>
public static class ServeCommand
{
    public static async Task<int> RunAsync(LocalSettings settings, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        using var interruption = new Interruption();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token, cancellation);
        try
        {
            await using var host = await LocalHost.StartAsync(settings, time, either.Token);
            await Banner.WriteAsync(output, host, settings);
            await host.RunAsync(either.Token);
            return 0;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Asked to stop while it started.
            return 0;
        }
    }
}
