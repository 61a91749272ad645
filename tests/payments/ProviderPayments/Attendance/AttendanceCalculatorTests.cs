using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

/// <summary>The amount is calculated from attendance and rate (CARE-3); these are the examples.</summary>
[Trait("Req", "CARE-3")]
public sealed class AttendanceCalculatorTests
{
    /// <summary>
    /// A sheet is rows such as <c>2 08:00-16:00</c> or <c>3 absent</c>, of November 2026. The figures are the rate, minutes
    /// agreed on a day, minutes a unit, paid absences at most; and expected minutes attended, absences, paid ones, units, amount.
    /// </summary>
    public static TheoryData<string, string, string> Examples => new()
    {
        { "2 08:00-16:00", "25.00 480 60 5", "480 0 0 8 200.00" },
        { "2 08:00-12:00; 2 13:00-16:30; 2 18:00-18:15", "25.00 480 60 5", "465 0 0 7.75 193.75" },
        { "2 20:00-24:00; 3 00:00-06:00", "32.20 600 60 5", "600 0 0 10 322.00" },
        { "2 00:00-24:00", "1.00 480 60 5", "1440 0 0 24 24.00" },
        { "2 08:00-16:00; 3 absent", "25.00 480 60 5", "480 1 1 16 400.00" },
        { "2 absent; 3 absent; 4 absent", "25.00 480 60 5", "0 3 3 24 600.00" },
        { "2 absent; 3 absent; 4 absent", "25.00 480 60 2", "0 3 2 16 400.00" },
        { "2 absent; 3 absent; 4 08:00-09:00", "25.00 480 60 0", "60 2 0 1 25.00" },
        { "2 absent", "25.00 480 60 0", "0 1 0 0 0.00" },
        { "2 08:00-16:00", "0.00 480 60 5", "480 0 0 8 0.00" },
        { "2 08:00-08:20", "25.00 480 60 5", "20 0 0 0.33 8.25" },
        { "2 08:00-08:20; 3 08:00-08:20; 4 08:00-08:20", "25.00 480 60 5", "60 0 0 1 25.00" },
        { "2 08:00-08:40", "25.00 480 60 5", "40 0 0 0.67 16.75" },
        { "2 08:00-08:01", "25.00 480 60 5", "1 0 0 0.02 0.50" },
        { "2 08:00-08:01", "1.00 480 40 5", "1 0 0 0.03 0.03" },
        { "2 08:00-08:03", "1.00 480 40 5", "3 0 0 0.08 0.08" },
        { "2 08:00-08:36", "100.00 480 1440 5", "36 0 0 0.03 3.00" },
        { "2 08:00-08:35", "100.00 480 1440 5", "35 0 0 0.02 2.00" },
        { "2 08:00-08:15", "25.02 480 60 5", "15 0 0 0.25 6.26" },
        { "2 08:00-08:15", "25.01 480 60 5", "15 0 0 0.25 6.25" },
        { "2 08:00-09:07", "6.25 480 15 5", "67 0 0 4.47 27.94" },
        { "2 08:00-16:00; 3 absent", "6.25 475 15 5", "480 1 1 63.67 397.94" },
        { "2 08:00-08:01", "0.25 480 1 5", "1 0 0 1 0.25" },
        { "9 08:00-16:00; 5 absent; 2 absent; 7 absent", "25.00 60 60 2", "480 3 2 10 250.00" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Sheet_comes_to_what_the_example_says(string sheet, string figures, string expected)
    {
        var calculation = AttendanceCalculator.Calculate(Read(sheet), Basis(figures))!;

        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture, $"{calculation.AttendedMinutes} {calculation.Absences} {calculation.PaidAbsences} {calculation.Units} {calculation.Amount}"));
        Assert.Equal(calculation.PaidAbsences * calculation.Basis.ScheduledMinutes, calculation.PaidAbsenceMinutes);
    }

    [Fact]
    public void A_month_of_31_days_of_24_hours_is_paid_whole()
    {
        var days = Enumerable.Range(1, 31).Select(day => new AttendanceDay(new DateOnly(2026, 10, day), 0, 1440, null)).ToList();

        var calculation = AttendanceCalculator.Calculate(days, Basis("25.00 480 60 31"))!;

        Assert.Equal((Units.Of(744), Money.Of(18_600)), (calculation.Units, calculation.Amount));
        Assert.Equal(days.Select(day => new CalculatedDay(day.Date, 1440, null, 0)), calculation.Days);
    }

