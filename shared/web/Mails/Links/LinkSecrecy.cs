using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serverless.Web.Mails.Pages;

namespace Serverless.Web.Mails.Links;

/// <summary>
/// Keeps tokens of links out of logs and traces (ALL-4). A mail's link carries its token in the query, and the first thing that a
/// request passes through takes the whole query away, from the request and from what is traced of it; what comes later, down to the
/// log of a fault, finds an address without it.
/// </summary>
public sealed class LinkSecrecy(RequestDelegate next)
{
    /// <summary>What the framework says of a request before anything of ours has seen it, with its address.</summary>
    public const string RequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private const string Parameter = "token";

    /// <summary>Nobody makes longer chains of activities.</summary>
    private const int ActivitiesMax = 16;

    /// <summary>The token that a link came with; null where it has none.</summary>
    public static string? TokenOf(HttpContext context) => context.Items[typeof(LinkSecrecy)] as string;

    /// <summary>Silences the framework's log of requests, whatever level the configuration asks for, and for whatever provider: it writes addresses with their queries.</summary>
    public static void SilenceRequestLog(IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(options =>
    {
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
        {
            options.Rules.Add(new LoggerFilterRule(provider, RequestLog, LogLevel.None, null));
        }
    });

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.QueryString.HasValue && request.Path.StartsWithSegments(LinkPage.Path, StringComparison.OrdinalIgnoreCase))
        {
            context.Items[typeof(LinkSecrecy)] = request.Query[Parameter] is [{ Length: > 0 } token] ? token : null;
            Forget(context.Features.Get<IHttpActivityFeature>()?.Activity ?? Activity.Current, request.QueryString.Value!);
            request.QueryString = QueryString.Empty;
            if (context.Features.Get<IHttpRequestFeature>() is { RawTarget: { } target } raw)
            {
                raw.RawTarget = target.Split('?', 2)[0];
            }
        }

        return next(context);
    }

    /// <summary>Takes the query out of whatever was noted of the request, under whatever names.</summary>
    private static void Forget(Activity? activity, string query)
    {
        for (var above = 0; activity is not null && above < ActivitiesMax; above++, activity = activity.Parent)
        {
            foreach (var (name, value) in activity.TagObjects.ToList())
            {
                if (value is string text && text.Contains(query[1..], StringComparison.Ordinal))
                {
                    activity.SetTag(name, text.Replace(query, "", StringComparison.Ordinal).Replace(query[1..], "", StringComparison.Ordinal));
                }
            }
        }
    }
}
