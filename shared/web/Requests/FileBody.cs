using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Payments.Files;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>Reads a file of lines that is sent as the body.</summary>
public static class FileBody
{
    /// <exception cref="ProblemException">415: it is neither CSV nor JSON, or not in UTF-8.</exception>
    public static async Task<(FileFormat Format, ReadOnlyMemory<byte> Content)> ReadAsync(HttpContext context)
        => FormatOf(context.Request) is { } format
            ? (format, await BodyBuffering.BytesAsync(context))
            : throw new ProblemException(Problem.Of(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the file as Content-Type: text/csv or application/json, in UTF-8."));

    private static FileFormat? FormatOf(HttpRequest request)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? FileFormats.FromContentType(type.MediaType.Value)
            : null;
}
