using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>
/// What care by attendance comes to (CARE-3): the minutes attended, and for each paid absence those that were agreed on, made
/// units once and priced by the contract's rate. The result depends on what is given alone, and holds all of it.
/// </summary>
public static class AttendanceCalculator
{
    /// <param name="days">The sheet; the order of its rows makes no difference.</param>
    /// <param name="basis">What it is calculated by.</param>
    /// <returns>Null where units or amount are out of range; then the rate is wrong.</returns>
    /// <exception cref="ArgumentException">The sheet or the basis is none that this product has taken.</exception>
    public static Calculation? Calculate(IReadOnlyList<AttendanceDay> days, CalculationBasis basis)
    {
        Check(basis);
        var calculated = new List<CalculatedDay>();
        var (attendedMinutes, absences, paidAbsences) = (0, 0, 0);
        foreach (var day in days.GroupBy(row => row.Date).OrderBy(day => day.Key))
        {
            var (minutes, absence) = Sum(day.Key, [.. day]);
            var isPaidAbsence = absence is not null && paidAbsences < basis.Policy.PaidAbsencesMax;
            attendedMinutes += minutes;
            absences += absence is null ? 0 : 1;
            paidAbsences += isPaidAbsence ? 1 : 0;
            calculated.Add(new(day.Key, minutes, absence, isPaidAbsence ? basis.ScheduledMinutes : 0));
        }

        var paidAbsenceMinutes = paidAbsences * basis.ScheduledMinutes;
        return ToUnits(attendedMinutes + paidAbsenceMinutes, basis.Policy.UnitMinutes) is { } units && Money.Product(units, basis.Rate) is { } amount
            ? new(calculated, attendedMinutes, absences, paidAbsences, paidAbsenceMinutes, units, amount, basis)
            : null;
    }

    /// <summary>All minutes at once, so that nothing is lost or won by rounding each day; in whole numbers, so that a half is exactly one.</summary>
    private static Units? ToUnits(int minutes, int unitMinutes)
    {
        // Minutes are never negative, so rounding half away from zero is adding a half and cutting off.
        var hundredths = ((200L * minutes) + unitMinutes) / (2L * unitMinutes);
        return Units.TryOf(hundredths / 100m, out var units) ? units : null;
    }

    private static (int Minutes, string? Absence) Sum(DateOnly date, IReadOnlyList<AttendanceDay> rows)
    {
        var absence = rows.FirstOrDefault(row => row.Absence is not null);
        if (absence is not null)
        {
            return rows.Count == 1 && absence is { InMinute: null, OutMinute: null }
                ? (0, absence.Absence)
                : throw new ArgumentException($"On {date:yyyy-MM-dd} there is something beside an absence.", nameof(rows));
        }

        var isInOrder = rows.All(row => row is { InMinute: >= 0, OutMinute: <= ClockTime.EndOfDay } && row.InMinute < row.OutMinute);
        var minutes = rows.Sum(row => row.Minutes);
        return isInOrder && minutes <= ClockTime.EndOfDay
            ? (minutes, null)
            : throw new ArgumentException($"The times of {date:yyyy-MM-dd} are not in order.", nameof(rows));
    }

    private static void Check(CalculationBasis basis)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(basis.Rate, Money.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(basis.ScheduledMinutes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(basis.ScheduledMinutes, ClockTime.EndOfDay);
        AttendancePolicies.Check(basis.Policy);
    }
}
