using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Bounds what callers may ask for: a token bucket for each, and a number of requests under way for all.</summary>
public static class RateLimits
{
    public const string SignInPolicy = "sign-in";
    public const string UploadPolicy = "upload";

    private static readonly TimeSpan Replenishment = TimeSpan.FromMilliseconds(100);

    public static void Apply(RateLimiterOptions options, RateLimitSettings settings)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RefuseAsync;
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(PerCaller(settings), Together(settings));
        options.AddPolicy(SignInPolicy, context => RateLimitPartition.GetFixedWindowLimiter(
            AddressOf(context),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
        options.AddPolicy(UploadPolicy, _ => RateLimitPartition.GetConcurrencyLimiter(
            UploadPolicy,
            _ => new ConcurrencyLimiterOptions { PermitLimit = settings.ConcurrentUploads, QueueLimit = settings.ConcurrentUploads * 8 }));
    }

    private static PartitionedRateLimiter<HttpContext> PerCaller(RateLimitSettings settings)
        => PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.User.FindFirst("sub") is { } user ? "user " + user.Value : "address " + AddressOf(context),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.Burst,
                TokensPerPeriod = Math.Max(1, settings.PerSecond / 10),
                ReplenishmentPeriod = settings.PerSecond >= 10 ? Replenishment : TimeSpan.FromSeconds(1.0 / settings.PerSecond),
                QueueLimit = 0,
            }));

    private static PartitionedRateLimiter<HttpContext> Together(RateLimitSettings settings)
        => PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter(
            "all",
            _ => new ConcurrencyLimiterOptions { PermitLimit = settings.Concurrent, QueueLimit = settings.Queued }));

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var context = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RateLimits));
        Log.RateLimited(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "(no route)");
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await Problem.WriteAsync(context, ProblemBody.Of(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", $"You ask for too much at once. Try again in {wait} s."));
    }
}
