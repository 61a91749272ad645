using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Web.ProviderPayments;

/// <summary>The attendance sheet that stands.</summary>
/// <param name="Number">Sheets of a payment are counted from 1.</param>
/// <param name="Hash">What a parent's signature is put under.</param>
/// <param name="SubmittedBy">Who submitted or entered it.</param>
/// <param name="SubmittedAs">Provider, or operations where it came on paper or was corrected.</param>
/// <param name="Days">By date and time.</param>
public sealed record SheetBody(int Number, string Hash, string SubmittedBy, Role SubmittedAs, DateTimeOffset SubmittedAt, IReadOnlyList<SheetDay> Days)
{
    public static SheetBody Of(SheetSeal seal, IReadOnlyList<AttendanceDay> days)
        => new(seal.Number, seal.Hash, seal.By, seal.Role, seal.At, [.. days.Select(SheetDay.Of)]);
}

/// <summary>A time that the child was there, or a day that it was absent.</summary>
/// <param name="In">Such as <c>08:30</c>, by the wall clock; left out for an absence.</param>
/// <param name="Out">Likewise; <c>24:00</c> is midnight at the end of the day.</param>
/// <param name="Absence">Why the child was absent; left out where it was there.</param>
public sealed record SheetDay(DateOnly Date, string? In = null, string? Out = null, string? Absence = null)
{
    public static SheetDay Of(AttendanceDay day)
        => new(day.Date, day.InMinute is { } entered ? ClockTime.Write(entered) : null, day.OutMinute is { } left ? ClockTime.Write(left) : null, day.Absence);
}

/// <param name="Days">The rows of the sheet, at most 200; whatever is wrong with them is told together, by row and field.</param>
public sealed record AttendanceForm(IReadOnlyList<AttendanceRowForm> Days)
{
    /// <summary>The rows as they were typed.</summary>
    public IReadOnlyList<AttendanceDayText> ToTexts() => [.. Days.Select(row => new AttendanceDayText(row.Date, row.In, row.Out, row.Absence))];
}

/// <summary>A row as it is typed.</summary>
/// <param name="Date">A day of the service period, such as <c>2026-11-25</c>.</param>
/// <param name="In">Such as <c>08:30</c> or <c>8:30</c>.</param>
/// <param name="Out">Likewise, later than the time in; <c>24:00</c> is midnight at the end of the day.</param>
/// <param name="Absence">Why the child was absent; instead of the times.</param>
public sealed record AttendanceRowForm(string? Date = null, string? In = null, string? Out = null, string? Absence = null);
