using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Serverless.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever waits in its bounded queue into one transaction, and settles the
/// members only after the commit, so that one flush of the disk serves them all.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<WriteOperation> queue;
    private readonly SqliteSession session;
    private readonly int groupMax;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(SqliteSession session, int queueMax, int groupMax, ILogger logger)
    {
        this.session = session;
        this.groupMax = groupMax;
        this.logger = logger;
        queue = Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(queueMax) { SingleReader = true });
        thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        thread.Start();
    }

    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public ValueTask EnqueueAsync(WriteOperation operation, CancellationToken cancellation)
        => queue.Writer.TryWrite(operation) ? ValueTask.CompletedTask : EnqueueSlowAsync(operation, cancellation);

    public async ValueTask DisposeAsync()
    {
        // What waits is still written: a caller that was let in gets its answer.
        queue.Writer.TryComplete();
        await stopped.Task;
        session.Dispose();
    }

    private async ValueTask EnqueueSlowAsync(WriteOperation operation, CancellationToken cancellation)
    {
        try
        {
            await queue.Writer.WriteAsync(operation, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase), "The database is closed.");
        }
    }

    private void Run()
    {
        var group = new List<WriteOperation>(groupMax);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            try
            {
                WriteGroup(group);
            }
            catch (Exception exception)
            {
                // The loop must survive: a group that failed is refused as a whole and the next one is tried.
                Log.GroupFailed(logger, exception, group.Count);
                Undo();
                if (group.Count == 0 && queue.Reader.TryRead(out var first))
                {
                    // Not even BEGIN worked: without refusing somebody this would turn for ever.
                    Settle(first, exception);
                }

                SettleFailed(group, exception);
            }

            group.Clear();
        }

        stopped.SetResult();
    }

    private void WriteGroup(List<WriteOperation> group)
    {
        var refused = 0;
        session.Execute("BEGIN IMMEDIATE");
        while (group.Count + refused < groupMax && queue.Reader.TryRead(out var operation))
        {
            if (ExecuteMember(operation))
            {
                group.Add(operation);
            }
            else
            {
                refused++;
            }
        }

        session.Execute("COMMIT");
        foreach (var operation in group)
        {
            Settle(operation, null);
        }
    }

    private bool ExecuteMember(WriteOperation operation)
    {
        session.Execute("SAVEPOINT member");
        try
        {
            operation.Execute(session);
            session.Execute("RELEASE member");
            return true;
        }
        catch (Exception exception)
        {
            // A conflict or a fault of one member leaves its neighbours as they are. It is settled first, because
            // after some I/O errors SQLite has rolled back the whole group and the next statement throws.
            Settle(operation, exception);
            session.Execute("ROLLBACK TO member");
            session.Execute("RELEASE member");
            return false;
        }
    }

    private void SettleFailed(List<WriteOperation> group, Exception exception)
    {
        foreach (var operation in group)
        {
            Settle(operation, exception);
        }
    }

    private void Settle(WriteOperation operation, Exception? exception)
    {
        try
        {
            if (exception is null)
            {
                operation.Committed();
            }
            else
            {
                operation.Failed(exception);
            }
        }
        catch (Exception broken)
        {
            // A callback that throws is a bug of its owner; the writer serves everybody else.
            Log.CallbackFailed(logger, broken, operation.GetType().Name);
        }
    }

    private void Undo()
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // SQLite rolls back by itself on a full disk and some I/O errors; then there is nothing to undo.
        }
    }
}
