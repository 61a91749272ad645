using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Web.Json;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Reads a JSON object, or several, strictly. What is wrong with it is told together, by field, with what was expected.</summary>
public static class RequestBody
{
    /// <exception cref="ProblemException">400 or 415: it cannot be read as what is expected.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        var json = await BodyBuffering.BytesAsync(context);
        if (json.Length > 0)
        {
            CheckMediaType(context.Request);
        }

        return Parse<T>(json);
    }

    /// <summary>The same, where a request without a body means that no field is given.</summary>
    public static async Task<T> ReadOptionalAsync<T>(HttpContext context)
        where T : class
    {
        var json = await BodyBuffering.BytesAsync(context);
        if (json.Length == 0)
        {
            return Parse<T>("{}"u8.ToArray());
        }

        CheckMediaType(context.Request);
        return Parse<T>(json);
    }

    /// <summary>
    /// One object, or an array of them. What is wrong with an element is told with its index, from 0: <c>[3].amount</c>.
    /// </summary>
    public static async Task<IReadOnlyList<T>> ReadOneOrManyAsync<T>(HttpContext context)
        where T : class
    {
        var json = await BodyBuffering.BytesAsync(context);
        if (json.Length > 0)
        {
            CheckMediaType(context.Request);
        }

        return Parse<IReadOnlyList<T>>(
            json,
            "One object or an array of them",
            root => JsonObjectReader.FaultsOfOneOrMany(root, WebJson.Options.GetTypeInfo(typeof(T))),
            root => root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(Deserialize<T>)] : [Deserialize<T>(root)]);
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json)
        where T : class
        => Parse(json, "One object", root => JsonObjectReader.Faults(root, WebJson.Options.GetTypeInfo(typeof(T))), Deserialize<T>);

    private static T Parse<T>(ReadOnlyMemory<byte> json, string expected, Func<JsonElement, IReadOnlyList<ProblemError>> faultsOf, Func<JsonElement, T> read)
        where T : class
    {
        json = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        if (json.Length == 0)
        {
            throw Unreadable("BODY_MISSING", "A JSON object is expected as the body; there is none.");
        }

        if (!Utf8.IsValid(json.Span))
        {
            throw Unreadable("NOT_UTF8", "The body is not UTF-8.");
        }

        using var document = ParseDocument(json, expected);
        var faults = faultsOf(document.RootElement);
        return faults.Count == 0
            ? read(document.RootElement)
            : throw new ProblemException(Problem.Of(StatusCodes.Status400BadRequest, "BAD_BODY", string.Join(' ', faults.Select(fault => fault.Message)), faults));
    }

    private static T Deserialize<T>(JsonElement element)
        where T : class
        => element.Deserialize<T>(WebJson.Options) ?? throw Unreadable("BODY_MISSING", "A JSON object is expected as the body.");

    private static JsonDocument ParseDocument(ReadOnlyMemory<byte> json, string expected)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = WebJson.DepthMax });
        }
        catch (JsonException unreadable)
        {
            throw Unreadable(
                "NOT_JSON",
                $"The body cannot be read as JSON from line {(unreadable.LineNumber ?? 0) + 1}, byte {(unreadable.BytePositionInLine ?? 0) + 1} on. {expected} is expected, of at most {WebJson.DepthMax} levels, without comments, trailing commas, NaN or anything behind it.");
        }
    }

    private static void CheckMediaType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(Problem.Of(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the body as Content-Type: application/json, in UTF-8."));
        }
    }

    private static ProblemException Unreadable(string code, string message) => new(Problem.OfField(StatusCodes.Status400BadRequest, code, "", message));
}
