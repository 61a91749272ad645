using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Payments.Files;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Reads a file that is sent as the body.</summary>
public static class FileBody
{
    /// <summary>ASCII is UTF-8.</summary>
    private static readonly string[] Charsets = ["utf-8", "us-ascii"];

    /// <exception cref="ProblemException">415: it is neither CSV nor JSON, or not in UTF-8.</exception>
    public static async Task<(FileFormat Format, ReadOnlyMemory<byte> Content)> ReadAsync(HttpContext context)
        => FormatOf(context.Request) is { } format
            ? (format, await BodyBuffering.BytesAsync(context))
            : throw new ProblemException(Problem.Of(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the file as Content-Type: text/csv or application/json, in UTF-8."));

    /// <summary>A file of another kind, whatever of these its type is called.</summary>
    /// <exception cref="ProblemException">415: it is of none of these types, or not in UTF-8 or ASCII.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadOfAsync(HttpContext context, params IReadOnlyList<string> mediaTypes)
        => MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && (!type.Charset.HasValue || Charsets.Contains(type.Charset.Value, StringComparer.OrdinalIgnoreCase))
            && mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            ? await BodyBuffering.BytesAsync(context)
            : throw new ProblemException(Problem.Of(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", $"Send the file as Content-Type: {string.Join(", ", mediaTypes.SkipLast(1))} or {mediaTypes[^1]}, in UTF-8."));

    private static FileFormat? FormatOf(HttpRequest request)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? FileFormats.FromContentType(type.MediaType.Value)
            : null;
}
