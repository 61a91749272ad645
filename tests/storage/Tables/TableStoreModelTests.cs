using FsCheck.Xunit;
using Serverless.Sqlite;
using Serverless.Storage.Memory;
using Serverless.Storage.Sqlite;
using Serverless.Testing;

namespace Serverless.Storage.Tests.Tables;

/// <summary>Whatever is done to it, a store answers as the one in memory does.</summary>
public sealed class TableStoreModelTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private SqliteDatabase database = null!;
    private int sequences;

    public Task InitializeAsync()
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("tables.db")));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Property(MaxTest = 60, Arbitrary = [typeof(TableStepArbitrary)])]
    public async Task Sqlite_answers_as_memory_does(TableStep[] steps)
    {
        // Each sequence has tables of its own, because opening a database anew for each would only take time.
        var prefix = $"t{sequences++}x";
        var sqlite = new TableStoreTrace(await SqliteTableStore.OpenAsync(database), prefix);
        var memory = new TableStoreTrace(new MemoryTableStore(), prefix);
        foreach (var step in steps)
        {
            Assert.Equal(await memory.RunAsync(step), await sqlite.RunAsync(step));
        }
    }
}
