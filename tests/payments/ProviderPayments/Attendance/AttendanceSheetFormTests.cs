using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

/// <summary>What a provider or the agency types is read whole or refused with every fault (CARE-2).</summary>
[Trait("Req", "CARE-2")]
public sealed class AttendanceSheetFormTests
{
    private static readonly ServicePeriod November = ServicePeriod.Parse("2026-11");
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly AttendanceDayText Good = new("2026-11-02", "08:00", "16:30", null);
    private static readonly AttendanceDayText Absent = new("2026-11-02", null, null, "ill");

    public static TheoryData<AttendanceDayText, string> WrongRows => new()
    {
        { Good with { Date = "11/02/2026" }, "DATE_UNREADABLE date" },
        { Good with { Date = "2026-11-31" }, "DATE_UNREADABLE date" },
        { Good with { Date = "2026-11-2" }, "DATE_UNREADABLE date" },
        { Good with { Date = null }, "DATE_UNREADABLE date" },
        { Good with { Date = " " }, "DATE_UNREADABLE date" },
        { Good with { Date = "2026-10-31" }, "DAY_OUTSIDE_PERIOD date" },
        { Good with { Date = "2026-12-01" }, "DAY_OUTSIDE_PERIOD date" },
        { Good with { Date = "2026-11-23" }, "DAY_IN_FUTURE date" },
        { Good with { In = "8:0" }, "TIME_UNREADABLE in" },
        { Good with { In = ":00" }, "TIME_UNREADABLE in" },
        { Good with { In = "008:00" }, "TIME_UNREADABLE in" },
        { Good with { In = "8:00:30" }, "TIME_UNREADABLE in" },
        { Good with { In = ":00:00" }, "TIME_UNREADABLE in" },
        { Good with { In = "08:60" }, "TIME_UNREADABLE in" },
        { Good with { In = "08.00" }, "TIME_UNREADABLE in" },
        { Good with { In = "+8:00" }, "TIME_UNREADABLE in" },
        { Good with { In = "08:00:30" }, "TIME_UNREADABLE in" },
        { Good with { In = "08:00 am" }, "TIME_UNREADABLE in" },
        { Good with { In = "24:00", Out = "24:00" }, "TIME_UNREADABLE in" },
        { Good with { Out = "24:01" }, "TIME_UNREADABLE out" },
        { Good with { Out = "25:00" }, "TIME_UNREADABLE out" },
        { Good with { Out = "٠٩:٠٠" }, "TIME_UNREADABLE out" },
        { Good with { In = null }, "IN_MISSING in" },
        { Good with { Out = " " }, "OUT_MISSING out" },
        { Good with { Out = "08:00" }, "OUT_NOT_AFTER_IN out" },
        { Good with { Out = "07:59" }, "OUT_NOT_AFTER_IN out" },
        { Good with { Out = "00:00" }, "OUT_NOT_AFTER_IN out" },
        { Good with { Absence = "ill" }, "ABSENCE_WITH_TIMES absence" },
        { Absent with { In = "08:00" }, "ABSENCE_WITH_TIMES absence" },
        { Absent with { Absence = "" }, "TIMES_OR_ABSENCE_MISSING in" },
        { Absent with { Absence = " \t" }, "TIMES_OR_ABSENCE_MISSING in" },
        { Absent with { Absence = new string('x', 201) }, "ABSENCE_TOO_LONG absence" },
        { Absent with { Absence = "ill\nagain" }, "ABSENCE_UNREADABLE absence" },
        { Absent with { Absence = "ill\u0000" }, "ABSENCE_UNREADABLE absence" },
        { Absent with { Absence = "ill\u2028again" }, "ABSENCE_UNREADABLE absence" },
        { Absent with { Absence = "half \ud83d" }, "ABSENCE_UNREADABLE absence" },
    };

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void A_row_that_is_wrong_is_told_by_its_field(AttendanceDayText row, string expected)
    {
        var reading = Read(Good with { Date = "2026-11-03" }, row);

        Assert.Empty(reading.Days);
        var fault = Assert.Single(reading.Faults);
        Assert.Equal($"{expected.Split(' ')[0]} days[1].{expected.Split(' ')[1]}", $"{fault.Code} {fault.Field}");
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8:30", 510)]
    [InlineData("08:30", 510)]
    [InlineData("0:00", 0)]
    [InlineData("8:30:00", 510)]
    [InlineData("08:30:00", 510)]
    [InlineData(" 8:00 ", 480)]
    public void An_hour_is_typed_with_one_digit_or_two(string typed, int minute)
    {
        var reading = Read(Good with { In = typed, Out = "24:00" });

        Assert.Empty(reading.Faults);
        Assert.Equal(minute, Assert.Single(reading.Days).InMinute);
    }

    [Fact]
    public void Rows_come_out_by_date_and_time_when_they_were_typed_in_any_order()
    {
        var reading = Read(
            new("2026-11-22", "18:00", "24:00", null),
            new(" 2026-11-03 ", " 13:00:00", "17:15 ", ""),
            new("2026-11-04", "", " ", "  at grandmother's 👵 "),
            new("2026-11-03", "00:00", "13:00", " "));

        Assert.Empty(reading.Faults);
        Assert.Equal(
            [
                new(new DateOnly(2026, 11, 3), 0, 780, null),
                new(new DateOnly(2026, 11, 3), 780, 1035, null),
                new(new DateOnly(2026, 11, 4), null, null, "at grandmother's 👵"),
                new(new DateOnly(2026, 11, 22), 1080, 1440, null),
            ],
            reading.Days);
    }

    [Fact]
    public void Every_fault_of_every_row_is_told_at_once()
    {
        var reading = Read(
            new("2026-10-01", "9.00", null, null),
            null!,
            new("tomorrow", "10:00", "09:00", null),
            new("2026-11-30", "late", "later", new string('\t', 1) + "x\ty" + new string('z', 200)));

        Assert.Equal(
            [
                "DAY_OUTSIDE_PERIOD days[0].date", "TIME_UNREADABLE days[0].in", "OUT_MISSING days[0].out",
                "DATE_UNREADABLE days[1].date", "TIMES_OR_ABSENCE_MISSING days[1].in",
                "DATE_UNREADABLE days[2].date", "OUT_NOT_AFTER_IN days[2].out",
                "DAY_IN_FUTURE days[3].date", "ABSENCE_TOO_LONG days[3].absence", "ABSENCE_UNREADABLE days[3].absence",
                "TIME_UNREADABLE days[3].in", "TIME_UNREADABLE days[3].out", "ABSENCE_WITH_TIMES days[3].absence",
            ],
            Codes(reading));
    }

    [Fact]
    public void A_sheet_without_rows_or_with_too_many_is_refused()
    {
        Assert.Equal(["SHEET_EMPTY days"], Codes(Read()));
        Assert.Equal(["SHEET_TOO_LONG days"], Codes(Read([.. Enumerable.Repeat(Good, 201)])));

        // As many as are taken: 25 touching minutes on each of eight days.
        var most = Enumerable.Range(0, 200).Select(row => new AttendanceDayText($"2026-11-{1 + (row / 25):00}", $"08:{row % 25:00}", $"08:{(row % 25) + 1:00}", null));
        Assert.Equal(200, Read([.. most]).Days.Count);
    }

    [Fact]
    public void Overlapping_times_of_a_day_name_both_rows_and_touching_ones_are_fine()
    {
        var reading = Read(
            new("2026-11-02", "12:00", "14:00", null),
            new("2026-11-02", "08:00", "12:00", null),
            new("2026-11-02", "11:59", "12:30", null),
            new("2026-11-03", "11:59", "12:30", null));

        Assert.Equal(["TIMES_OVERLAP days[2].in", "TIMES_OVERLAP days[2].in"], Codes(reading));
        Assert.Equal(
            [
                "Rows 2 and 3 overlap on 2026-11-02: 08:00 to 12:00 and 11:59 to 12:30. Correct the times, or join the rows.",
                "Rows 1 and 3 overlap on 2026-11-02: 12:00 to 14:00 and 11:59 to 12:30. Correct the times, or join the rows.",
            ],
            reading.Faults.Select(fault => fault.Message));
    }

    [Fact]
    public void Every_row_within_a_longer_one_is_told_once_by_time()
        => Assert.Equal(
            ["TIMES_OVERLAP days[3].in", "TIMES_OVERLAP days[1].in", "TIMES_OVERLAP days[2].in"],
            Codes(Read(Good, Good with { In = "09:00", Out = "10:00" }, Good with { In = "11:00", Out = "12:00" }, Good)));

    [Fact]
    public void A_day_has_one_absence_and_no_time_beside_it()
    {
        Assert.Equal(["ABSENCE_TWICE days[2].absence"], Codes(Read(Absent, Good with { Date = "2026-11-03" }, Absent with { Absence = "still ill" })));
        Assert.Equal(["ABSENCE_WITH_TIMES days[0].absence"], Codes(Read(Absent, Good)));
        Assert.Equal(["OUT_MISSING days[1].out", "ABSENCE_WITH_TIMES days[0].absence"], Codes(Read(Absent, Good with { Out = null })));
    }

    [Fact]
    public void A_Social_Security_number_is_neither_kept_nor_repeated()
    {
        Assert.Equal("with 900 of ***-**-6789", Assert.Single(Read(Absent with { Absence = "with 900 of 123-45-6789" }).Days).Absence);
        Assert.Equal("***-**-6789", Assert.Single(Read(Absent with { Absence = "123456789" }).Days).Absence);
        var faults = Read(new AttendanceDayText("123-45-6789", "123456789", "123-45-6789", null)).Faults;
        Assert.All(faults, fault => Assert.Contains("***-**-6789", fault.Message, StringComparison.Ordinal));
        Assert.Equal(3, faults.Count);
    }

    private static SheetReading Read(params AttendanceDayText[] rows) => AttendanceSheetForm.Read(rows, November, Today);

    private static IEnumerable<string> Codes(SheetReading reading) => reading.Faults.Select(fault => $"{fault.Code} {fault.Field}");
}
