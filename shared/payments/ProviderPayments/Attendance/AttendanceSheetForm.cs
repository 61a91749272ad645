using System.Globalization;
using System.Text;
using Serverless.Payments.Approvals;
using Serverless.Payments.People;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>A row of an attendance sheet as it was typed; white space alone counts as nothing.</summary>
/// <param name="Date">For example <c>2026-11-25</c>.</param>
/// <param name="In">For example <c>08:30</c>.</param>
/// <param name="Out">Likewise; <c>24:00</c> is midnight at the end of the day.</param>
/// <param name="Absence">Why the child was absent; instead of the times.</param>
public sealed record AttendanceDayText(string? Date, string? In, string? Out, string? Absence);

/// <param name="Days">By date and then by time in; none where there are faults.</param>
/// <param name="Faults">Everything that is wrong, all together. First those of single rows, then those of rows that do not go together. Fields count rows from 0 (<c>days[3].out</c>), sentences from 1.</param>
public sealed record SheetReading(IReadOnlyList<AttendanceDay> Days, IReadOnlyList<ValidationMessage> Faults);

/// <summary>Reads an attendance sheet; every fault is told, not the first alone.</summary>
public static class AttendanceSheetForm
{
    /// <summary>Rows of a sheet: a month of six stays a day.</summary>
    public const int RowsMax = 200;

    /// <summary>Characters of the reason of an absence.</summary>
    public const int AbsenceCharsMax = 200;

    private const int ShownCharsMax = 40;

    /// <param name="rows">As they were typed, in any order.</param>
    /// <param name="period">The service period that the sheet is for.</param>
    /// <param name="today">The date in America/Denver; nobody has attended later than that.</param>
    public static SheetReading Read(IReadOnlyList<AttendanceDayText> rows, ServicePeriod period, DateOnly today)
    {
        if (rows.Count == 0)
        {
            return new([], [new("SHEET_EMPTY", "days", "The sheet has no row. Enter each time that the child was there, and each day that it was absent.")]);
        }

        if (rows.Count > RowsMax)
        {
            return new([], [new("SHEET_TOO_LONG", "days", $"The sheet has {rows.Count} rows, and at most {RowsMax} are taken. Join stays that follow each other without a break.")]);
        }

        var faults = new List<ValidationMessage>();
        var read = rows.Select((row, index) => ReadRow(index, row, period, today, faults)).ToList();
        faults.AddRange(SheetConflicts.Find(read));
        return faults.Count > 0
            ? new([], faults)
            : new([.. read.Select(row => row.ToDay()).OrderBy(day => day.Date).ThenBy(day => day.InMinute)], []);
    }

    private static SheetRow ReadRow(int index, AttendanceDayText? typed, ServicePeriod period, DateOnly today, List<ValidationMessage> faults)
    {
        // A row that is null in JSON holds nothing, and is told what it lacks like any other.
        var row = typed ?? new AttendanceDayText(null, null, null, null);
        var date = ReadDate(SheetRow.Field(index, "date"), row.Date, period, today, faults);
        var absence = ReadAbsence(SheetRow.Field(index, "absence"), row.Absence, faults);
        var (isIn, isOut) = (!string.IsNullOrWhiteSpace(row.In), !string.IsNullOrWhiteSpace(row.Out));
        var entered = isIn ? ReadTime(SheetRow.Field(index, "in"), row.In!.Trim(), ClockTime.EndOfDay - 1, faults) : null;
        var left = isOut ? ReadTime(SheetRow.Field(index, "out"), row.Out!.Trim(), ClockTime.EndOfDay, faults) : null;
        if (absence is not null)
        {
            if (isIn || isOut)
            {
                faults.Add(new("ABSENCE_WITH_TIMES", SheetRow.Field(index, "absence"), $"Row {index + 1} has an absence and a time. Keep the times where the child was there, or the absence where it was not."));
            }

            return new(index, date, IsAbsence: !isIn && !isOut, null, null, absence);
        }

        CheckTimes(index, (isIn, isOut), (entered, left), faults);
        return new(index, date, IsAbsence: false, entered, left, null);
    }

