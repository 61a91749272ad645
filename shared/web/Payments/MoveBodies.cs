namespace Serverless.Web.Payments;

/// <param name="Note">What the decider wants to say; may be left out.</param>
public sealed record NoteBody(string? Note = null);

/// <param name="Note">What to look at; must not be empty.</param>
public sealed record RequiredNoteBody(string Note);

/// <param name="Reason">Why; must not be empty.</param>
public sealed record ReasonBody(string Reason);

/// <param name="Reason">Why; may be left out.</param>
public sealed record OptionalReasonBody(string? Reason = null);
