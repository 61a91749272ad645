namespace Serverless.Web.Problems;

/// <summary>Why a request was refused (RFC 9457); every answer that is no success has this form.</summary>
/// <param name="Type">Always <c>about:blank</c>: the title says what the status means.</param>
/// <param name="Title">What the status means.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was wrong, where, and what to do.</param>
/// <param name="Code">The same for programs.</param>
/// <param name="Errors">The single faults, where there are any.</param>
/// <param name="TraceId">For an unexpected error: by which it is found in the log.</param>
public sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<ProblemError>? Errors = null, string? TraceId = null)
{
    public const string ContentType = "application/problem+json";

    public static ProblemBody Of(int status, string code, string detail, IReadOnlyList<ProblemError>? errors = null)
        => new("about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), status, detail, code, errors is { Count: > 0 } ? errors : null);
}

/// <summary>One fault of a request.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Field">The field meant, or empty where the request as a whole is.</param>
/// <param name="Message">For people.</param>
public sealed record ProblemError(string Code, string Field, string Message);
