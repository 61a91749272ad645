using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>A payment as people read it; the truth about it. Never removed (UPI-2).</summary>
public sealed record Payment
{
    public required string Id { get; init; }

    public required PaymentFacts Facts { get; init; }

    public required PaymentStatus Status { get; init; }

    /// <summary>Rises by one with every entry of the history; 1 at the submission.</summary>
    public required int Version { get; init; }

    /// <summary>When it entered its status (UTC); where two approve, since the first approval it waits anew.</summary>
    public required DateTimeOffset StatusSince { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who submitted it: a person, or <c>inbox</c> for a dropped file.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>Identifies the submission that made it, so that a repeated one is recognised.</summary>
    public required string SubmissionId { get; init; }

    /// <summary>Why it is in Error, or was before it went to Review; empty otherwise.</summary>
    public IReadOnlyList<ValidationMessage> Validation { get; init; } = [];

    /// <summary>Everybody who acted on it, with the role acted in (segregation of duties, UPI-7).</summary>
    public IReadOnlyList<Act> Acts { get; init; } = [];

    /// <summary>The approval policy that holds for its present stage: the one in force when it entered it (UPI-7); 0 for the defaults.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>How many must approve before it leaves its present stage; 2 where the policy asks for a second approval.</summary>
    public int ApprovalsNeeded { get; init; } = 1;

    /// <summary>Who approved in its present stage without its being enough.</summary>
    public IReadOnlyList<Act> StageApprovals { get; init; } = [];

    /// <summary>How often it entered Submitted to CAPS; part of the key under which CAPS knows it.</summary>
    public int Attempt { get; init; }

    /// <summary>The run that has taken it and whose answer is awaited.</summary>
    public string? RunId { get; init; }

    /// <summary>The final payment that this one replaces.</summary>
    public string? ResubmissionOf { get; init; }

    /// <summary>The payment that replaced this one.</summary>
    public string? ResubmittedAs { get; init; }

    public string? InvoiceNumber { get; init; }

    /// <summary>The key under which CAPS knows the present attempt; the same key is never paid twice.</summary>
    public string CapsKey => $"{Id}/{Attempt}";

    /// <summary>The month of service as <c>2026-11</c>, by the first day.</summary>
    public string Period => Facts.ServiceFrom.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="By">Who acted.</param>
    /// <param name="Role">In which role.</param>
    /// <param name="OnBehalfOf">For whom; null where for oneself.</param>
    public sealed record Act(string By, Role Role, string? OnBehalfOf = null)
    {
        /// <summary>Whether the user acted, or was acted for.</summary>
        public bool IsOf(string user) => By == user || OnBehalfOf == user;
    }
}
