using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Serverless.Web.Mails.Pages;

namespace Serverless.Web.Mails.Links;

/// <summary>
/// Where a browser keeps a link's token after it was opened: in a cookie of that link alone, which only we can read, so that no
/// address after the first one holds it. The browser drops it when it closes: a reason that takes somebody all morning to write is not
/// lost to a time of ours. Any token is kept, true or not: what it is worth is told by the page.
/// </summary>
public sealed class LinkCookies(IDataProtectionProvider protection)
{
    /// <summary>Characters that are kept; a token of ours has fewer.</summary>
    private const int TokenCharsMax = 200;

    /// <summary>Of the token's SHA-256; it names the link and tells nothing of its token.</summary>
    private const int IdChars = 16;

    private readonly IDataProtector protector = protection.CreateProtector("Serverless.Web.Links");

    /// <summary>Keeps the token in the browser.</summary>
    /// <returns>The page that reads it; null where it is no token by its length alone.</returns>
    public string? Keep(HttpContext context, string token)
    {
        if (token.Length > TokenCharsMax)
        {
            return null;
        }

        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..IdChars];
        var page = $"{LinkPage.Path}/{id}";
        var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true, Path = page };
        context.Response.Cookies.Append(NameOf(id), protector.CreateProtector(id).Protect(token), options);
        return page;
    }

    /// <summary>The token of the link; null where this browser has none.</summary>
    public string? Read(HttpContext context, string id)
    {
        if (context.Request.Cookies[NameOf(id)] is not { Length: > 0 } kept)
        {
            return null;
        }

        try
        {
            return protector.CreateProtector(id).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            // Of another link or installation, or cut: as if it were not there.
            return null;
        }
    }

    private static string NameOf(string id) => $"link-{id}";
}
