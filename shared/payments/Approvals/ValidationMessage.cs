namespace Serverless.Payments.Approvals;

/// <summary>Why something failed validation: a code for programs, the field it speaks of, a sentence for people.</summary>
public sealed record ValidationMessage(string Code, string Field, string Message);
