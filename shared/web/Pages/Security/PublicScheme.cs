using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Serverless.Payments.Mails;
using Serverless.Web.Problems;

namespace Serverless.Web.Pages.Security;

/// <summary>
/// Outside Development pages are there over https alone, because their cookies travel over nothing else. Whoever ends TLS before us
/// hands requests on in plain, so that it is the configured public address that tells the scheme, and no header of the request: anybody
/// may write that. Where no address is configured, a page over plain http says what to set; the API goes by tokens and is not touched.
/// </summary>
public sealed class PublicScheme(RequestDelegate next, PublicAddress address, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (environment.IsDevelopment() || context.Request.IsHttps || PageEndpoint.IsForPrograms(context.Request.Path))
        {
            return next(context);
        }

        if (address.IsHttps)
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
            return next(context);
        }

        return PageEndpoint.IsFor(context)
            ? Problem.WriteAsync(context, ProblemBody.Of(StatusCodes.Status400BadRequest, "HTTPS_REQUIRED", $"Pages are reached over https, and this request came over plain http. Open the address that begins with https; where something else ends TLS before the service, its keeper sets {PublicAddress.Key} to that address."))
            : next(context);
    }
}
