using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.Tests.ProviderPayments.Attendance;

[Trait("Req", "CARE-2")]
public sealed class SheetPropertyTests
{
    private static readonly ServicePeriod November = ServicePeriod.Parse("2026-11");
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Property(MaxTest = 500)]
    public Property Sheet_is_refused_exactly_when_two_of_its_times_overlap()
        => Prop.ForAll(Arb.From(Stays().NonEmptyListOf()), stays =>
        {
            var reading = AttendanceSheetForm.Read([.. stays.Select(Typed)], November, Today);

            var overlaps = stays.Index().Any(one => stays.Skip(one.Index + 1).Any(other => one.Item.Date == other.Date && one.Item.InMinute < other.OutMinute && other.InMinute < one.Item.OutMinute));
            Assert.Equal(overlaps, reading.Faults.Count > 0);
            Assert.All(reading.Faults, fault => Assert.Equal("TIMES_OVERLAP", fault.Code));
            Assert.Equal(overlaps ? [] : stays.OrderBy(stay => stay.Date).ThenBy(stay => stay.InMinute), reading.Days);
        });

    [Property(MaxTest = 500)]
    public Property Whatever_is_typed_is_read_or_refused_and_never_both()
    {
        var text = Gen.OneOf(
            Gen.Elements<string?>(null, "", " ", "2026-11-05", "2026-11-06", "2026-12-01", "08:00", "12:00", "24:00", "ill", "\n", "123-45-6789", "\ud800"),
            ArbMap.Default.GeneratorFor<string?>());
        var row = from date in text from entered in text from left in text from absence in text select new AttendanceDayText(date, entered, left, absence);
        return Prop.ForAll(Arb.From(row.ListOf()), rows =>
        {
            var reading = AttendanceSheetForm.Read(rows, November, Today);

            Assert.True(reading.Days.Count == 0 != (reading.Faults.Count == 0));
            if (reading.Faults.Count == 0)
            {
                Assert.NotEmpty(SheetHash.Of("pp-1", reading.Days));
            }
        });
    }

    private static AttendanceDayText Typed(AttendanceDay stay)
        => new(stay.Date.ToString("yyyy-MM-dd"), ClockTime.Write(stay.InMinute!.Value), ClockTime.Write(stay.OutMinute!.Value), null);

    private static Gen<AttendanceDay> Stays()
        => from day in Gen.Choose(1, 3)
           from entered in Gen.Choose(0, 95)
           from length in Gen.Choose(1, 12)
           select new AttendanceDay(new DateOnly(2026, 11, day), 15 * entered, Math.Min(15 * (entered + length), ClockTime.EndOfDay), null);
}
