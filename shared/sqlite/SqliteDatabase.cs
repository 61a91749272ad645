using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Serverless.Sqlite;

/// <summary>
/// A SQLite database in WAL mode with synchronous=FULL, open in this process alone: one writer that commits in
/// groups, and readers that see the last commit.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    private readonly DatabaseLock held;
    private readonly SqliteWriter writer;
    private readonly ConcurrentBag<SqliteSession> idleReaders = [];
    private readonly SemaphoreSlim readerPlaces;
    private readonly SqliteDatabaseOptions options;
    private int closed;

    private SqliteDatabase(SqliteDatabaseOptions options, DatabaseLock held, SqliteWriter writer)
    {
        this.options = options;
        this.held = held;
        this.writer = writer;
        readerPlaces = new SemaphoreSlim(options.ReadersMax);
    }

    /// <summary>Opens the database and asserts what must hold of it (<see cref="SqliteRequirements"/>).</summary>
    /// <exception cref="DatabaseInUseException">Another process has it open.</exception>
    /// <exception cref="InvalidOperationException">The SQLite library is too old, or the folder allows no WAL.</exception>
    public static SqliteDatabase Open(SqliteDatabaseOptions options, ILoggerFactory? loggers = null)
    {
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<SqliteDatabase>();
        var path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var held = DatabaseLock.Take(path);
        try
        {
            var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Log.Opened(logger, path, connection.ServerVersion);
            var session = new SqliteSession(connection);
            return new SqliteDatabase(options with { Path = path }, held, new SqliteWriter(session, options.QueueMax, options.GroupMax, logger));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Hands an operation to the writer; waits only where its queue is full.</summary>
    /// <exception cref="ObjectDisposedException">The database is closed; the operation is not settled.</exception>
    public ValueTask EnqueueAsync(WriteOperation operation, CancellationToken cancellation = default)
        => writer.EnqueueAsync(operation, cancellation);

    /// <summary>Runs statements in the next group; completes when they are on disk.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellation = default)
    {
        var operation = new FunctionOperation<T>(work);
        await writer.EnqueueAsync(operation, cancellation);
        return await operation.Task;
    }

    /// <summary>Reads the last commit. The work is short: it holds one of few connections.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref closed) != 0, this);
        readerPlaces.Wait();
        try
        {
            if (!idleReaders.TryTake(out var session))
            {
                session = new SqliteSession(Connect(options.Path, SqliteOpenMode.ReadWrite));
                session.Execute("PRAGMA query_only=ON");
            }

            try
            {
                return work(session);
            }
            finally
            {
                idleReaders.Add(session);
            }
        }
        finally
        {
            readerPlaces.Release();
        }
    }

    /// <summary>Writes what still waits, closes the connections and lets another process in.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
        {
            return;
        }

        // Readers are closed before the writer, whose connection then checkpoints the WAL as the last one.
        for (var place = 0; place < options.ReadersMax; place++)
        {
            await readerPlaces.WaitAsync();
        }

        while (idleReaders.TryTake(out var session))
        {
            session.Dispose();
        }

        readerPlaces.Dispose();
        await writer.DisposeAsync();
        held.Dispose();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        // Pooling is off: a pooled connection would keep the file open after the database is closed.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SqliteRequirements.CheckVersion(connection.ServerVersion);
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;";
            command.ExecuteNonQuery();
            SqliteRequirements.CheckConnection(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private sealed class FunctionOperation<T>(Func<SqliteSession, T> work) : WriteOperation
    {
        private readonly TaskCompletionSource<T> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Task => settled.Task;

        protected internal override void Execute(SqliteSession session) => result = work(session);

        protected internal override void Committed() => settled.SetResult(result!);

        protected internal override void Failed(Exception exception) => settled.SetException(exception);
    }
}
