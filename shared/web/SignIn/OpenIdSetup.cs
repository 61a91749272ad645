using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Serverless.Payments;
using Serverless.Web.Identity;

namespace Serverless.Web.SignIn;

/// <summary>Sets up the framework's handler of OpenID Connect.</summary>
public sealed class OpenIdSetup(OpenIdSettings settings, TokenSettings tokens, IServiceProvider services) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    /// <summary>Claims that say who somebody is; the cookie keeps these and no others.</summary>
    private static readonly string[] KeptClaims = ["sub", "role", "roles", "provider_id", "child_id"];

    public void Configure(OpenIdConnectOptions options) => Configure(OpenIdSettings.Scheme, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name != OpenIdSettings.Scheme)
        {
            return;
        }

        var time = services.GetRequiredService<PaymentsApplication>().Ports.Time;
        options.TimeProvider = time;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.Authority = tokens.Authority?.ToString();
        options.ClientId = settings.ClientId;
        options.ClientSecret = settings.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.DeleteClaims("aud", "azp", "nonce", "at_hash", "auth_time", "amr", "acr", "c_hash");
        options.ClaimActions.MapJsonKey("roles", "roles");
        options.ClaimActions.MapJsonKey("provider_id", "provider_id");
        options.ClaimActions.MapJsonKey("child_id", "child_id");
        options.TokenValidationParameters.NameClaimType = "sub";
        options.TokenValidationParameters.RoleClaimType = "roles";
        options.TokenValidationParameters.LifetimeValidator = TokenValidation.InForce(time);

        // The way back is a plain link to us, with which browsers send cookies that are Lax.
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.Always;
        }

        // A sign-out that the authority announces in a frame would come without our cookie, and from anybody.
        options.RemoteSignOutPath = PathString.Empty;
        options.SignedOutRedirectUri = SignInPage.Path;
        AddEvents(options.Events);
    }

    private void AddEvents(OpenIdConnectEvents events)
    {
        events.OnRedirectToIdentityProvider = context =>
        {
            context.ProtocolMessage.RedirectUri = settings.Back(context.Options.CallbackPath.Value!) ?? context.ProtocolMessage.RedirectUri;
            return Task.CompletedTask;
        };
        events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // No token of the person is kept that could be a hint; the client's id lets the authority know who asks.
            context.ProtocolMessage.ClientId = settings.ClientId;
            context.ProtocolMessage.PostLogoutRedirectUri = settings.Back(context.Options.SignedOutCallbackPath.Value!) ?? context.ProtocolMessage.PostLogoutRedirectUri;
            return Task.CompletedTask;
        };
        events.OnTicketReceived = context =>
        {
            if (Kept(context.Principal!) is { } principal)
            {
                context.Principal = principal;
            }
            else
            {
                context.Response.Redirect(SignInFault.Tell(context.HttpContext, $"no {tokens.UserClaim}, or several", context.ReturnUri));
                context.HandleResponse();
            }

            return Task.CompletedTask;
        };
        events.OnRemoteFailure = context =>
        {
            context.Response.Redirect(SignInFault.Tell(context.HttpContext, SignInFault.CodeOf(context.Failure), context.Properties?.RedirectUri));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    private ClaimsPrincipal? Kept(ClaimsPrincipal principal)
        => UserClaims.Named(principal, tokens.UserClaim) is { } named
            ? new(new ClaimsIdentity(named.Claims.Where(claim => KeptClaims.Contains(claim.Type)).Select(claim => new Claim(claim.Type, claim.Value)), OpenIdSettings.Scheme, "sub", "roles"))
            : null;
}