    [Fact]
    public void Every_figure_that_went_into_it_is_in_the_result_and_the_first_absences_are_the_paid_ones()
    {
        var basis = Basis("25.00 450 60 2");

        var calculation = AttendanceCalculator.Calculate(Read("6 absent; 3 13:00-15:00; 2 absent; 3 08:00-12:30; 4 absent"), basis)!;

        var reason = "ill";
        Assert.Equal(
            [
                new(new DateOnly(2026, 11, 2), 0, reason, 450),
                new(new DateOnly(2026, 11, 3), 390, null, 0),
                new(new DateOnly(2026, 11, 4), 0, reason, 450),
                new(new DateOnly(2026, 11, 6), 0, reason, 0),
            ],
            calculation.Days);
        Assert.Equal(
            (390, 3, 2, 900, Units.Of(21.5m), Money.Of(537.5m), basis),
            (calculation.AttendedMinutes, calculation.Absences, calculation.PaidAbsences, calculation.PaidAbsenceMinutes, calculation.Units, calculation.Amount, calculation.Basis));
    }

    [Fact]
    public void Calculation_that_is_stored_is_read_back_as_it_was()
    {
        var calculation = AttendanceCalculator.Calculate(Read("2 08:00-16:00; 3 absent"), Basis("25.00 480 60 5"))!;

        var data = Rows.Write(calculation);

        Assert.Equal(
            """{"days":[{"date":"2026-11-02","attendedMinutes":480,"paidAbsenceMinutes":0},{"date":"2026-11-03","attendedMinutes":0,"absence":"ill","paidAbsenceMinutes":480}],"attendedMinutes":480,"absences":1,"paidAbsences":1,"paidAbsenceMinutes":480,"units":16,"amount":400.00,"basis":{"rate":25.00,"contractVersion":3,"scheduledMinutes":480,"enrollmentVersion":2,"policy":{"unitMinutes":60,"paidAbsencesMax":5,"version":4}}}""",
            data);
        Assert.Equal(data, Rows.Write(Rows.Read<Calculation>(new("p", "r", "e", data))));
    }

    [Fact]
    public void There_is_no_amount_when_it_is_out_of_range()
    {
        Assert.Null(AttendanceCalculator.Calculate(Read("2 08:00-16:00"), Basis("999999999.99 480 60 5")));
        Assert.NotNull(AttendanceCalculator.Calculate(Read("2 08:00-09:00"), Basis("999999999.99 480 60 5")));
    }

    [Fact]
    public void What_no_sheet_can_hold_is_not_calculated()
    {
        var basis = Basis("25.00 480 60 5");
        var stay = Read("2 08:00-16:00")[0];
        var absence = Read("2 absent")[0];
        foreach (var sheet in (AttendanceDay[][])[[stay, absence], [absence, absence], [stay with { OutMinute = 480 }], [stay with { OutMinute = 1441 }], [stay with { InMinute = -1 }], [stay with { InMinute = null }], [stay with { Absence = "ill" }], [stay, stay, stay, stay]])
        {
            Assert.Throws<ArgumentException>(() => AttendanceCalculator.Calculate(sheet, basis));
        }

        foreach (var wrong in (string[])["-0.01 480 60 5", "25.00 0 60 5", "25.00 1441 60 5", "25.00 480 0 5", "25.00 480 1441 5", "25.00 480 60 32"])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => AttendanceCalculator.Calculate([stay], Basis(wrong)));
        }
    }

    private static List<AttendanceDay> Read(string sheet) => [.. sheet.Split("; ").Select(ReadRow)];

    private static AttendanceDay ReadRow(string row)
    {
        var parts = row.Split(' ', '-');
        var date = new DateOnly(2026, 11, int.Parse(parts[0], CultureInfo.InvariantCulture));
        return parts[1] == "absent" ? new(date, null, null, "ill") : new(date, Minute(parts[1]), Minute(parts[2]), null);
    }

    private static int Minute(string time) => ClockTime.TryRead(time, out var minute) ? minute : throw new FormatException(time);

    private static CalculationBasis Basis(string figures)
    {
        var parts = figures.Split(' ');
        var numbers = parts.Skip(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return new(Money.Of(decimal.Parse(parts[0], CultureInfo.InvariantCulture)), 3, numbers[0], 2, new AttendancePolicy(numbers[1], numbers[2], 4));
    }
}
