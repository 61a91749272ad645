using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serverless.Web.Identity;
using Serverless.Web.Pages;

namespace Serverless.Web.SignIn;

/// <summary>Signing out: here, and then at the authority where that offers it, so that the next one at the machine does not come in without a password.</summary>
public static class SignOutPage
{
    public const string Path = "/sign-out";
    internal const string AtAuthority = $"{Path}/authority";

    public static void Map(IEndpointRouteBuilder pages, IHostEnvironment environment)
    {
        pages.MapPost(Path, (Delegate)SignOutAsync).ForEveryone();
        if (!environment.IsDevelopment())
        {
            pages.MapGet(AtAuthority, (Delegate)LeaveAuthorityAsync).ForEveryone();
        }
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (!await IsOfferedAsync(context))
        {
            return PageResult.GoTo(SignInPage.Path);
        }

        // Not a redirect: after a form, browsers follow one to our own addresses alone (form-action).
        context.User = new();
        context.Response.Headers["Refresh"] = $"0; url={AtAuthority}";
        return PageResult.Of<SignedOutView>(AtAuthority);
    }

    private static async Task<IResult> LeaveAuthorityAsync(HttpContext context)
        => await IsOfferedAsync(context)
            ? TypedResults.SignOut(new AuthenticationProperties { RedirectUri = SignInPage.Path }, [OpenIdSettings.Scheme])
            : PageResult.GoTo(SignInPage.Path);

    /// <summary>Whether there is an authority that takes people's sign-out.</summary>
    private static async Task<bool> IsOfferedAsync(HttpContext context)
    {
        if (context.RequestServices.GetService<OpenIdSettings>() is null
            || context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdSettings.Scheme).ConfigurationManager is not { } authority)
        {
            return false;
        }

        try
        {
            return (await authority.GetConfigurationAsync(context.RequestAborted)).EndSessionEndpoint is { Length: > 0 };
        }
        catch (Exception unreachable) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Whoever signs out is out here, whatever becomes of the authority.
            Log.AuthorityUnreachable(context.RequestServices.GetRequiredService<ILogger<SignInModel>>(), unreachable);
            return false;
        }
    }
}
