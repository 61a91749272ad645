using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Serverless.Web.Pages;

/// <summary>Marks an endpoint as a page: for people with a browser, who are signed in by a cookie and told of faults on a page.</summary>
public sealed class PageEndpoint
{
    /// <summary>Addresses below these are for programs, also where nothing is mapped.</summary>
    private static readonly string[] ForPrograms = ["/api", "/dev", "/openapi", "/alive", "/health"];

    /// <summary>Whether whoever asks is to be answered with a page, also where there is no endpoint.</summary>
    public static bool IsFor(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint && (endpoint.Metadata.GetMetadata<PageEndpoint>() is not null || endpoint is RouteEndpoint))
        {
            return endpoint.Metadata.GetMetadata<PageEndpoint>() is not null;
        }

        return !IsForPrograms(context.Request.Path) && IsBrowser(context);
    }

    /// <summary>Whether whoever asks likes to read HTML, as browsers do.</summary>
    public static bool IsBrowser(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an address is one of the API, where tokens count and cookies do not.</summary>
    public static bool IsForPrograms(PathString path) => ForPrograms.Any(prefix => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Maps pages.</summary>
public static class PageRoutes
{
    /// <summary>A group whose endpoints are pages: with their headers, an antiforgery token on every POST, and faults told on a page.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup("").WithMetadata(new PageEndpoint()).ExcludeFromDescription();
        pages.AddEndpointFilter<RouteGroupBuilder, PageFilter>();
        return pages;
    }
}
