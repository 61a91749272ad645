using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Serverless.Web.Identity;

/// <summary>Whose tokens are accepted: outside Development an authority's, for one audience.</summary>
/// <param name="Authority">The address of the issuer, https; null in Development, where tokens are signed with a local key.</param>
/// <param name="Audience">For whom the tokens are.</param>
public sealed record TokenSettings(Uri? Authority, string Audience)
{
    public const string DevelopmentIssuer = "serverless-development";
    public const string DevelopmentAudience = "serverless";
    public const string AuthorityKey = "Serverless:Auth:Authority";
    public const string AudienceKey = "Serverless:Auth:Audience";

    /// <exception cref="InvalidOperationException">Outside Development and not configured; the host must not start.</exception>
    public static TokenSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            return new TokenSettings(null, DevelopmentAudience);
        }

        if (!Uri.TryCreate(configuration[AuthorityKey], UriKind.Absolute, out var authority) || authority.Scheme != Uri.UriSchemeHttps)
        {
            throw new InvalidOperationException(
                $"Outside Development, {AuthorityKey} must name the authority whose tokens are accepted, as an https address. Set it (as an environment variable: Serverless__Auth__Authority), or set ASPNETCORE_ENVIRONMENT to Development to try things out.");
        }

        return configuration[AudienceKey] is { } audience && !string.IsNullOrWhiteSpace(audience)
            ? new TokenSettings(authority, audience)
            : throw new InvalidOperationException(
                $"Outside Development, {AudienceKey} must name the audience that tokens are issued for. Set it (as an environment variable: Serverless__Auth__Audience).");
    }
}
