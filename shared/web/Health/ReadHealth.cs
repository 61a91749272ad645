using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Parked;
using Serverless.Web.Requests;

namespace Serverless.Web.Health;

/// <summary>GET /alive and GET /health, without signing in.</summary>
public static class ReadHealth
{
    private const string Healthy = "Healthy";
    private const string Unhealthy = "Unhealthy";

    /// <summary>Whoever asks need not sign in, so that the count must stay cheap.</summary>
    private const int ParkedMax = 100;
    private static readonly TimeSpan ProbeTimeMax = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alive", IResult () => Answer.Json(StatusCodes.Status200OK, new AliveBody("Alive")))
            .ForEveryone()
            .DisableRateLimiting()
            .Describe("Is the process alive?", "200 as long as it answers at all.")
            .Answers<AliveBody>(StatusCodes.Status200OK);
        routes.MapGet("/health", HandleAsync)
            .ForEveryone()
            .Describe("Is everything in order?", "200 where storage, engine, CAPS and SMART work, else 503; by part. With the count of parked messages, where the engine tells.")
            .Answers<HealthBody>(StatusCodes.Status200OK)
            .Answers<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application, IEnumerable<HealthProbe> added, ILogger<HealthProbe> logger)
    {
        var probes = BuiltIn(application).Concat(added).GroupBy(probe => probe.Part, StringComparer.Ordinal).Select(group => group.Last());
        var checks = probes.Select(async probe => (probe.Part, IsHealthy: await IsHealthyAsync(probe, application.Ports.Time, logger, context.RequestAborted)));
        var parts = (await Task.WhenAll(checks)).ToDictionary(check => check.Part, check => check.IsHealthy ? Healthy : Unhealthy, StringComparer.Ordinal);
        var parked = await CountParkedAsync(context, application.Ports.Time, logger);
        var isHealthy = parts.Values.All(status => status == Healthy);
        return Answer.Json(
            isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new HealthBody(isHealthy ? Healthy : Unhealthy, parts, parked, application.Mails.Outbox.Delivers ? null : "NotConfigured"));
    }

    private static IEnumerable<HealthProbe> BuiltIn(PaymentsApplication application) =>
    [
        new("storage", cancellation => application.Directory.IsEmptyAsync(cancellation)),
        new("engine", cancellation => application.Ports.Orchestrations.GetInstanceAsync("health", cancellation: cancellation)),
        new("caps", application.Ports.Caps.CheckAsync),
        new("smart", application.Ports.Smart.CheckAsync),
    ];

    /// <summary>Parked messages need somebody's attention, but the parts work all the same.</summary>
    private static async Task<int?> CountParkedAsync(HttpContext context, TimeProvider time, ILogger logger)
    {
        if (context.RequestServices.GetService<ParkedMessages>() is not { } parked)
        {
            return null;
        }

        int? count = null;
        var probe = new HealthProbe("parked", async cancellation => count = (await parked.ListAsync(ParkedMax, cancellation)).Count);
        return await IsHealthyAsync(probe, time, logger, context.RequestAborted) ? count : null;
    }

    private static async Task<bool> IsHealthyAsync(HealthProbe probe, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        try
        {
            await Task.Run(() => probe.CheckAsync(cancellation), cancellation).WaitAsync(ProbeTimeMax, time, cancellation);
            return true;
        }
        catch (Exception broken) when (!cancellation.IsCancellationRequested)
        {
            // Whatever a part throws, the answer is that it does not work; the others are still told.
            Log.PartUnhealthy(logger, broken, probe.Part);
            return false;
        }
    }
}

public sealed record AliveBody(string Status);

/// <param name="Status"><c>Healthy</c>, or <c>Unhealthy</c> where any part is.</param>
/// <param name="Parked">Messages that the engine could not deliver, 100 for 100 and more; left out where it does not tell.</param>
/// <param name="Mail"><c>NotConfigured</c> where nothing carries mails, so that they wait; left out otherwise.</param>
public sealed record HealthBody(string Status, IReadOnlyDictionary<string, string> Parts, int? Parked = null, string? Mail = null);
