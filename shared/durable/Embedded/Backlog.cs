using Serverless.Sqlite;

namespace Serverless.Durable.Embedded;

/// <summary>
/// Fetches instances that have work on disk and found no room in memory, or are left from an earlier run: by the
/// numbers of executions (starts, open activities) and of messages. A cursor never passes what was not admitted.
/// </summary>
internal sealed class Backlog(SqliteDatabase database)
{
    private const int PageMax = 256;

    private readonly Lock gate = new();
    private readonly Cursor executions = new("SELECT execution, id FROM durable_instances WHERE open_work = 1 AND execution > $1 ORDER BY execution LIMIT $2");
    private readonly Cursor messages = new("SELECT id, instance FROM durable_inbox WHERE id > $1 ORDER BY id LIMIT $2");
    private int failures;
    private bool pumping;
    private bool again;
    private bool closed;

    public required Func<string, bool> Admit { get; init; }

    public required Action KickTimers { get; init; }

    /// <summary>Told how often in a row reading failed; it kicks again after a wait.</summary>
    public required Action<Exception, int> Failed { get; init; }

    /// <summary>Timers that are due wait for room.</summary>
    public bool TimersWait { get; set; }

    /// <summary>At the start everything on disk may have work.</summary>
    public void Open()
    {
        lock (gate)
        {
            executions.Lower(0);
            messages.Lower(0);
        }

        Kick();
    }

    /// <summary>A message was refused a place in memory.</summary>
    public void Note(Message message)
    {
        lock (gate)
        {
            if (message.InboxId != 0)
            {
                messages.Lower(message.InboxId - 1);
            }
            else
            {
                executions.Lower(message.Execution - 1);
            }
        }
    }

    public void RoomFreed()
    {
        if (Volatile.Read(ref executions.Pending) || Volatile.Read(ref messages.Pending) || TimersWait)
        {
            Kick();
        }
    }

    public void Kick()
    {
        lock (gate)
        {
            again = true;
            if (pumping || closed)
            {
                return;
            }

            pumping = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Pump(), this, preferLocal: false);
    }

    public void Close()
    {
        lock (gate)
        {
            closed = true;
        }
    }

    private void Pump()
    {
        while (true)
        {
            lock (gate)
            {
                if (!again || closed)
                {
                    pumping = false;
                    return;
                }

                again = false;
            }

            try
            {
                while (PumpPage(executions) || PumpPage(messages))
                {
                }

                failures = 0;
            }
            catch (Exception exception)
            {
                // Reading failed (closed, disk): what waits is still on disk, though nobody else may ever kick.
                Failed(exception, ++failures);
            }

            if (TimersWait)
            {
                TimersWait = false;
                KickTimers();
            }
        }
    }

    /// <returns>Whether another page may follow at once.</returns>
    private bool PumpPage(Cursor cursor)
    {
        long from;
        int version;
        lock (gate)
        {
            if (!cursor.Pending || closed)
            {
                return false;
            }

            from = cursor.Position;
            version = cursor.Version;
        }

        var page = database.Read(session => ReadPage(session, cursor.Sql, from));
        foreach (var (number, instanceId) in page)
        {
            if (!Admit(instanceId))
            {
                return false;
            }

            lock (gate)
            {
                if (cursor.Version != version)
                {
                    return true;
                }

                cursor.Position = number;
            }
        }

        lock (gate)
        {
            if (cursor.Version == version && page.Count < PageMax)
            {
                cursor.Pending = false;
            }

            return cursor.Pending;
        }
    }

    private static List<(long Number, string InstanceId)> ReadPage(SqliteSession session, string sql, long from)
    {
        using var reader = session.Query(sql, from, (long)PageMax);
        var page = new List<(long, string)>();
        while (reader.Read())
        {
            page.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return page;
    }

    private sealed class Cursor(string sql)
    {
        public bool Pending;

        public string Sql { get; } = sql;

        public long Position { get; set; }

        public int Version { get; private set; }

        public void Lower(long position)
        {
            Position = Math.Min(Position, position);
            Pending = true;
            Version++;
        }
    }
}
