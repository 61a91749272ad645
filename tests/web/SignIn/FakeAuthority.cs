using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Serverless.Web.SignIn;

namespace Serverless.Web.Tests.SignIn;

/// <summary>An authority as OpenID Connect has it, reached without a network: its documents, its codes, and a token endpoint that asks for the verifier.</summary>
internal sealed class FakeAuthority : HttpMessageHandler
{
    public const string Address = "https://login.example.org/";
    private readonly RSA key = RSA.Create(2048);
    private readonly Dictionary<string, (Dictionary<string, string> Asked, Dictionary<string, object> Claims)> codes = [];

    /// <summary>By what the tokens' times are.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public bool IsReachable { get; set; } = true;

    public bool OffersSignOut { get; set; } = true;

    /// <summary>In place of the nonce that was asked for.</summary>
    public string? OtherNonce { get; set; }

    /// <summary>Signs with a key that is not the published one.</summary>
    public RSA? OtherKey { get; set; }

    public static Dictionary<string, string?> Settings { get; } = new()
    {
        ["Serverless:Auth:Authority"] = Address,
        ["Serverless:Auth:Audience"] = "serverless",
        ["Serverless:Auth:ClientId"] = "pages",
        ["Serverless:Auth:ClientSecret"] = "the client's secret",
        ["Serverless:PublicAddress"] = "https://payments.agency.example",
    };

    /// <summary>Has the host ask here instead of the network.</summary>
    public void Join(IServiceCollection services)
    {
        services.PostConfigure<OpenIdConnectOptions>(OpenIdSettings.Scheme, options => options.BackchannelHttpHandler = this);
        services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options => options.BackchannelHttpHandler = this);
    }

    /// <summary>What happens at the authority's own page: somebody signs in there, and is sent back.</summary>
    /// <param name="led">Where our pages led the browser.</param>
    /// <param name="claims">Who it is.</param>
    /// <returns>The path and query that the browser is sent back to.</returns>
    public string SignIn(string led, params (string Name, object Value)[] claims)
    {
        Assert.StartsWith($"{Address}authorize?", led, StringComparison.Ordinal);
        var asked = QueryHelpers.ParseQuery(new Uri(led).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = (asked, claims.ToDictionary(claim => claim.Name, claim => claim.Value));
        return new Uri(QueryHelpers.AddQueryString(asked["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] })).PathAndQuery;
    }

    /// <summary>A token for the API.</summary>
    public string Issue(string audience, Dictionary<string, object> claims)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(OtherKey ?? key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsReachable)
        {
            throw new HttpRequestException("Nobody answers at the authority's address.");
        }

        return request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/openid-configuration" => Json(HttpStatusCode.OK, Discovery()),
            "/keys" => Json(HttpStatusCode.OK, new { keys = new[] { PublicKey() } }),
            "/token" => Redeem(QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString())),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
    }

    protected override void Dispose(bool disposing)
    {
        key.Dispose();
        OtherKey?.Dispose();
        base.Dispose(disposing);
    }

    private static HttpResponseMessage Json(HttpStatusCode status, object body) => new(status) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };

    private Dictionary<string, object> Discovery()
    {
        var found = new Dictionary<string, object>
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = $"{Address}authorize",
            ["token_endpoint"] = $"{Address}token",
            ["jwks_uri"] = $"{Address}keys",
        };
        if (OffersSignOut)
        {
            found["end_session_endpoint"] = $"{Address}leave";
        }

        return found;
    }

    private Dictionary<string, string> PublicKey()
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new() { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = "1", ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
    }

    private HttpResponseMessage Redeem(Dictionary<string, string> sent)
    {
        if (!codes.Remove(sent["code"], out var code)
            || (sent["client_id"], sent["client_secret"], sent["grant_type"]) != ("pages", "the client's secret", "authorization_code")
            || sent["redirect_uri"] != code.Asked["redirect_uri"]
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(sent["code_verifier"]))) != code.Asked["code_challenge"])
        {
            return Json(HttpStatusCode.BadRequest, new { error = "invalid_grant", error_description = "Told of somebody by name." });
        }

        var claims = new Dictionary<string, object>(code.Claims) { ["nonce"] = OtherNonce ?? code.Asked["nonce"] };
        return Json(HttpStatusCode.OK, new { token_type = "Bearer", access_token = "of no use to us", expires_in = 300, id_token = Issue("pages", claims) });
    }
}
