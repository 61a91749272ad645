using System.Text.Json.Serialization;

namespace Serverless.Payments.Approvals;

/// <summary>Why a request was refused; nothing changed.</summary>
/// <param name="Kind">What sort of refusal it is; decides the HTTP status.</param>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people: what was wrong and what to do.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Message)
{
    /// <summary>The single faults, where there are several.</summary>
    public IReadOnlyList<ValidationMessage> Errors { get; init; } = [];

    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, "NOT_FOUND", $"There is no {what} that you may see.");
}

[JsonConverter(typeof(JsonStringEnumConverter<RefusalKind>))]
public enum RefusalKind
{
    /// <summary>The request itself cannot be read or breaks a form rule (400).</summary>
    Malformed,

    /// <summary>Not by this person (403).</summary>
    Forbidden,

    /// <summary>Not there, or not for the caller to see (404).</summary>
    NotFound,

    /// <summary>Not in this status, or it moved meanwhile (409).</summary>
    Conflict,

    /// <summary>The version named is not the present one (412).</summary>
    Stale,

    /// <summary>The validation failed (422).</summary>
    Invalid,
}
