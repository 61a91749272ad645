using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Hosting;

/// <summary>
/// Logs, traces and metrics of this process go to Application Insights by themselves: a log message is a trace at its own
/// level, with its event id and category among the dimensions.
/// </summary>
internal static class Telemetry
{
    private const string ConnectionKey = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>As the Functions host reads it, too: <c>ClientId=...;Authorization=AAD</c>.</summary>
    private const string AuthenticationKey = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Nothing leaves the machine where no connection is set.</summary>
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        if (builder.Configuration[ConnectionKey] is not { Length: > 0 } connection)
        {
            return;
        }

        var authentication = builder.Configuration[AuthenticationKey];
        builder.Services.AddOpenTelemetry().UseFunctionsWorkerDefaults().UseAzureMonitorExporter(options =>
        {
            options.ConnectionString = connection;
            if (authentication is { Length: > 0 })
            {
                options.Credential = StorageSettings.IdentityOf(ClientIdIn(authentication));
            }
        });
    }

    private static string? ClientIdIn(string authentication)
        => authentication.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair is [var name, _] && name.Equals("ClientId", StringComparison.OrdinalIgnoreCase))?[1];
}
