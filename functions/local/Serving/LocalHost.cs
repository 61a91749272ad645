using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serverless.Local.Cli;
using Serverless.Local.Samples;

namespace Serverless.Local.Serving;

/// <summary>The whole standalone host: the stack, the watched folder, the web before it and the hourly watch; the web is stopped first.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>How long a stop waits for requests under way.</summary>
    private static readonly TimeSpan RequestsGrace = TimeSpan.FromSeconds(5);

    private readonly WebApplication web;
    private readonly HourlyWatch watch;
    private readonly ILoggerFactory loggers;

    private LocalHost(LocalStack stack, WebApplication web, HourlyWatch watch, ILoggerFactory loggers)
    {
        Stack = stack;
        this.web = web;
        this.watch = watch;
        this.loggers = loggers;
    }

    public LocalStack Stack { get; }

    /// <summary>Where it listens.</summary>
    public IReadOnlyCollection<string> Addresses => [.. web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <exception cref="StartupException">It cannot listen there.</exception>
    public static async Task<LocalHost> StartAsync(LocalSettings settings, TimeProvider time, CancellationToken cancellation = default)
    {
        ListenAddresses.Check(settings.Addresses, settings.Configuration, loopbackAlone: settings.IsDevelopment);
        var loggers = LoggerFactory.Create(logging => logging.AddLocal());
        LocalStack? stack = null;
        WebApplication? web = null;
        try
        {
            stack = await LocalStack.OpenAsync(DataFolder.Open(settings.DataPath), time, loggers, settings.Caps, storage: settings.Storage, ssnKeys: settings.SsnKeys, mail: settings.Mail, cancellation: cancellation);
            if (settings.IsDevelopment)
            {
                await SampleLoad.RunAsync(stack, withInvoices: true, loggers.CreateLogger(typeof(SampleLoad)), cancellation);
            }

            web = WebFront.Build(settings, stack, loggers, RequestsGrace);
            stack.Drop.Start();
            await ListenAsync(web, settings.Addresses, cancellation);
            var host = new LocalHost(stack, web, HourlyWatch.Start(stack.Payments.Watch, stack.Engine.GetParkedAsync, time, loggers), loggers);
            if (settings.IsDevelopment && host.Addresses.FirstOrDefault() is { } address)
            {
                stack.Payments.Ports.PublicAddress.Default(new Uri(address));
            }

            return host;
        }
        catch
        {
            await (web?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (stack?.DisposeAsync() ?? ValueTask.CompletedTask);
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Until it is asked to stop.</summary>
    public Task RunAsync(CancellationToken stop) => web.WaitForShutdownAsync(stop);

    /// <summary>Takes no more requests, ends those under way, then the folder, the engine and the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
        await watch.DisposeAsync();
        await Stack.DisposeAsync();
        loggers.Dispose();
    }

    private static async Task ListenAsync(WebApplication web, IReadOnlyList<string> addresses, CancellationToken cancellation)
    {
        try
        {
            await web.StartAsync(cancellation);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new StartupException($"The host cannot listen on {string.Join(", ", addresses)}: {exception.Message} Stop what uses the address, or choose another with --urls.", exception);
        }
    }
}
