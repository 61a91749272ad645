using NodaTime;

namespace Serverless.Payments.Calendar;

/// <summary>The agency's dates: today and the weekly slots in America/Denver, daylight saving honoured (UPI-3, UPI-5).</summary>
/// <remarks>The zone's rules come with the library, not from the machine, so that every host computes the same slot.</remarks>
public sealed class AgencyCalendar(TimeProvider time)
{
    /// <summary>Working days that can be counted ahead.</summary>
    public const int WorkingDaysMax = 1_000;

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Denver"];
    private static readonly LocalTime SlotTime = new(20, 0);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The date in America/Denver.</summary>
    public DateOnly Today => DayOf(Now);

    /// <summary>The date in America/Denver at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).Date.ToDateOnly();

    /// <summary>What clocks in America/Denver show at an instant.</summary>
    public static DateTime LocalAt(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(Zone).ToDateTimeUnspecified();

    /// <summary>A time of a day in America/Denver, UTC.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
        => LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time)).InZoneLeniently(Zone).ToInstant().ToDateTimeOffset();

    /// <summary>
    /// The same time of day in America/Denver, that many working days later. What comes on a weekend or a holiday counts from the
    /// beginning of the next working day.
    /// </summary>
    /// <param name="instant">When it begins.</param>
    /// <param name="workingDays">0 to <see cref="WorkingDaysMax"/>.</param>
    /// <param name="holidays">Days that are no working days, besides Saturdays and Sundays.</param>
    public static DateTimeOffset AfterWorkingDays(DateTimeOffset instant, int workingDays, IReadOnlyList<DateOnly> holidays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workingDays, WorkingDaysMax);
        var free = holidays.ToHashSet();
        var local = Instant.FromDateTimeOffset(instant).InZone(Zone);
        var (day, timeOfDay) = IsWorkingDay(local.Date) ? (local.Date, local.TimeOfDay) : (Next(local.Date), LocalTime.Midnight);
        for (var gone = 0; gone < workingDays; gone++)
        {
            day = Next(day);
        }

        // Where the day is the same, so is the instant: an hour that comes twice is not mistaken for the other one.
        return workingDays == 0 && day == local.Date ? instant : day.At(timeOfDay).InZoneLeniently(Zone).ToInstant().ToDateTimeOffset();

        bool IsWorkingDay(LocalDate date) => date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !free.Contains(date.ToDateOnly());

        LocalDate Next(LocalDate date)
        {
            // Every holiday passes once, and of seven other days five are working days.
            for (var step = 1; step <= (2 * holidays.Count) + 3; step++)
            {
                if (IsWorkingDay(date.PlusDays(step)))
                {
                    return date.PlusDays(step);
                }
            }

            throw new InvalidOperationException($"No working day follows {date:uuuu'-'MM'-'dd}.");
        }
    }

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
