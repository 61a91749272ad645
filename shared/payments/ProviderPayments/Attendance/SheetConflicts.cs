using Serverless.Payments.Approvals;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>Finds rows of a sheet that cannot both be: each may be in order by itself.</summary>
internal static class SheetConflicts
{
    public static IEnumerable<ValidationMessage> Find(IReadOnlyList<SheetRow> rows)
        => rows.Where(row => row.Date is not null).GroupBy(row => row.Date!.Value).SelectMany(day => OfDay(day.Key, [.. day]));

    private static IEnumerable<ValidationMessage> OfDay(DateOnly date, IReadOnlyList<SheetRow> rows)
    {
        var absences = rows.Where(row => row.IsAbsence).ToList();
        foreach (var absence in absences.Skip(1))
        {
            yield return new("ABSENCE_TWICE", SheetRow.Field(absence.Index, "absence"), $"Rows {absences[0].Number} and {absence.Number} tell an absence on {date:yyyy-MM-dd} each. Keep one of them.");
        }

        if (rows.FirstOrDefault(row => row.In is not null || row.Out is not null) is { } there)
        {
            foreach (var absence in absences)
            {
                yield return new("ABSENCE_WITH_TIMES", SheetRow.Field(absence.Index, "absence"), $"Row {absence.Number} tells an absence on {date:yyyy-MM-dd}, and row {there.Number} that the child was there. Remove one of them.");
            }
        }

        foreach (var overlap in Overlaps(date, [.. rows.Where(row => row.IsStay).OrderBy(row => row.In).ThenBy(row => row.Index)]))
        {
            yield return overlap;
        }
    }

    /// <summary>Each stay is compared with the one before it that lasts longest: if it overlaps any, it overlaps that one. So there are no more faults than rows.</summary>
    private static IEnumerable<ValidationMessage> Overlaps(DateOnly date, List<SheetRow> stays)
    {
        var longest = stays.Count > 0 ? stays[0] : null;
        foreach (var stay in stays.Skip(1))
        {
            if (stay.In < longest!.Out)
            {
                var (first, second) = stay.Index < longest.Index ? (stay, longest) : (longest, stay);
                yield return new("TIMES_OVERLAP", SheetRow.Field(second.Index, "in"), $"Rows {first.Number} and {second.Number} overlap on {date:yyyy-MM-dd}: {Times(first)} and {Times(second)}. Correct the times, or join the rows.");
            }

            longest = stay.Out > longest.Out ? stay : longest;
        }
    }

    private static string Times(SheetRow stay) => $"{ClockTime.Write(stay.In!.Value)} to {ClockTime.Write(stay.Out!.Value)}";
}
