using Microsoft.AspNetCore.Http;
using Serverless.Web.Problems;

namespace Serverless.Web.Idempotency;

/// <summary>The Idempotency-Key header: what makes a request the same as its retry.</summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public const int CharsMax = 255;

    /// <summary>The key, or null where none is sent.</summary>
    /// <exception cref="ProblemException">400: it is no key.</exception>
    public static string? Read(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
        {
            return null;
        }

        return values is [{ Length: > 0 and <= CharsMax } key] && key.All(character => character is >= ' ' and <= '~')
            ? key
            : throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_IDEMPOTENCY_KEY", Header, $"{Header} is one text of 1 to {CharsMax} printable ASCII characters."));
    }
}
