using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Serverless.Payments.Mails;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.Json;
using Serverless.Web.Mails.Links;
using Serverless.Web.OpenApi;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Pages.Security;
using Serverless.Web.Requests;
using Serverless.Web.SignIn;

namespace Serverless.Web;

/// <summary>
/// The services of the HTTP API. The host adds what they stand on: the opened <c>PaymentsApplication</c>; in Development
/// the <c>DevelopmentSigningKey</c> and an <c>IReadOnlyList&lt;DevelopmentUser&gt;</c>; the <c>CapsSimulator</c> and
/// the <c>SmartSimulator</c> where there are any; further <c>HealthProbe</c>s and the engine's <c>ParkedMessages</c> where it has them.
/// </summary>
public static class ServerlessWebServices
{
    /// <exception cref="InvalidOperationException">The configuration does not allow a start; the message says what to set.</exception>
    public static IServiceCollection AddServerlessWeb(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var limits = RateLimitSettings.Read(configuration);
        // A web host brings what routing stands on; any other host does not.
        services.AddRouting();
        services.TryAddSingleton(_ => new DiagnosticListener("Serverless.Web"));
        services.AddSingleton(IdempotencySettings.Read(configuration));
        services.AddSingleton<IdempotencyRecords>();
        services.AddSingleton<IdempotencyTwins>();
        services.AddSingleton<IdempotencySweep>();
        // What a form may have is limited by its bytes alone.
        services.Configure<FormOptions>(options => options.ValueCountLimit = BodyLimit.Form.BytesMax);
        services.Configure<JsonOptions>(options => WebJson.Apply(options.SerializerOptions));

        AddPages(services, configuration, environment);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenValidation>();
        services.AddAuthorizationBuilder().SetDefaultPolicy(RolePolicies.AnyRole).SetFallbackPolicy(RolePolicies.AnyRole);
        services.AddRateLimiter(options => RateLimits.Apply(options, limits));
        services.AddOpenApi("v1", options => options
            .AddDocumentTransformer<DocumentTransformer>()
            .AddOperationTransformer<OperationTransformer>()
            .AddSchemaTransformer<SchemaTransformer>());
        return services;
    }

    private static void AddPages(IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var tokens = TokenSettings.Read(configuration, environment);
        services.AddSingleton(tokens);
        services.AddSingleton(PublicAddress.Read(configuration[PublicAddress.Key], environment.IsDevelopment()));
        var authentication = services.AddAuthentication(PageSecurity.Scheme).AddJwtBearer().AddPageSecurity(SessionSettings.Read(configuration), environment);
        if (!environment.IsDevelopment() && OpenIdSettings.Read(configuration) is { } openId)
        {
            OpenIdSettings.Add(authentication, openId);
        }

        services.AddRazorComponents();
        services.AddSingleton<Flash>();
        services.AddSingleton<LinkCookies>();
        LinkSecrecy.SilenceRequestLog(services);
    }

    /// <summary>The limits of the server in front of the API, where it is Kestrel.</summary>
    public static void UseServerlessLimits(this KestrelServerOptions options)
    {
        const int roomForRefusal = 1024;
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = BodyLimit.Largest.BytesMax + roomForRefusal;
        options.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        options.Limits.MaxRequestLineSize = 8 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        options.Limits.MaxConcurrentConnections = 4_096;
    }
}
