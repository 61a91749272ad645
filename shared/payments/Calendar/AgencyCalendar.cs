using NodaTime;

namespace Serverless.Payments.Calendar;

/// <summary>The agency's dates: today and the weekly slots in America/Denver, daylight saving honoured (UPI-3, UPI-5).</summary>
/// <remarks>The zone's rules come with the library, not from the machine, so that every host computes the same slot.</remarks>
public sealed class AgencyCalendar(TimeProvider time)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Denver"];
    private static readonly LocalTime SlotTime = new(20, 0);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The date in America/Denver.</summary>
    public DateOnly Today => DayOf(Now);

    /// <summary>The date in America/Denver at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>The first slot whose cut-off lies after the instant.</summary>
    public static RunSlot NextAfter(DateTimeOffset instant)
    {
        var slot = OnWednesday(Instant.FromDateTimeOffset(instant).InZone(Zone).Date.With(DateAdjusters.NextOrSame(IsoDayOfWeek.Wednesday)));
        return slot.CutOff > instant ? slot : OnWednesday(LocalDate.FromDateOnly(slot.Day).PlusWeeks(1));
    }

    /// <summary>The last slot whose cut-off is not after the instant.</summary>
    public static RunSlot LatestAt(DateTimeOffset instant)
        => OnWednesday(LocalDate.FromDateOnly(NextAfter(instant).Day).PlusWeeks(-1));

    private static RunSlot OnWednesday(LocalDate wednesday)
        => new(wednesday.ToDateOnly(), wednesday.At(SlotTime).InZoneLeniently(Zone).ToInstant().ToDateTimeOffset());
}
