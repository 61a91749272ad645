using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

/// <summary>The calculation against one that is as simple as can be: every paid minute is counted by itself, and fractions are whole numbers.</summary>
[Trait("Req", "CARE-3")]
[Trait("Req", "ALL-1")]
public sealed class CalculatorPropertyTests
{
    [Property(MaxTest = 500)]
    public Property Calculation_is_what_counting_minute_by_minute_gives()
        => Prop.ForAll(Arb.From(Cases()), given =>
        {
            var calculation = AttendanceCalculator.Calculate(given.Days, given.Basis)!;

            var minutes = given.Days.Sum(day => day.Absence is null ? Enumerable.Range(0, 1440).Count(minute => minute >= day.InMinute && minute < day.OutMinute) : 0);
            var absent = given.Days.Where(day => day.Absence is not null).Select(day => day.Date).Order().Take(given.Basis.Policy.PaidAbsencesMax).ToList();
            minutes += absent.Count * given.Basis.ScheduledMinutes;
            var hundredths = RoundedQuotient(100 * (BigInteger)minutes, given.Basis.Policy.UnitMinutes);
            var cents = RoundedQuotient(hundredths * new BigInteger(given.Basis.Rate.Amount * 100), 100);
            Assert.Equal((hundredths, cents), (new BigInteger(calculation.Units.Count * 100), new BigInteger(calculation.Amount.Amount * 100)));
            Assert.Equal(absent, calculation.Days.Where(day => day.PaidAbsenceMinutes > 0).Select(day => day.Date));
        });

    [Property(MaxTest = 200)]
    public Property Figures_of_the_result_agree_with_each_other()
        => Prop.ForAll(Arb.From(Cases()), given =>
        {
            var calculation = AttendanceCalculator.Calculate(given.Days, given.Basis)!;

            Assert.True(calculation.PaidAbsences <= given.Basis.Policy.PaidAbsencesMax && calculation.PaidAbsences <= calculation.Absences);
            Assert.Equal(calculation.Amount, Money.Product(calculation.Units, given.Basis.Rate));
            Assert.Equal(calculation.Amount.Amount, decimal.Round(calculation.Units.Count * given.Basis.Rate.Amount, 2, MidpointRounding.AwayFromZero));
            Assert.Equal(calculation.AttendedMinutes, calculation.Days.Sum(day => day.AttendedMinutes));
            Assert.Equal(calculation.PaidAbsenceMinutes, calculation.Days.Sum(day => day.PaidAbsenceMinutes));
            Assert.Equal(calculation.Absences, calculation.Days.Count(day => day.Absence is not null));
        });

    [Property(MaxTest = 200)]
    public Property Order_of_the_rows_makes_no_difference()
    {
        var cases = from given in Cases() from shuffled in Gen.Shuffle(given.Days) select (given.Days, Shuffled: shuffled, given.Basis);
        return Prop.ForAll(Arb.From(cases), given => Assert.Equal(
            Rows.Write(AttendanceCalculator.Calculate(given.Days, given.Basis)),
            Rows.Write(AttendanceCalculator.Calculate(given.Shuffled, given.Basis))));
    }

    [Property(MaxTest = 200)]
    public Property More_attendance_is_never_paid_less()
    {
        var cases = from given in Cases() from more in Gen.Choose(1, 239) select (given.Days, More: more, given.Basis);
        return Prop.ForAll(Arb.From(cases), given =>
        {
            // Whatever was there before, the evening of the last day is free.
            var longer = given.Days.Append(new AttendanceDay(new DateOnly(2026, 11, 30), 1200, 1200 + given.More, null)).ToList();

            var (before, after) = (AttendanceCalculator.Calculate(given.Days, given.Basis)!, AttendanceCalculator.Calculate(longer, given.Basis)!);
            Assert.True(after.Units >= before.Units);
            Assert.True(after.Amount >= before.Amount);
        });
    }

    private static BigInteger RoundedQuotient(BigInteger dividend, BigInteger divisor)
    {
        var whole = BigInteger.DivRem(dividend, divisor, out var rest);
        return 2 * rest >= divisor ? whole + 1 : whole;
    }

    /// <summary>Sheets of up to 29 days, each with an absence or up to two stays before the evening.</summary>
    private static Gen<Case> Cases()
        => from days in Gen.Choose(1, 29).SelectMany(DayOf).ListOf()
           from rate in Gen.Choose(0, 1_000_000)
           from scheduled in Gen.Choose(1, 1440)
           from unit in Gen.OneOf(Gen.Elements(1, 15, 30, 60, 1440), Gen.Choose(1, 1440))
           from paid in Gen.Choose(0, 31)
           select new Case([.. days.DistinctBy(day => day[0].Date).SelectMany(day => day)], new(Money.Of(rate / 100m), 1, scheduled, 1, new AttendancePolicy(unit, paid, 1)));

    private static Gen<AttendanceDay[]> DayOf(int number)
    {
        var date = new DateOnly(2026, 11, number);
        var stays = from times in Gen.Choose(0, 1199).ListOf(4)
                    let sorted = times.Distinct().Order().ToArray()
                    where sorted.Length == 4
                    from count in Gen.Choose(1, 2)
                    select Enumerable.Range(0, count).Select(stay => new AttendanceDay(date, sorted[2 * stay], sorted[(2 * stay) + 1], null)).ToArray();
        return Gen.Frequency((3, stays), (1, Gen.Constant<AttendanceDay[]>([new(date, null, null, "ill")])));
    }

    private sealed record Case(AttendanceDay[] Days, CalculationBasis Basis);
}
