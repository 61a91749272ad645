using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.SignIn;

/// <summary>Watches over sessions: each ends for good some time after it began, and at once for whoever is not active any more.</summary>
public sealed class SessionGuard(PaymentsApplication application, SessionSettings settings, ActiveUsers users, Flash flash) : CookieAuthenticationEvents
{
    /// <summary>When it began, in the cookie: seconds since 1970. Renewing a cookie keeps it.</summary>
    private const string Began = ".began";

    private DateTimeOffset Now => application.Ports.Time.GetUtcNow();

    public override Task SigningIn(CookieSigningInContext context)
    {
        context.Properties.Items[Began] = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (!IsYoung(context.Properties))
        {
            await EndAsync(context);
        }
        else if (context.Principal?.FindFirstValue("sub") is { } user && !await users.IsActiveAsync(user, context.HttpContext.RequestAborted))
        {
            flash.Failed(context.HttpContext, "You do not act here any more, so you were signed out. If that is wrong, ask an administrator to set you active again.");
            await EndAsync(context);
        }
    }

    /// <summary>Leads to the sign-in, and from there back: to the page itself, or to the one that a form was on.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return base.RedirectToLogin(context);
        }

        flash.Failed(context.HttpContext, "You were signed out meanwhile, so what you sent was not taken and nothing was changed. Sign in and send it again.");
        context.Response.Redirect(SignInPage.With(FormPages.PageOf(context.HttpContext)));
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        // The page that explains it is written where every status without a body is.
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static Task EndAsync(CookieValidatePrincipalContext context)
    {
        context.RejectPrincipal();
        return context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    private bool IsYoung(AuthenticationProperties properties)
        => properties.Items.TryGetValue(Began, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Now - DateTimeOffset.FromUnixTimeSeconds(seconds) < settings.Longest;
}
