using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Web.Pages;

/// <summary>Finds the page that a form stands on. Browsers do not tell it, because our pages forbid that, but a form's address lies at or below its page's.</summary>
internal static class FormPages
{
    private const int PartsMax = 16;

    /// <summary>The page, or the start where none is found.</summary>
    public static string PageOf(HttpContext context)
    {
        var pages = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsRead).Select(page => page.RoutePattern.RawText).OfType<string>().ToArray();
        var path = context.Request.Path.Value ?? "/";
        for (var part = 0; part < PartsMax && path.Length > 1; part++)
        {
            if (Array.Exists(pages, page => IsAt(page, path)))
            {
                return new PathString(path).ToUriComponent();
            }

            path = path[..Math.Max(path.LastIndexOf('/'), 0)];
        }

        return "/";
    }

    private static bool IsRead(RouteEndpoint endpoint)
        => endpoint.Metadata.GetMetadata<PageEndpoint>() is not null && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true;

    private static bool IsAt(string page, string path) => new TemplateMatcher(TemplateParser.Parse(page), []).TryMatch(path, []);
}
