using System.Text.Json.Serialization;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.WeeklyRun;

/// <summary>A run of CAPS over what is in Submitted to CAPS at its cut-off (UPI-5).</summary>
/// <param name="CutOff">UTC; what entered Submitted to CAPS later is for the next run.</param>
/// <param name="Slot">The weekly slot that it runs, or null for an off-cycle run.</param>
public sealed record Run(string Id, RunStatus Status, DateTimeOffset CutOff, string? Slot, string Reason, string StartedBy, DateTimeOffset StartedAt)
{
    /// <summary>When every answer was booked.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The counts at completion; while it runs they stand with its items.</summary>
    public RunTotals? Totals { get; init; }
}

/// <summary>How many payments a run took, and how CAPS answered.</summary>
public sealed record RunTotals(int Total, int Paid, int Error, int Rejected, int Held)
{
    public static RunTotals None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>One payment, not answered.</summary>
    internal static RunTotals One { get; } = None with { Total = 1 };

    public RunTotals Plus(RunTotals other)
        => new(Total + other.Total, Paid + other.Paid, Error + other.Error, Rejected + other.Rejected, Held + other.Held);

    public RunTotals Minus(RunTotals part)
        => new(Total - part.Total, Paid - part.Paid, Error - part.Error, Rejected - part.Rejected, Held - part.Held);

    /// <summary>An answer for a payment that is counted.</summary>
    internal static RunTotals Answered(SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Paid => None with { Paid = 1 },
        SettlementOutcome.Error => None with { Error = 1 },
        SettlementOutcome.Rejected => None with { Rejected = 1 },
        SettlementOutcome.Held => None with { Held = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "CAPS has four answers."),
    };
}

[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    Running,

    /// <summary>Every answer is booked.</summary>
    Completed,
}
