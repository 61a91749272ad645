using Serverless.Testing;

namespace Serverless.Sqlite.Tests;

/// <summary>A database with a table of numbers, in a folder of its own.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    public TestDatabase(Func<SqliteDatabaseOptions, SqliteDatabaseOptions>? configure = null)
    {
        var options = new SqliteDatabaseOptions(folder.Combine("data", "test.db"));
        Path = options.Path;
        Database = SqliteDatabase.Open(configure?.Invoke(options) ?? options);
    }

    public string Path { get; }

    public SqliteDatabase Database { get; private set; }

    public static async Task<TestDatabase> OpenAsync(Func<SqliteDatabaseOptions, SqliteDatabaseOptions>? configure = null)
    {
        var test = new TestDatabase(configure);
        await test.Database.WriteAsync(session => session.Execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES numbers DEFERRABLE INITIALLY DEFERRED)"));
        return test;
    }

    public int[] Numbers() => Database.Read(session =>
    {
        using var reader = session.Query("SELECT id FROM numbers ORDER BY id");
        var ids = new List<int>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt32(0));
        }

        return ids.ToArray();
    });

    /// <summary>Holds the writer in a group of its own until the answer is disposed, so that what is enqueued meanwhile waits.</summary>
    public async Task<IDisposable> HoldWriterAsync()
    {
        var held = new HeldWriter();
        await Database.EnqueueAsync(new TestOperation(_ => held.Wait()));
        await held.Reached;
        return held;
    }

    /// <summary>Enqueues the operations so that they are one group, as far as its limit allows.</summary>
    public async Task<Exception?[]> CommitTogetherAsync(params TestOperation[] operations)
    {
        using (await HoldWriterAsync())
        {
            foreach (var operation in operations)
            {
                await Database.EnqueueAsync(operation);
            }
        }

        return await Task.WhenAll(operations.Select(operation => operation.Outcome));
    }

    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Database = SqliteDatabase.Open(new SqliteDatabaseOptions(Path));
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        folder.Dispose();
    }

    private sealed class HeldWriter : IDisposable
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task.WaitAsync(Deadline.Long);

        public void Wait()
        {
            reached.SetResult();
            Assert.True(released.Task.Wait(Deadline.Long));
        }

        public void Dispose() => released.SetResult();
    }
}
