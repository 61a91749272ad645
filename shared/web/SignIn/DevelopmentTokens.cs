using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Web.Identity;

namespace Serverless.Web.SignIn;

/// <summary>Issues the tokens of Development.</summary>
public static class DevelopmentTokens
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <param name="user">Whom the token names.</param>
    /// <param name="key">What it is signed with.</param>
    /// <param name="now">UTC; it ends twelve hours later.</param>
    public static string Issue(DevelopmentUser user, DevelopmentSigningKey key, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user.Name,
            ["roles"] = user.Roles.Select(CallerReader.NameOf).ToArray(),
        };
        if (user.ProviderId is { } providerId)
        {
            claims["provider_id"] = providerId;
        }

        if (user.ChildIds is { Count: > 0 } children)
        {
            claims["child_id"] = children.ToArray();
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenSettings.DevelopmentIssuer,
            Audience = TokenSettings.DevelopmentAudience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
    }
}
