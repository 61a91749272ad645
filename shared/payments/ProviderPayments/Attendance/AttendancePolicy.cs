namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>The agency's figures for paying care by attendance; data, set by admin, with history.</summary>
/// <param name="UnitMinutes">Minutes in a unit, 1 to 1440.</param>
/// <param name="PaidAbsencesMax">Days of absence that are paid in a month, for a child with a provider; 0 to 31.</param>
/// <param name="Version">0 where nothing was ever set and the defaults hold; one more with each change.</param>
public sealed record AttendancePolicy(int UnitMinutes = 60, int PaidAbsencesMax = 5, int Version = 0);
