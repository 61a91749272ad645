using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Storage.Tests.Azure;

/// <summary>Keeps the size of the largest request.</summary>
internal sealed class RequestSize : HttpPipelineSynchronousPolicy
{
    private long bytesMax;

    public long BytesMax => Interlocked.Read(ref bytesMax);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Content?.TryComputeLength(out var length) == true)
        {
            bytesMax = Math.Max(bytesMax, length);
        }
    }
}
