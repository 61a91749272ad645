namespace Serverless.Payments.WeeklyRun;

/// <param name="Slot">The weekly slot, or null for an off-cycle run.</param>
/// <param name="CutOff">UTC.</param>
public sealed record RunRequest(string RunId, string? Slot, DateTimeOffset CutOff, string Reason, string By);
