using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Payments.Amounts;
using Serverless.Web.Problems;

namespace Serverless.Web.Pages.Forms;

/// <summary>The fields of a form as they were sent.</summary>
public sealed class FormFields
{
    private readonly IFormCollection form;
    private readonly string fingerprint;

    private FormFields(IFormCollection form, string fingerprint)
    {
        this.form = form;
        this.fingerprint = fingerprint;
    }

    public IFormFileCollection Files => form.Files;

    public static async Task<FormFields> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new ProblemException(Problem.Of(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "This address takes forms alone."));
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new(form, await FingerprintAsync(form, context.RequestAborted));
    }

    /// <summary>
    /// What makes the request itself, from <c>RequestToken</c> and everything that was sent with it: sent twice, it has one
    /// effect, and sent again with other fields, as people do who go back and correct, it is a request of its own. Bound to
    /// the caller, so that nobody repeats somebody else's.
    /// </summary>
    public string RequestId(HttpContext context)
    {
        var request = Text("request");
        return request is { Length: 32 } && request.All(char.IsAsciiHexDigitLower)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.User.FindFirst("sub")?.Value}|{context.Request.Path}|{request}|{fingerprint}")))[..32]
            : throw new ProblemException(Problem.Of(StatusCodes.Status400BadRequest, "FORM_EXPIRED", "The form is not one of ours. Load the page again and send it once more; nothing was changed."));
    }

    /// <summary>
    /// The field without spaces around it; null where it is empty or was not sent. A line ends in one character, as browsers
    /// count it while people type, although they send two.
    /// </summary>
    public string? Text(string name)
    {
        var value = form[name].ToString().ReplaceLineEndings("\n").Trim();
        return value.Length == 0 ? null : value;
    }

    /// <summary>Every value of a field that may be sent several times.</summary>
    public IReadOnlyList<string> All(string name) => [.. form[name].OfType<string>()];

    public bool IsTicked(string name) => form.ContainsKey(name);

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An amount as people write it: thousands separated or not, with a dollar sign or without; null where it is no amount.</summary>
    public Money? Amount(string name) => AmountText.TryRead(Text(name), out var amount) ? amount : null;

    /// <summary>A day as <c>2026-11-25</c>, which browsers send, or <c>11/25/2026</c>; null where it is none.</summary>
    public DateOnly? Day(string name)
        => DateOnly.TryParseExact(Text(name), ["yyyy-MM-dd", "MM/dd/yyyy", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>What was sent, by name and value, without the antiforgery token, which says nothing of what is wanted; and each file by its content.</summary>
    private static async Task<string> FingerprintAsync(IFormCollection form, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, values) in form.Where(field => field.Key is not "form" and not "request").OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            foreach (var value in values)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length}:{name}{value?.Length ?? 0}:{value}"));
            }
        }

        foreach (var file in form.Files)
        {
            await using var content = file.OpenReadStream();
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name.Length}:{file.Name}{file.FileName.Length}:{file.FileName}"));
            hash.AppendData(await SHA256.HashDataAsync(content, cancellation));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
