using Microsoft.AspNetCore.Http;

namespace Serverless.Web.Problems;

/// <summary>Turns a <see cref="ProblemException"/> of an endpoint into its answer, before the idempotency keeps the answer.</summary>
public sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
    }
}
