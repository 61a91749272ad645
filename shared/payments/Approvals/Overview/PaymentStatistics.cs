using System.Globalization;
using System.Runtime.CompilerServices;
using Serverless.Payments.Calendar;
using Serverless.Storage;

namespace Serverless.Payments.Approvals.Overview;

/// <summary>How many payments are in which status, since which week.</summary>
/// <param name="At">As of when.</param>
/// <param name="ByStatus">All that are in a status in which something may still happen, whenever they entered it; of a final status, what entered it in the weeks looked at.</param>
/// <param name="Older">The final statuses that others entered before those weeks, so that there are more of them than counted.</param>
/// <param name="ByWeek">By the Monday of the week in which they entered the status; the weeks looked at, older ones not.</param>
/// <param name="WaitingSince">Of those that wait for somebody: how many wait since so many days, in the steps of <see cref="AgeStepsDays"/>.</param>
public sealed record PaymentStatistics(
    DateTimeOffset At,
    IReadOnlyDictionary<PaymentStatus, int> ByStatus,
    IReadOnlySet<PaymentStatus> Older,
    IReadOnlyDictionary<(DateOnly Week, PaymentStatus Status), int> ByWeek,
    IReadOnlyDictionary<(PaymentStatus Status, int Step), int> WaitingSince)
{
    /// <summary>Weeks that are told apart, this one included.</summary>
    public const int Weeks = 12;

    /// <summary>Where one age ends and the next begins, in days; the last is open.</summary>
    public static IReadOnlyList<int> AgeStepsDays { get; } = [1, 2, 5, 10, 20];

    /// <summary>In these somebody must act.</summary>
    public static IReadOnlyList<PaymentStatus> Waiting { get; } =
        [PaymentStatus.WaitingScApproval, PaymentStatus.Review, PaymentStatus.WaitingDspdApproval, PaymentStatus.Error, PaymentStatus.HeldByCaps];
}

/// <summary>
/// Counts the index rows of all statuses, without reading a payment: a row may be a moment ahead of or behind its record, which
/// makes no difference to a plot. What is in a final status stays there, so that its earlier weeks are counted once; the rest is
/// counted again after a while, which costs as much as there is under way, and not as much as there ever was.
/// </summary>
public sealed class PaymentCounts(ITableStore tables, AgencyCalendar calendar) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim turn = new(1);
    private PaymentStatistics? last;
    private SettledWeeks? settled;

    public async Task<PaymentStatistics> ReadAsync(CancellationToken cancellation = default)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return last is { } kept && calendar.Now - kept.At < KeptFor ? kept : last = await CountAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>The Monday of a day's week.</summary>
    public static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The first of the weeks that are looked at on a day.</summary>
    public static DateOnly FirstWeekOf(DateOnly day) => WeekOf(day).AddDays(-7 * (PaymentStatistics.Weeks - 1));

    private async Task<PaymentStatistics> CountAsync(CancellationToken cancellation)
    {
        var firstWeek = FirstWeekOf(calendar.Today);
        var tally = new Tally(calendar.Now, firstWeek);
        foreach (var status in PaymentStatuses.All.Where(status => !status.IsFinal()))
        {
            await foreach (var since in SinceAsync(status, null, null, cancellation))
            {
                tally.Count(status, since);
            }
        }

        // Last week is counted anew as well: a row may be written some time after the instant that it tells.
        var recounted = WeekOf(calendar.Today).AddDays(-7);
        settled = settled is { } known && known.From == firstWeek ? known : await SettledAsync(firstWeek, recounted, cancellation);
        foreach (var ((week, status), count) in settled.ByWeek)
        {
            tally.Add(status, week, count);
        }

        foreach (var status in PaymentStatuses.All.Where(status => status.IsFinal()))
        {
            await foreach (var since in SinceAsync(status, recounted, null, cancellation))
            {
                tally.Count(status, since);
            }
        }

        return tally.Sum(settled.Older);
    }

    private static DateTimeOffset StartOf(DateOnly day) => AgencyCalendar.At(day, TimeOnly.MinValue);

    private async Task<SettledWeeks> SettledAsync(DateOnly from, DateOnly before, CancellationToken cancellation)
    {
        var byWeek = new Dictionary<(DateOnly, PaymentStatus), int>();
        var older = new HashSet<PaymentStatus>();
        foreach (var status in PaymentStatuses.All.Where(status => status.IsFinal()))
        {
            await foreach (var _ in SinceAsync(status, null, from, cancellation))
            {
                older.Add(status);
                break;
            }

            await foreach (var since in SinceAsync(status, from, before, cancellation))
            {
                var key = (WeekOf(AgencyCalendar.DayOf(since)), status);
                byWeek[key] = byWeek.GetValueOrDefault(key) + 1;
            }
        }

        return new SettledWeeks(from, byWeek, older);
    }

    /// <summary>Since when the payments in a status are in it: those of the days from the one to before the other.</summary>
    private async IAsyncEnumerable<DateTimeOffset> SinceAsync(PaymentStatus status, DateOnly? from, DateOnly? before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var range = new RowRange(from is { } first ? PaymentIndex.RowKey(StartOf(first), string.Empty) : null, before is { } end ? PaymentIndex.RowKey(StartOf(end), string.Empty) : null);
        foreach (var partition in PaymentIndex.StatusPartitions(status))
        {
            await foreach (var row in tables.ScanAsync(Tables.PaymentIndex, partition, range, cancellation))
            {
                yield return new DateTimeOffset(long.Parse(row.RowKey.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero);
            }
        }
    }

    /// <summary>The weeks in which nothing changes any more.</summary>
    private sealed record SettledWeeks(DateOnly From, IReadOnlyDictionary<(DateOnly Week, PaymentStatus Status), int> ByWeek, IReadOnlySet<PaymentStatus> Older);

    /// <summary>What is counted so far.</summary>
    private sealed class Tally(DateTimeOffset now, DateOnly firstWeek)
    {
        private readonly Dictionary<PaymentStatus, int> byStatus = PaymentStatuses.All.ToDictionary(status => status, _ => 0);
        private readonly Dictionary<(DateOnly Week, PaymentStatus Status), int> byWeek = [];
        private readonly Dictionary<(PaymentStatus Status, int Step), int> waitingSince = [];

        public void Count(PaymentStatus status, DateTimeOffset since)
        {
            Add(status, WeekOf(AgencyCalendar.DayOf(since)), 1);
            if (PaymentStatistics.Waiting.Contains(status))
            {
                var key = (status, StepOf(now - since));
                waitingSince[key] = waitingSince.GetValueOrDefault(key) + 1;
            }
        }

        public void Add(PaymentStatus status, DateOnly week, int count)
        {
            byStatus[status] += count;
            if (week >= firstWeek)
            {
                byWeek[(week, status)] = byWeek.GetValueOrDefault((week, status)) + count;
            }
        }

        public PaymentStatistics Sum(IReadOnlySet<PaymentStatus> older) => new(now, byStatus, older, byWeek, waitingSince);

        private static int StepOf(TimeSpan age)
        {
            var step = 0;
            while (step < PaymentStatistics.AgeStepsDays.Count && age.TotalDays >= PaymentStatistics.AgeStepsDays[step])
            {
                step++;
            }

            return step;
        }
    }
}
