using Microsoft.AspNetCore.Http;

namespace Serverless.Web.Idempotency;

/// <summary>The id that what a request makes derives from: from its key where it carries one, so that a retry makes the same.</summary>
public sealed record RequestIdentity(string Id);

public static class RequestIdentities
{
    /// <summary>32 hex digits. The same for a request and its retry under one key; random where there is no key.</summary>
    public static string RequestId(this HttpContext context)
    {
        if (context.Features.Get<RequestIdentity>() is not { } identity)
        {
            identity = new RequestIdentity(Guid.NewGuid().ToString("N"));
            context.Features.Set(identity);
        }

        return identity.Id;
    }
}
