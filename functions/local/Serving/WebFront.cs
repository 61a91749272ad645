using Serverless.Local.Cli;
using Serverless.Samples;
using Serverless.Web;
using Serverless.Web.Parked;
using Serverless.Web.SignIn;

namespace Serverless.Local.Serving;

/// <summary>Puts the web before the stack.</summary>
internal static class WebFront
{
    /// <exception cref="StartupException">The configuration does not allow a start.</exception>
    public static WebApplication Build(LocalSettings settings, LocalStack stack, ILoggerFactory loggers, TimeSpan requestsGrace)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = settings.EnvironmentName, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings.Configuration);
        builder.WebHost.ConfigureKestrel(options => options.UseServerlessLimits());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = requestsGrace);
        builder.Services.AddSingleton<IHostLifetime>(new SilentLifetime());
        builder.Services.AddSingleton(loggers);
        AddStack(builder.Services, stack);
        try
        {
            if (settings.IsDevelopment)
            {
                AddDevelopmentUsers(builder.Services, stack.Data);
            }

            builder.Services.AddServerlessWeb(builder.Configuration, builder.Environment);
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(exception.Message, exception);
        }

        var web = builder.Build();
        web.UseServerless();
        web.Urls.Clear();
        foreach (var address in settings.Addresses)
        {
            web.Urls.Add(address);
        }

        return web;
    }

    private static void AddStack(IServiceCollection services, LocalStack stack)
    {
        services.AddSingleton(stack.Payments);
        services.AddSingleton(new ParkedMessages(
            async (countMax, cancellation) => [.. (await stack.Engine.GetParkedAsync(countMax, cancellation)).Select(message =>
                new ParkedBody(message.Id, message.InstanceId, message.Type.ToString(), message.Name, message.Error, message.Attempts, message.ParkedAt))],
            stack.Engine.RequeueAsync));
        if (stack.Simulator is { } simulator)
        {
            services.AddSingleton(simulator);
        }

        if (stack.SmartSimulator is { } smart)
        {
            services.AddSingleton(smart);
        }
    }

    private static void AddDevelopmentUsers(IServiceCollection services, DataFolder data)
    {
        services.AddSingleton(DevelopmentSigningKey.OpenOrCreate(Path.Combine(data.Keys, "dev-signing-key")));
        services.AddSingleton<IReadOnlyList<DevelopmentUser>>([.. SampleAgency.Load().Users.Select(user => new DevelopmentUser(user.Name, user.Roles, user.ProviderId, user.ChildIds))]);
    }

    /// <summary>Signals are handled by the command, which lets a second one end the process; the framework's own lifetime would swallow it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
