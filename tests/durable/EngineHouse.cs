using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Durable.Embedded;
using Serverless.Sqlite;

namespace Serverless.Durable.Tests;

/// <summary>A data folder of its own with a database and an engine that can be stopped, crashed and started again.</summary>
public sealed class EngineHouse : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-durable-");
    private SqliteDatabase? database;
    private EmbeddedEngine? engine;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public EmbeddedEngineOptions Options { get; set; } = new() { StopGrace = TimeSpan.FromSeconds(1), StopAfterCancel = TimeSpan.FromSeconds(1) };

    public EmbeddedEngine Engine => engine ?? throw new InvalidOperationException("The engine is not started.");

    public SqliteDatabase Database => database ?? throw new InvalidOperationException("The database is not open.");

    public async Task<EmbeddedEngine> StartAsync(TaskRegistry registry)
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(Path.Combine(folder.FullName, "serverless.db")));
        engine = new EmbeddedEngine(database, registry, Time, NullLoggerFactory.Instance, Options);
        await engine.StartAsync();
        return engine;
    }

    public async Task StopAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        await CloseDatabaseAsync();
        engine = null;
    }

    /// <summary>Takes the disk from under the running engine: whatever it does from now on is never written.</summary>
    public async Task CrashAsync()
    {
        var crashed = engine;
        engine = null;
        await CloseDatabaseAsync();
        if (crashed is not null)
        {
            await crashed.DisposeAsync();
        }
    }

    public async Task<EmbeddedEngine> RestartAsync(TaskRegistry registry)
    {
        await StopAsync();
        return await StartAsync(registry);
    }

    public async Task<EmbeddedEngine> CrashAndRestartAsync(TaskRegistry registry)
    {
        await CrashAsync();
        return await StartAsync(registry);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private async Task CloseDatabaseAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
            database = null;
        }
    }
}
