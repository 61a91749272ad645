using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Web.Pages;
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
            context.Request.Body = new MemoryStream(await ReadAsync(context, BodyLimit.Of(endpoint).BytesMax), writable: false);
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

    /// <summary>What whoever sent more than an address takes is told.</summary>
    public static ProblemBody TooLarge(HttpContext context)
    {
        var limit = BodyLimit.Of(context.GetEndpoint());
        var detail = PageEndpoint.IsFor(context)
            ? $"What was sent is larger than this page takes; it takes at most {limit}. Nothing was changed. Go back to the page and send less: a shorter text, or the file in parts."
            : $"The body may have at most {limit} at this address. Send less, or split it.";
        return ProblemBody.Of(StatusCodes.Status413PayloadTooLarge, "TOO_LARGE", detail);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context, int bytesMax)
    {
        var (request, cancellation) = (context.Request, context.RequestAborted);
        if (request.ContentLength > bytesMax)
        {
            throw new ProblemException(new Problem(TooLarge(context)));
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
                    throw new ProblemException(new Problem(TooLarge(context)));
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
}
