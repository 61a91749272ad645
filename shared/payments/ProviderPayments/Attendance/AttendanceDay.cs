namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>
/// A row of an attendance sheet: a time that the child was there, or a day that it was absent. A day may have several times
/// that do not overlap, and no absence beside them.
/// </summary>
/// <param name="Date">A day of the service period.</param>
/// <param name="InMinute">Minutes from midnight by the wall clock, from 0; null for an absence.</param>
/// <param name="OutMinute">Likewise, later than the time in and at most 1440, midnight at the end of the day: care over night is a row of each day.</param>
/// <param name="Absence">Why the child was absent; null where it was there.</param>
public sealed record AttendanceDay(DateOnly Date, int? InMinute, int? OutMinute, string? Absence)
{
    /// <summary>Minutes attended; none for an absence.</summary>
    public int Minutes => (OutMinute ?? 0) - (InMinute ?? 0);
}
