using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Serverless.Web.Pages.Forms;

/// <summary>What the next page says of the last act: it travels once, in a cookie that only we can read.</summary>
public sealed class Flash(IDataProtectionProvider protection)
{
    private const string Cookie = "told";

    /// <summary>What our scripts send when they look for progress: they show nobody what is told.</summary>
    private const string ByScript = "X-By-Script";

    /// <summary>A cookie has 4,096 bytes at most; more is not told.</summary>
    private const int LinesMax = 10;
    private const int LineCharsMax = 140;
    private const int TextCharsMax = 500;

    /// <summary>Quotes and letters of other alphabets as they are: escaped they are six characters each, and the cookie has little room. Nobody but us reads it.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDataProtector protector = protection.CreateProtector("Serverless.Web.Flash");

    public void Done(HttpContext context, string text) => Tell(context, new Told("done", text, null));

    /// <param name="context">The request.</param>
    /// <param name="text">What did not work.</param>
    /// <param name="lines">The single faults.</param>
    public void Failed(HttpContext context, string text, IReadOnlyList<string>? lines = null) => Tell(context, new Told("failed", text, lines));

    /// <summary>What was told, once; null where nothing was.</summary>
    public Told? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } kept || context.Response.HasStarted || context.Request.Headers.ContainsKey(ByScript))
        {
            return null;
        }

        context.Response.Cookies.Delete(Cookie, Options(context));
        try
        {
            return JsonSerializer.Deserialize<Told>(protector.Unprotect(kept));
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException or FormatException)
        {
            // Of another installation, or cut: nothing worth telling.
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true, Path = "/" };

    private static string Cut(string text, int charsMax) => text.Length <= charsMax ? text : $"{text[..(charsMax - 1)]}…";

    private void Tell(HttpContext context, Told told)
    {
        var lines = told.Lines is not { } all ? null
            : all.Count <= LinesMax ? [.. all.Select(line => Cut(line, LineCharsMax))]
            : (IReadOnlyList<string>)[.. all.Take(LinesMax).Select(line => Cut(line, LineCharsMax)), $"and {all.Count - LinesMax} more."];
        context.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(told with { Text = Cut(told.Text, TextCharsMax), Lines = lines }, Plain)), Options(context));
    }
}

/// <param name="Kind"><c>done</c> or <c>failed</c>.</param>
public sealed record Told(string Kind, string Text, IReadOnlyList<string>? Lines);
