using Microsoft.AspNetCore.Http;

namespace Serverless.Web.Problems;

/// <summary>A refusal with further fields than every other has, as RFC 9457 allows.</summary>
/// <param name="status">The HTTP status; the body repeats it.</param>
/// <param name="body">The fields of <see cref="ProblemBody"/>, and its own.</param>
public sealed class ExtendedProblem<T>(int status, T body) : IResult
    where T : notnull
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        return Problem.WriteAsync(httpContext, body);
    }
}
