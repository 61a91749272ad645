using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Serverless.Web.Problems;

namespace Serverless.Web.Pages;

/// <summary>A refusal as a page.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, ProblemBody problem)
    {
        PageHeaders.Set(context.Response);
        var result = new RazorComponentResult<ErrorView>(new Dictionary<string, object?> { [nameof(ErrorView.Model)] = problem }) { StatusCode = problem.Status, PreventStreamingRendering = true };
        return result.ExecuteAsync(context);
    }
}
