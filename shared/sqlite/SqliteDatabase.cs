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
    private readonly ReaderPool readers;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int closing;

    private SqliteDatabase(DatabaseLock held, SqliteWriter writer, ReaderPool readers)
    {
        this.held = held;
        this.writer = writer;
        this.readers = readers;
    }

    /// <summary>Opens the database and asserts what must hold of it (<see cref="SqliteRequirements"/>).</summary>
    /// <exception cref="DatabaseInUseException">Another process has it open.</exception>
    /// <exception cref="InvalidOperationException">The SQLite library is too old, or the folder allows no WAL.</exception>
    public static SqliteDatabase Open(SqliteDatabaseOptions options, ILoggerFactory? loggers = null)
    {
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<SqliteDatabase>();
        var path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Two names of one file must not have two locks.
        path = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        var held = DatabaseLock.Take(path);
        try
        {
            var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Log.Opened(logger, path, connection.ServerVersion);
            var writer = new SqliteWriter(new SqliteSession(connection), options.QueueMax, options.GroupMax, logger);
            return new SqliteDatabase(held, writer, new ReaderPool(() => ConnectReader(path), options.ReadersMax));
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

    /// <summary>
    /// Reads what is committed; each statement sees the last commit before it. The work is short, because it holds one
    /// of few connections, disposes its readers, and does not call this method again.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The database is closed.</exception>
    public T Read<T>(Func<SqliteSession, T> work) => readers.Read(work);

    /// <summary>Writes what still waits, closes the connections and lets another process in.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closing, 1) != 0)
        {
            await closed.Task;
            return;
        }

        // What waits is still written, and whoever follows up on it may still read. Readers are closed before the
        // writer, whose connection then checkpoints the WAL as the last one.
        try
        {
            await writer.StopAsync();
            readers.Dispose();
            writer.Dispose();
        }
        finally
        {
            held.Dispose();
            closed.SetResult();
        }
    }

    private static SqliteSession ConnectReader(string path)
    {
        var session = new SqliteSession(Connect(path, SqliteOpenMode.ReadWrite));
        session.Execute("PRAGMA query_only=ON");
        return session;
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
            command.CommandText = "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;";
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
