using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Requests;

namespace Serverless.Web.SignIn;

/// <summary>Signing in on pages: as one of the sample users in Development, else at the authority, which sends people back signed in.</summary>
public static class SignInPage
{
    public const string Path = "/sign-in";

    public static void Map(IEndpointRouteBuilder pages, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            pages.MapGet(Path, ShowUsers).ForEveryone();
            pages.MapPost(Path, SignInAsync).ForEveryone().RequireRateLimiting(RateLimits.SignInPolicy);
        }
        else
        {
            pages.MapGet(Path, (Delegate)Show).ForEveryone();
            pages.MapGet($"{Path}/start", (Delegate)StartAsync).ForEveryone().RequireRateLimiting(RateLimits.SignInPolicy);
        }
    }

    /// <summary>Where a person goes on after signing in: one of our own pages, whatever the address says.</summary>
    internal static string Local(string? path)
        => path is ['/', not ('/' or '\\'), ..] && path.All(symbol => char.IsAscii(symbol) && !char.IsControl(symbol)) ? path : "/";

    /// <summary>The sign-in page, which leads on to that one.</summary>
    internal static string With(string? back) => Local(back) is var local and not "/" ? $"{Path}?return={Uri.EscapeDataString(local)}" : Path;

    private static IResult ShowUsers(HttpContext context, IReadOnlyList<DevelopmentUser> users)
        => PageResult.Of<SignInView>(new SignInModel(Local(context.Request.Query["return"]), users, IsOffered: false));

    private static IResult Show(HttpContext context)
        => PageResult.Of<SignInView>(new SignInModel(Local(context.Request.Query["return"]), [], context.RequestServices.GetService<OpenIdSettings>() is not null));

    private static async Task<IResult> SignInAsync(HttpContext context, IReadOnlyList<DevelopmentUser> users, ILogger<DevelopmentSigningKey> logger)
    {
        var form = await FormFields.ReadAsync(context);
        if (users.FirstOrDefault(user => user.Name == form.Text("user")) is not { } user)
        {
            return PageResult.GoTo(Path);
        }

        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, PrincipalOf(user));
        Log.SignedIn(logger, user.Name);
        return PageResult.GoTo(Local(form.Text("return")));
    }

    private static async Task<IResult> StartAsync(HttpContext context)
    {
        var back = Local(context.Request.Query["return"]);
        if (context.RequestServices.GetService<OpenIdSettings>() is null)
        {
            return PageResult.GoTo(With(back));
        }

        try
        {
            await context.ChallengeAsync(OpenIdSettings.Scheme, new AuthenticationProperties { RedirectUri = back });
            return TypedResults.Empty;
        }
        catch (Exception unreachable) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // What the authority is at is asked of it first, and it may not answer.
            Log.AuthorityUnreachable(context.RequestServices.GetRequiredService<ILogger<SignInModel>>(), unreachable);
            context.RequestServices.GetRequiredService<Flash>().Failed(context, "Your agency’s sign-in page cannot be reached at the moment. Try again in a while.");
            return PageResult.GoTo(With(back));
        }
    }

    private static ClaimsPrincipal PrincipalOf(DevelopmentUser user)
    {
        var identity = new ClaimsIdentity(CookieAuthenticationDefaults.AuthenticationScheme, "sub", "roles");
        identity.AddClaim(new Claim("sub", user.Name));
        identity.AddClaims(user.Roles.Select(role => new Claim("roles", CallerReader.NameOf(role))));
        identity.AddClaims((user.ChildIds ?? []).Select(child => new Claim("child_id", child)));
        if (user.ProviderId is { } provider)
        {
            identity.AddClaim(new Claim("provider_id", provider));
        }

        return new ClaimsPrincipal(identity);
    }
}

/// <param name="Return">Where to go on.</param>
/// <param name="Users">In Development: whom to sign in as.</param>
/// <param name="IsOffered">Whether an authority is configured to sign in at.</param>
public sealed record SignInModel(string Return, IReadOnlyList<DevelopmentUser> Users, bool IsOffered);
