using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Serverless.Payments.Approvals;
using Serverless.Web.Json;
using Serverless.Web.Pages;

namespace Serverless.Web.Problems;

/// <summary>An answer that refuses; usable as an endpoint's result and by the pipeline before and behind endpoints.</summary>
public sealed class Problem(ProblemBody body) : IResult
{
    public ProblemBody Body { get; } = body;

    public static Problem Of(int status, string code, string detail, IReadOnlyList<ProblemError>? errors = null) => new(ProblemBody.Of(status, code, detail, errors));

    /// <summary>A single fault of one field; it is the detail, too.</summary>
    public static Problem OfField(int status, string code, string field, string message) => Of(status, code, message, [new ProblemError(code, field, message)]);

    public static Problem NotFound(string what) => Of(StatusCodes.Status404NotFound, "NOT_FOUND", $"There is no {what} that you may see.");

    public static Problem Of(Refusal refusal) => new(BodyOf(refusal));

    public static ProblemBody BodyOf(Refusal refusal)
    {
        var status = refusal.Kind switch
        {
            RefusalKind.Malformed => StatusCodes.Status400BadRequest,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
            RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
            _ => throw new InvalidOperationException($"No status stands for a refusal of kind {refusal.Kind}."),
        };
        return ProblemBody.Of(status, refusal.Code, refusal.Message, [.. refusal.Errors.Select(error => new ProblemError(error.Code, error.Field, error.Message))]);
    }

    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, Body);

    /// <summary>Writes a body that is a problem or extends one.</summary>
    public static Task WriteAsync<T>(HttpContext context, T body)
        where T : notnull
    {
        if (body is ProblemBody { Status: var status })
        {
            context.Response.StatusCode = status;
        }

        if (body is ProblemBody problem && PageEndpoint.IsFor(context))
        {
            return ErrorPage.WriteAsync(context, problem);
        }

        context.Response.ContentType = ProblemBody.ContentType;
        var json = JsonSerializer.SerializeToUtf8Bytes(body, WebJson.Options);
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
    }
}
