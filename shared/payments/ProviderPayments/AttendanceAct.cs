using System.Text.Json.Serialization;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

[JsonConverter(typeof(JsonStringEnumConverter<AttendanceAction>))]
public enum AttendanceAction
{
    /// <summary>The provider submits the attendance sheet, or a changed one.</summary>
    Submit,

    /// <summary>The agency enters a sheet that came on paper, or corrects one that was submitted.</summary>
    Enter,

    /// <summary>The parent signs the sheet that stands.</summary>
    Sign,

    /// <summary>The agency marks what came on paper as received.</summary>
    Receive,

    /// <summary>The agency has reviewed it; the amount is calculated.</summary>
    Authorize,

    /// <summary>The agency asks the provider.</summary>
    Hold,

    /// <summary>The provider answers.</summary>
    Answer,

    /// <summary>An export has paid it; nobody else can.</summary>
    Pay,
}

/// <summary>
/// A stored request to do something to a provider payment. It is stored before the orchestration hears of it, has one effect
/// however often it is raised, and keeps its outcome.
/// </summary>
public sealed record AttendanceAct
{
    public required string Id { get; init; }

    public required string PaymentId { get; init; }

    public required AttendanceAction Action { get; init; }

    public required string By { get; init; }

    /// <summary>The role acted in.</summary>
    public required Role Role { get; init; }

    /// <summary>The payment's version that was seen; the act counts for no later one.</summary>
    public required int Version { get; init; }

    /// <summary>Whether the caller insisted on that version; where it has moved, the refusal says so.</summary>
    public bool IsConditional { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>For a sheet: its rows, in order.</summary>
    public IReadOnlyList<AttendanceDay> Days { get; init; } = [];

    /// <summary>The question, the answer, the reason, or the name under a signature.</summary>
    public string? Text { get; init; }

    /// <summary>For a signature: the sheet that the parent saw; null where the version says enough.</summary>
    public string? SheetHash { get; init; }

    /// <summary>Null until it is settled.</summary>
    public AttendanceOutcome? Outcome { get; init; }
}

/// <summary>How an act was settled.</summary>
/// <param name="Version">The payment's version after it.</param>
/// <param name="Refusal">Null where it was done, or where there was nothing to change.</param>
public sealed record AttendanceOutcome(StatusPair Status, int Version, Refusal? Refusal);
