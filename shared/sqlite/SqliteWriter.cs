using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Serverless.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever waits in its bounded queue into one transaction, and settles the
/// members only after the commit, so that one flush of the disk serves them all.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly Channel<WriteOperation> queue;
    private readonly SqliteSession session;
    private readonly int groupMax;
    private readonly ILogger logger;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(SqliteSession session, int queueMax, int groupMax, ILogger logger)
    {
        this.session = session;
        this.groupMax = groupMax;
        this.logger = logger;
        queue = Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(queueMax) { SingleReader = true });
        new Thread(Run) { IsBackground = true, Name = "sqlite-writer" }.Start();
    }

    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public ValueTask EnqueueAsync(WriteOperation operation, CancellationToken cancellation)
        => queue.Writer.TryWrite(operation) ? ValueTask.CompletedTask : EnqueueSlowAsync(operation, cancellation);

    /// <summary>Lets nobody in any more and completes when all who were let in have their answer.</summary>
    public Task StopAsync()
    {
        queue.Writer.TryComplete();
        return stopped.Task;
    }

    /// <summary>Closes the connection, once <see cref="StopAsync"/> has completed.</summary>
    public void Dispose() => session.Dispose();

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
        // Who has been settled alone is null from then on; whoever is left is settled with the group. So nobody who
        // was taken from the queue can be forgotten or settled twice, whatever throws.
        var group = new List<WriteOperation?>(groupMax);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < groupMax && queue.Reader.TryRead(out var operation))
            {
                group.Add(operation);
            }

            var failure = Write(group);
            foreach (var operation in group)
            {
                Settle(operation, failure);
            }

            group.Clear();
        }

        stopped.SetResult();
    }

    /// <returns>Why the group as a whole was not written, or null where it was.</returns>
    private Exception? Write(List<WriteOperation?> group)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            for (var index = 0; index < group.Count; index++)
            {
                ExecuteMember(group, index);
            }

            session.Execute("COMMIT");
            return null;
        }
        catch (Exception exception)
        {
            // The loop must survive: a group that failed is refused as a whole and the next one is tried.
            Log.GroupFailed(logger, exception, group.Count(operation => operation is not null));
            Undo();
            return exception;
        }
    }

    private void ExecuteMember(List<WriteOperation?> group, int index)
    {
        var operation = group[index]!;
        try
        {
            session.Execute("SAVEPOINT member");
            operation.Execute(session);
            session.Execute("RELEASE member");
        }
        catch (Exception exception)
        {
            // A conflict or a fault of one member leaves its neighbours as they are. It is settled first, because
            // after some I/O errors SQLite has rolled back the whole group and the next statement throws.
            group[index] = null;
            Settle(operation, exception);
            session.Execute("ROLLBACK TO member");
            session.Execute("RELEASE member");
        }
    }

    private void Settle(WriteOperation? operation, Exception? failure)
    {
        try
        {
            if (failure is null)
            {
                operation?.Committed();
            }
            else
            {
                operation?.Failed(failure);
            }
        }
        catch (Exception broken)
        {
            // A callback that throws is a bug of its owner; the writer serves everybody else.
            Log.CallbackFailed(logger, broken, operation!.GetType().Name);
        }
    }

    private void Undo()
    {
        try
        {
            // SQLite rolls back by itself on a full disk and some I/O errors; then there is nothing to undo.
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }
        }
        catch (Exception exception)
        {
            // The next BEGIN fails then, and its group with it: nothing is written into what could not be undone.
            Log.UndoFailed(logger, exception);
        }
    }
}
