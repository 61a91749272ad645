using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Serverless.Payments.Mails;

namespace Serverless.Web.SignIn;

/// <summary>Signing in on pages at the authority whose tokens the API accepts: OpenID Connect's code flow with PKCE.</summary>
/// <param name="ClientId">Under which the pages are registered at the authority.</param>
/// <param name="ClientSecret">Where the authority asks for one.</param>
/// <param name="PublicAddress">Where browsers find the pages; the authority sends people back there, whatever address a request names.</param>
public sealed record OpenIdSettings(string ClientId, string? ClientSecret, PublicAddress PublicAddress)
{
    public const string Scheme = "OpenIdConnect";
    public const string ClientIdKey = "Serverless:Auth:ClientId";
    public const string ClientSecretKey = "Serverless:Auth:ClientSecret";

    /// <returns>Null where nothing is configured; the pages say then what to set.</returns>
    /// <exception cref="InvalidOperationException">The public address is none.</exception>
    public static OpenIdSettings? Read(IConfiguration configuration)
        => configuration[ClientIdKey] is { } client && !string.IsNullOrWhiteSpace(client)
            ? new(client, configuration[ClientSecretKey], PublicAddress.Read(configuration[PublicAddress.Key], isDevelopment: false))
            : null;

    internal static void Add(AuthenticationBuilder authentication, OpenIdSettings settings)
    {
        authentication.Services.AddSingleton(settings);
        authentication.Services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OpenIdSetup>();
        authentication.AddOpenIdConnect(Scheme, null, _ => { });
    }

    /// <summary>Where the authority sends people back to: below the public address, where there is one.</summary>
    internal string? Back(string path) => PublicAddress.Page(path.TrimStart('/'))?.AbsoluteUri;
}
