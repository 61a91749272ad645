using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Serverless.Web.Problems;

namespace Serverless.Web.Pages;

/// <summary>
/// What every page has in common: a POST counts only with the token that our own form carried, and a refusal that an
/// endpoint throws becomes a page.
/// </summary>
public sealed class PageFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        PageHeaders.Set(http.Response);
        if (!HttpMethods.IsGet(http.Request.Method) && !await IsOursAsync(http))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "FORM_EXPIRED", "The form was not sent from one of our pages, or it is too old. Go back, load the page again and send it once more; nothing was changed.");
        }

        try
        {
            return await next(context);
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
    }

    private async Task<bool> IsOursAsync(HttpContext http)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http);
        }
        catch (Exception unreadable) when (unreadable is AntiforgeryValidationException or InvalidDataException or IOException)
        {
            // A form that cannot be read is none of ours.
            return false;
        }
    }
}
