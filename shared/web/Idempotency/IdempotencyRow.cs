using System.Text.Json.Serialization;

namespace Serverless.Web.Idempotency;

/// <summary>What is known of a key; written before the work, and again with its answer.</summary>
/// <param name="State">How far the work is.</param>
/// <param name="Owner">The process that does it.</param>
/// <param name="Fingerprint">What was asked.</param>
/// <param name="Since">When the key was first used; what it makes derives from this too, and a take-over keeps it.</param>
/// <param name="StartedAt">When the owner began; its lease runs from here.</param>
/// <param name="ExpiresAt">When the key is forgotten.</param>
/// <param name="Answer">Null until it is there.</param>
public sealed record IdempotencyRow(IdempotencyState State, string Owner, string Fingerprint, DateTimeOffset Since, DateTimeOffset StartedAt, DateTimeOffset ExpiresAt, KeptAnswer? Answer);

[JsonConverter(typeof(JsonStringEnumConverter<IdempotencyState>))]
public enum IdempotencyState
{
    Working,

    /// <summary>The work ended without an answer to keep; the same request may do it again.</summary>
    Released,

    Answered,
}

/// <summary>An answer as it was given.</summary>
/// <param name="Body">Null where it is too large for a row and stands in a blob.</param>
public sealed record KeptAnswer(int Status, string? ContentType, string? Location, string? ETag, string? RetryAfter, string? Body);
