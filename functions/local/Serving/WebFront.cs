namespace Serverless.Local.Serving;

/// <summary>Puts the web before the stack.</summary>
internal static class WebFront
{
    public static WebApplication Build(Cli.LocalSettings settings, LocalStack stack, ILoggerFactory loggers, TimeSpan requestsGrace)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = settings.EnvironmentName, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(stack.Payments);
        builder.Services.AddSingleton<IHostLifetime>(new SilentLifetime());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = requestsGrace);

        var web = builder.Build();
        web.Urls.Clear();
        foreach (var address in settings.Addresses)
        {
            web.Urls.Add(address);
        }

        web.MapGet("/alive", () => "alive");
        return web;
    }

    /// <summary>Signals are handled by the command, which lets a second one end the process; the framework's own lifetime would swallow it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
