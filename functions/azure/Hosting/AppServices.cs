using Azure.Core.Serialization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Functions.Durable;
using Serverless.Payments;
using Serverless.Web;
using Serverless.Web.Idempotency;

namespace Serverless.Functions.Hosting;

/// <summary>Everything that the functions stand on.</summary>
internal static class AppServices
{
    /// <exception cref="InvalidOperationException">The configuration does not allow a start; the message says what to set.</exception>
    public static void AddServerless(this FunctionsApplicationBuilder builder)
    {
        // Of an app that scales out this process is one of many, whatever the settings say.
        builder.Configuration.AddInMemoryCollection([new($"{IdempotencySettings.Section}:{nameof(IdempotencySettings.SingleProcess)}", bool.FalseString)]);
        var settings = AppSettings.Read(builder.Configuration, builder.Environment);

        builder.Services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableTaskJson.Carrier));
        builder.Services.Configure<KestrelServerOptions>(options => options.UseServerlessLimits());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Serverless", LogLevel.Information);
        builder.AddTelemetry();

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<BoundOrchestrations>();
        builder.Services.AddSingleton<PaymentsOpener>();
        builder.Services.AddSingleton(services => new PaymentsOpening(services.GetRequiredService<PaymentsOpener>().OpenAsync));
        builder.Services.AddSingleton(services => services.GetRequiredService<PaymentsOpening>().Opened.Application);
        builder.Services.AddSingleton<FunctionTasks>();

        if (builder.Environment.IsDevelopment())
        {
            builder.Services.AddDevelopment(settings);
        }

        builder.Services.AddServerlessWeb(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton<ServerlessFront>();
    }
}
