namespace Serverless.Payments.WeeklyRun;

/// <param name="Slot">The weekly slot, or null for an off-cycle run.</param>
/// <param name="CutOff">UTC.</param>
/// <param name="Progress">How far it has come; null for a run that goes on in the form of before (<see cref="EarlierRun"/>).</param>
public sealed record RunRequest(string RunId, string? Slot, DateTimeOffset CutOff, string Reason, string By, RunProgress? Progress = null);
