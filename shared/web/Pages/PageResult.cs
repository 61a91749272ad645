using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Serverless.Web.Pages;

/// <summary>Answers with pages.</summary>
public static class PageResult
{
    /// <summary>A view, which has a parameter <c>Model</c>; the page stands in <c>Shell</c>.</summary>
    public static IResult Of<TView>(object model, int status = StatusCodes.Status200OK)
        where TView : IComponent
        => new RazorComponentResult<TView>(new Dictionary<string, object?> { ["Model"] = model }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>After a POST: on to a page by GET, so that loading it again sends nothing twice. The address is one of ours.</summary>
    public static IResult GoTo(string path) => TypedResults.Redirect(path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
        ? path
        : throw new ArgumentException("A page leads on to a page of ours.", nameof(path)), permanent: false, preserveMethod: false);
}
