using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>
/// Delivers timers that are due. They lie on disk; in memory is one clock, set to the earliest, and a cursor of what was
/// delivered. Delivering one twice is harmless, because a turn takes a timer only while it is open.
/// </summary>
internal sealed class TimerService : IDisposable
{
    /// <summary>The task number of a start that was put off.</summary>
    public const int StartTaskId = -1;

    private const int PageMax = 256;

    private readonly Lock gate = new();
    private readonly SqliteDatabase database;
    private readonly TimeProvider time;
    private readonly TimeSpan clockCheck;
    private readonly ITimer clock;
    private Due cursor;
    private long earliest = long.MaxValue;
    private int lowered;
    private bool scanning;
    private bool again;
    private bool closed;

    public TimerService(SqliteDatabase database, TimeProvider time, TimeSpan clockCheck)
    {
        this.database = database;
        this.time = time;
        this.clockCheck = clockCheck;
        clock = time.CreateTimer(static self => ((TimerService)self!).Kick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a due timer; false where there is no room for its instance now.</summary>
    public required Func<Message, bool> Deliver { get; init; }

    public required Action<Exception> Failed { get; init; }

    /// <summary>Timers up to here (UTC ticks) were delivered once, so whoever loads an instance takes them himself.</summary>
    public long DeliveredUpTo
    {
        get
        {
            lock (gate)
            {
                return cursor.FireAt;
            }
        }
    }

    /// <summary>A timer is on disk.</summary>
    public void Note(DateTime fireAt)
    {
        lock (gate)
        {
            if (fireAt.Ticks <= cursor.FireAt)
            {
                // The clock was set back, or it was due when it was made: look again from there.
                cursor = new Due(fireAt.Ticks - 1, long.MaxValue, long.MaxValue);
                lowered++;
            }

            if (fireAt.Ticks < earliest)
            {
                earliest = fireAt.Ticks;
                SetClock();
            }
        }
    }

    public void Kick()
    {
        lock (gate)
        {
            again = true;
            if (scanning || closed)
            {
                return;
            }

            scanning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Scan(), this, preferLocal: false);
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
        }

        clock.Dispose();
    }

    private void Scan()
    {
        while (true)
        {
            lock (gate)
            {
                if (!again || closed)
                {
                    scanning = false;
                    return;
                }

                again = false;
                earliest = long.MaxValue;
            }

            try
            {
                var found = Found.More;
                while (found == Found.More)
                {
                    found = ScanPage();
                }

                if (found == Found.NoRoom)
                {
                    // Whoever leaves memory wakes this; a clock set to what is due already would only spin.
                    LookAgainLater();
                }
                else
                {
                    FindEarliest();
                }
            }
            catch (Exception exception)
            {
                // Reading failed (closed, disk): the timers are still on disk, and the clock looks again.
                Failed(exception);
                LookAgainLater();
            }
        }
    }

    private Found ScanPage()
    {
        Due from;
        int version;
        lock (gate)
        {
            from = cursor;
            version = lowered;
        }

        var now = time.GetUtcNow().UtcTicks;
        var page = database.Read(session => ReadPage(session, from, now));
        foreach (var (due, instanceId) in page)
        {
            var message = new Message(instanceId, HistoryEventType.TimerFired) { Execution = due.Execution, TaskId = (int)due.TaskId };
            if (!Deliver(message))
            {
                return Found.NoRoom;
            }

            lock (gate)
            {
                if (lowered != version)
                {
                    return Found.More;
                }

                cursor = due;
            }
        }

        return page.Count == PageMax ? Found.More : Found.All;
    }

    private void FindEarliest()
    {
        Due from;
        lock (gate)
        {
            from = cursor;
        }

        var next = database.Read(session => session.Scalar(
            "SELECT fire_at FROM durable_timers WHERE (fire_at, execution, task) > ($1, $2, $3) ORDER BY fire_at LIMIT 1",
            from.FireAt,
            from.Execution,
            from.TaskId));
        lock (gate)
        {
            earliest = Math.Min(earliest, next as long? ?? long.MaxValue);
            SetClock();
        }
    }

    private void LookAgainLater()
    {
        lock (gate)
        {
            if (!closed)
            {
                clock.Change(clockCheck, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void SetClock()
    {
        if (closed || earliest == long.MaxValue)
        {
            return;
        }

        // The clock counts elapsed time; looking now and then at the wall clock follows whoever sets it, and keeps
        // the wait below what a timer can hold. Rounded up, so that it does not come a moment too early.
        var wait = Math.Clamp(earliest - time.GetUtcNow().UtcTicks, 0, clockCheck.Ticks);
        clock.Change(TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(wait).TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private static List<(Due Due, string InstanceId)> ReadPage(SqliteSession session, Due from, long now)
    {
        using var reader = session.Query(
            "SELECT fire_at, execution, task, instance FROM durable_timers WHERE (fire_at, execution, task) > ($1, $2, $3) AND fire_at <= $4 ORDER BY fire_at, execution, task LIMIT $5",
            from.FireAt,
            from.Execution,
            from.TaskId,
            now,
            (long)PageMax);
        var page = new List<(Due, string)>();
        while (reader.Read())
        {
            page.Add((new Due(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), reader.GetString(3)));
        }

        return page;
    }

    /// <summary>What a page came to: all that is due is delivered, another may follow at once, or memory is full.</summary>
    private enum Found
    {
        All,
        More,
        NoRoom,
    }

    private readonly record struct Due(long FireAt, long Execution, long TaskId);
}
