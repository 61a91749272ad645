using System.Text.Json.Serialization;

namespace Serverless.Payments.WeeklyRun;

/// <summary>A run of CAPS over what is in Submitted to CAPS at its cut-off (UPI-5).</summary>
/// <param name="CutOff">UTC; what entered Submitted to CAPS later is for the next run.</param>
/// <param name="Slot">The weekly slot that it runs, or null for an off-cycle run.</param>
public sealed record Run(string Id, RunStatus Status, DateTimeOffset CutOff, string? Slot, string Reason, string StartedBy, DateTimeOffset StartedAt)
{
    /// <summary>When every answer was booked.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The counts at completion; while it runs they are read from its items.</summary>
    public RunTotals? Totals { get; init; }
}

/// <summary>How many payments a run took, and how CAPS answered.</summary>
public sealed record RunTotals(int Total, int Paid, int Error, int Rejected, int Held);

[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    Running,

    /// <summary>Every answer is booked.</summary>
    Completed,
}
