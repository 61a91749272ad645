namespace Serverless.Web.Idempotency;

/// <summary>
/// Marks a POST that only reads. Under a key its question and answer would be kept for 30 days, both with what is known of
/// people, and a repeated one changes nothing anyway: it is asked anew.
/// </summary>
public sealed record NothingKept;
