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
        var group = new List<Member>(groupMax);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < groupMax && queue.Reader.TryRead(out var operation))
            {
                group.Add(new Member(operation));
            }

            // Everybody is settled after the commit, the refused too: what refused them may stand in the same
            // group, and is neither visible nor certain before.
            var failure = Write(group);
            foreach (var member in group)
            {
                Settle(member.Operation, failure ?? member.Refusal);
            }

            group.Clear();
        }

        stopped.SetResult();
    }

    /// <returns>Why the group as a whole was not written, or null where it was.</returns>
    private Exception? Write(List<Member> group)
    {
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            foreach (var member in group)
            {
                Execute(member);
            }

            session.Execute("COMMIT");
            return null;
        }
        catch (Exception exception)
        {
            // The loop must survive: a group that failed is refused as a whole and the next one is tried.
            Log.GroupFailed(logger, exception, group.Count);
            Undo();
            return exception;
        }
    }

    private void Execute(Member member)
    {
        session.Execute("SAVEPOINT member");
        try
        {
            member.Operation.Execute(session);
        }
        catch (Exception exception)
        {
            // After some I/O errors SQLite has rolled back the whole group, which then fails for that reason.
            if (!session.InTransaction)
            {
                throw;
            }

            // A conflict or a fault of one member leaves its neighbours as they are.
            member.Refusal = exception;
            session.Execute("ROLLBACK TO member");
        }

        session.Execute("RELEASE member");
    }

    private void Settle(WriteOperation operation, Exception? failure)
    {
        try
        {
            if (failure is null)
            {
                operation.Committed();
            }
            else
            {
                operation.Failed(failure);
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

    private sealed class Member(WriteOperation operation)
    {
        public WriteOperation Operation { get; } = operation;

        /// <summary>Why it alone was not written.</summary>
        public Exception? Refusal { get; set; }
    }
}
