namespace Serverless.Sqlite;

/// <summary>The few connections that read. Who finds all of them taken waits for one.</summary>
internal sealed class ReaderPool(Func<SqliteSession> connect, int readersMax) : IDisposable
{
    private readonly object gate = new();
    private readonly Stack<SqliteSession> idle = new();
    private int taken;
    private bool closed;

    public T Read<T>(Func<SqliteSession, T> work)
    {
        var session = Take();
        try
        {
            session ??= connect();
            return work(session);
        }
        finally
        {
            GiveBack(session);
        }
    }

    /// <summary>Waits for those who are reading, then closes the connections. Who comes later is refused.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
            while (taken > 0)
            {
                Monitor.Wait(gate);
            }

            while (idle.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    /// <returns>A connection, or null where the caller has the place for one and opens it.</returns>
    private SqliteSession? Take()
    {
        lock (gate)
        {
            while (!closed && taken == readersMax)
            {
                Monitor.Wait(gate);
            }

            ObjectDisposedException.ThrowIf(closed, typeof(SqliteDatabase));
            taken++;
            return idle.TryPop(out var session) ? session : null;
        }
    }

    private void GiveBack(SqliteSession? session)
    {
        lock (gate)
        {
            if (session is not null)
            {
                idle.Push(session);
            }

            taken--;
            Monitor.PulseAll(gate);
        }
    }
}
