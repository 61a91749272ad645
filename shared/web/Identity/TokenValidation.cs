using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Serverless.Payments;
using Serverless.Web.SignIn;

namespace Serverless.Web.Identity;

/// <summary>Sets up which bearer tokens are valid. Claims keep the names they have in the token.</summary>
public sealed class TokenValidation(TokenSettings settings, IServiceProvider services) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>How far the clocks of the issuer and this machine may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.Audience = settings.Audience;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = settings.Audience,
            NameClaimType = "sub",
            RoleClaimType = "role",
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = InForce(services.GetRequiredService<PaymentsApplication>().Ports.Time),
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = NameAsync };
        if (settings.Authority is { } authority)
        {
            options.Authority = authority.ToString();
            options.TokenValidationParameters.ValidAlgorithms =
                [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384];
            return;
        }

        options.TokenValidationParameters.ValidIssuer = TokenSettings.DevelopmentIssuer;
        options.TokenValidationParameters.IssuerSigningKey = services.GetRequiredService<DevelopmentSigningKey>().Key;
        options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
    }

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    /// <summary>Whether a token is in force by that clock.</summary>
    internal static LifetimeValidator InForce(TimeProvider time) => (notBefore, expires, _, _) =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && end > now - ClockSkew && (notBefore is null || notBefore <= now + ClockSkew);
    };

    private Task NameAsync(TokenValidatedContext context)
    {
        if (UserClaims.Named(context.Principal!, settings.UserClaim) is { } named)
        {
            context.Principal = named;
        }
        else
        {
            context.Fail($"The token has no claim {settings.UserClaim}, or several.");
        }

        return Task.CompletedTask;
    }
}
