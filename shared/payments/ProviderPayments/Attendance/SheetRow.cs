namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>What could be read of a row of a sheet.</summary>
/// <param name="Index">Which row, from 0.</param>
/// <param name="Date">Null where it cannot be read.</param>
/// <param name="IsAbsence">Whether it tells an absence and no time.</param>
/// <param name="In">Minutes from midnight; null where there is none, or it cannot be read.</param>
/// <param name="Out">Likewise.</param>
/// <param name="Absence">The reason; null where there is none.</param>
internal sealed record SheetRow(int Index, DateOnly? Date, bool IsAbsence, int? In, int? Out, string? Absence)
{
    /// <summary>What people call the row.</summary>
    public int Number => Index + 1;

    /// <summary>Whether it tells a time that others can be compared with.</summary>
    public bool IsStay => In < Out;

    /// <summary>The field of a row, as a fault names it.</summary>
    public static string Field(int index, string name) => $"days[{index}].{name}";

    /// <exception cref="InvalidOperationException">Its faults were not told.</exception>
    public AttendanceDay ToDay() => Date is { } date && IsStay != IsAbsence
        ? new(date, In, Out, Absence)
        : throw new InvalidOperationException($"Row {Number} of the sheet was not found at fault, and is neither a stay nor an absence.");
}
