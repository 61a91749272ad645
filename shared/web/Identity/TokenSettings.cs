using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Serverless.Web.Identity;

/// <summary>Whose tokens are accepted: outside Development an authority's, for one audience.</summary>
/// <param name="Authority">The address of the issuer, https; null in Development, where tokens are signed with a local key.</param>
/// <param name="Audience">For whom the tokens are.</param>
/// <param name="UserClaim">The claim that tells one person from another, in tokens for the API and on pages. An authority whose <c>sub</c>
/// differs from one registered client to the next, as Entra's, has another that does not (<c>oid</c>).</param>
public sealed record TokenSettings(Uri? Authority, string Audience, string UserClaim = UserClaims.Default)
{
    public const string DevelopmentIssuer = "serverless-development";
    public const string DevelopmentAudience = "serverless";
    public const string AuthorityKey = "Serverless:Auth:Authority";
    public const string AudienceKey = "Serverless:Auth:Audience";
    public const string UserClaimKey = "Serverless:Auth:UserClaim";

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
            ? new TokenSettings(authority, audience, configuration[UserClaimKey] is { } claim && !string.IsNullOrWhiteSpace(claim) ? claim.Trim() : UserClaims.Default)
            : throw new InvalidOperationException(
                $"Outside Development, {AudienceKey} must name the audience that tokens are issued for. Set it (as an environment variable: Serverless__Auth__Audience).");
    }
}
