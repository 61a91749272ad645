using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>
/// Reads a request's body whole before anything acts on it, so that half a body has no effect, a retry can be compared
/// with its first, and the limit holds whatever the sender says the length is.
/// </summary>
public sealed class BodyBuffering(RequestDelegate next)
{
    private const int ChunkBytes = 32 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && !HttpMethods.IsGet(context.Request.Method))
        {
            var limit = endpoint.Metadata.GetMetadata<BodyLimit>() ?? BodyLimit.Default;
            context.Request.Body = new MemoryStream(await ReadAsync(context.Request, limit.BytesMax, context.RequestAborted), writable: false);
        }

        await next(context);
    }

    /// <summary>The body that was read; the stream's own bytes, not a copy.</summary>
    public static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpContext context)
    {
        if (context.Request.Body is not MemoryStream { CanSeek: true } buffered)
        {
            throw new InvalidOperationException("The body was not read beforehand; the endpoint is mapped outside this pipeline.");
        }

        buffered.Position = 0;
        var bytes = new byte[buffered.Length];
        await buffered.ReadExactlyAsync(bytes, context.RequestAborted);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        if (request.ContentLength > bytesMax)
        {
            throw TooLarge(bytesMax);
        }

        using var body = new MemoryStream(checked((int)(request.ContentLength ?? 0)));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
            {
                if (body.Length + read > bytesMax)
                {
                    throw TooLarge(bytesMax);
                }

                await body.WriteAsync(chunk.AsMemory(0, read), cancellation);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return body.ToArray();
    }

    private static ProblemException TooLarge(int bytesMax)
        => new(Problem.Of(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", string.Create(CultureInfo.InvariantCulture, $"The body may have at most {bytesMax} bytes at this address. Send less, or split it.")));
}
