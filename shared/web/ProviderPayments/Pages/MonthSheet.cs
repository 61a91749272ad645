using System.Globalization;
using System.Text.RegularExpressions;
using Serverless.Payments.Approvals;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>A sheet as a table with a line for each day of the month, as it is typed.</summary>
public sealed partial class MonthSheet
{
    /// <summary>Stays that a day has room for; a day that has more keeps them.</summary>
    private const int StaysMin = 2;

    /// <summary>Stays of a day that are read from a form.</summary>
    private const int StaysMax = 6;

    private readonly List<(DateOnly Date, AttendanceDayText Row)> rows;

    private MonthSheet(IReadOnlyList<MonthDay> days, List<(DateOnly, AttendanceDayText)> rows)
    {
        Days = days;
        this.rows = rows;
    }

    public IReadOnlyList<MonthDay> Days { get; }

    /// <summary>What is wrong with the sheet as a whole.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <summary>What was typed, without the days that were left empty.</summary>
    public IReadOnlyList<AttendanceDayText> Rows => [.. rows.Select(row => row.Row)];

    public static MonthSheet Of(ServicePeriod period, IReadOnlyList<AttendanceDay> days) => new(
        [.. DaysOf(period).Select(date =>
        {
            var ofDay = days.Where(day => day.Date == date).ToList();
            var stays = ofDay.Where(day => day.Absence is null).Select(day => new MonthStay(ClockTime.Write(day.InMinute!.Value), ClockTime.Write(day.OutMinute!.Value))).ToList();
            return new MonthDay(date, Padded(stays), ofDay.FirstOrDefault(day => day.Absence is not null)?.Absence ?? "", ofDay.Sum(day => day.Minutes));
        })],
        []);

    public static MonthSheet Of(ServicePeriod period, FormFields form)
    {
        var rows = new List<(DateOnly, AttendanceDayText)>();
        var days = new List<MonthDay>();
        foreach (var date in DaysOf(period))
        {
            var (ins, outs, absence) = (form.All(NameOf("in", date)), form.All(NameOf("out", date)), form.Text(NameOf("absence", date)) ?? "");
            var stays = ins.Zip(outs, (entered, left) => new MonthStay(entered.Trim(), left.Trim())).Take(StaysMax).ToList();
            var typed = stays.Where(stay => stay.In.Length + stay.Out.Length > 0).ToList();
            var day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            rows.AddRange(typed.Select((stay, place) => (date, new AttendanceDayText(day, stay.In, stay.Out, place == 0 && absence.Length > 0 ? absence : null))));
            if (typed.Count == 0 && absence.Length > 0)
            {
                rows.Add((date, new AttendanceDayText(day, null, null, absence)));
            }

            days.Add(new(date, Padded(stays), absence, typed.Sum(stay => stay.Minutes)));
        }

        return new(days, rows);
    }

    /// <summary>The same sheet with what is wrong beside its days.</summary>
    public MonthSheet With(IReadOnlyList<ValidationMessage> faults)
    {
        var byDay = faults.Select(fault => (Date: DateOf(fault.Field), Text: InWords(fault.Message))).ToLookup(fault => fault.Date, fault => fault.Text);
        return new([.. Days.Select(day => day with { Faults = [.. byDay[day.Date]] })], rows) { Faults = [.. byDay[null]] };
    }

    /// <summary>The name of a field of a day.</summary>
    public static string NameOf(string field, DateOnly date) => $"{field}-{date.ToString("dd", CultureInfo.InvariantCulture)}";

    private static IEnumerable<DateOnly> DaysOf(ServicePeriod period) => Enumerable.Range(0, period.Last.Day).Select(period.First.AddDays);

    private static IReadOnlyList<MonthStay> Padded(List<MonthStay> stays) => [.. stays, .. Enumerable.Repeat(new MonthStay("", ""), Math.Max(0, StaysMin - stays.Count))];

    private DateOnly? DateOf(string field)
        => FieldOfRow().Match(field) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var index) && index < rows.Count ? rows[index].Date : null;

    /// <summary>Whoever reads a month knows days, and not the rows that were sent.</summary>
    private string InWords(string message) => NumberedRow().Replace(message, match =>
        int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var number) && number <= rows.Count
            ? $"{(match.Groups[1].Value == "R" ? "T" : "t")}he line of {rows[number - 1].Date.ToString("MMM d", CultureInfo.InvariantCulture)}"
            : match.Value);

    [GeneratedRegex(@"^days\[(\d{1,4})\]")]
    private static partial Regex FieldOfRow();

    [GeneratedRegex(@"\b([Rr])ow (\d{1,4})\b")]
    private static partial Regex NumberedRow();
}

/// <param name="Minutes">Of the times that can be read.</param>
public sealed record MonthDay(DateOnly Date, IReadOnlyList<MonthStay> Stays, string Absence, int Minutes)
{
    public IReadOnlyList<string> Faults { get; init; } = [];
}

/// <summary>Times as they were typed; empty where there is none.</summary>
public sealed record MonthStay(string In, string Out)
{
    public int Minutes => ClockTime.TryRead(In, out var entered) && ClockTime.TryRead(Out, out var left) && left > entered ? left - entered : 0;
}