    private static void CheckTimes(int index, (bool In, bool Out) isGiven, (int? In, int? Out) minute, List<ValidationMessage> faults)
    {
        switch (isGiven)
        {
            case (false, false):
                faults.Add(new("TIMES_OR_ABSENCE_MISSING", SheetRow.Field(index, "in"), $"Row {index + 1} says neither when the child was there nor why it was absent. Enter the times in and out, or the reason of the absence."));
                break;
            case (false, true):
                faults.Add(new("IN_MISSING", SheetRow.Field(index, "in"), $"Row {index + 1} has a time out and no time in. Enter when the child came, 00:00 where it stayed over night."));
                break;
            case (true, false):
                faults.Add(new("OUT_MISSING", SheetRow.Field(index, "out"), $"Row {index + 1} has a time in and no time out. Enter when the child left, 24:00 where it stayed over night."));
                break;
            default:
                if (minute is (int entered, int left) && left <= entered)
                {
                    faults.Add(new("OUT_NOT_AFTER_IN", SheetRow.Field(index, "out"), $"The time out, {ClockTime.Write(left)}, is not after the time in, {ClockTime.Write(entered)}. Correct one of them; a stay over night ends at 24:00 and goes on in a row of the next day."));
                }

                break;
        }
    }

    private static DateOnly? ReadDate(string field, string? typed, ServicePeriod period, DateOnly today, List<ValidationMessage> faults)
    {
        if (!DateOnly.TryParseExact(typed?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            faults.Add(new("DATE_UNREADABLE", field, string.IsNullOrWhiteSpace(typed)
                ? "The date is missing. Write it as 2026-11-25."
                : $"{Shown(typed)} is no day of the calendar. Write the date as 2026-11-25."));
            return null;
        }

        // Only a day of the period can come to be in order by waiting for it.
        if (!period.Contains(date))
        {
            faults.Add(new("DAY_OUTSIDE_PERIOD", field, $"{date:yyyy-MM-dd} is no day of the service period {period}. Correct the date, or enter the day in the sheet of its own period."));
        }
        else if (date > today)
        {
            faults.Add(new("DAY_IN_FUTURE", field, $"{date:yyyy-MM-dd} is later than today, {today:yyyy-MM-dd}. Correct the date, or submit the sheet when the day has come."));
        }

        return date;
    }

    private static int? ReadTime(string field, string typed, int minuteMax, List<ValidationMessage> faults)
    {
        if (ClockTime.TryRead(typed, out var minute) && minute <= minuteMax)
        {
            return minute;
        }

        faults.Add(new("TIME_UNREADABLE", field, $"{Shown(typed)} is no time {(minuteMax == ClockTime.EndOfDay ? "out" : "in")}. Write it by 24 hours, such as 08:30, from 00:00 to {ClockTime.Write(minuteMax)}."));
        return null;
    }

    /// <returns>The reason without Social Security numbers; null where there is none. What is wrong with it is no reason to take it for none.</returns>
    private static string? ReadAbsence(string field, string? typed, List<ValidationMessage> faults)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }

        var reason = typed.Trim();
        if (reason.Length > AbsenceCharsMax)
        {
            faults.Add(new("ABSENCE_TOO_LONG", field, $"The reason of an absence has at most {AbsenceCharsMax} characters, not {reason.Length}. Say it shorter."));
        }

        if (!IsPlainLine(reason))
        {
            faults.Add(new("ABSENCE_UNREADABLE", field, "The reason of an absence is one line of plain text; this one holds a line break, a tab or another control character. Remove it."));
        }

        return Ssn.Mask(reason);
    }

    /// <summary>Whether there is no control character, line break or half character in it.</summary>
    private static bool IsPlainLine(string text)
        => text.EnumerateRunes().All(rune => rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    /// <summary>Control characters are not repeated, and Social Security numbers masked: the sentence may be logged or mailed.</summary>
    private static string Shown(string typed)
    {
        var plain = string.Concat(Ssn.Mask(typed).EnumerateRunes().Select(rune => Rune.IsControl(rune) ? "?" : rune.ToString()));
        return plain.Length > ShownCharsMax ? $"'{plain[..ShownCharsMax]}…'" : $"'{plain}'";
    }
}
