using Serverless.Testing;

namespace Serverless.Sqlite.Tests;

public sealed class DatabaseLockTests
{
    [Fact]
    public async Task Database_is_refused_to_a_second_opening_and_the_holder_named()
    {
        await using var test = await TestDatabase.OpenAsync();

        var refusal = Assert.Throws<DatabaseInUseException>(() => SqliteDatabase.Open(new SqliteDatabaseOptions(test.Path)));

        Assert.Equal(test.Path, refusal.Path);
        Assert.StartsWith($"process {Environment.ProcessId} (", refusal.Holder, StringComparison.Ordinal);
        Assert.Contains(refusal.Holder, refusal.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await test.CommitTogetherAsync(TestOperation.Insert(1))));
    }

    [Fact]
    public async Task Database_can_be_opened_again_once_it_is_closed()
    {
        await using var test = await TestDatabase.OpenAsync();
        await test.CommitTogetherAsync(TestOperation.Insert(1));

        await test.ReopenAsync();

        Assert.Equal([1], test.Numbers());
    }

    [Fact]
    public async Task Database_is_refused_under_a_second_name_of_its_file()
    {
        await using var test = await TestDatabase.OpenAsync();
        var link = test.Path + ".link";
        File.CreateSymbolicLink(link, test.Path);

        Assert.Throws<DatabaseInUseException>(() => SqliteDatabase.Open(new SqliteDatabaseOptions(link)));
    }

    [Fact]
    public async Task Database_is_refused_while_another_process_has_it_open_and_free_once_that_is_killed()
    {
        await using var test = await TestDatabase.OpenAsync();
        await test.Database.DisposeAsync();
        using var child = await ChildProcess.StartAsync(test.Path);

        var refusal = Assert.Throws<DatabaseInUseException>(() => SqliteDatabase.Open(new SqliteDatabaseOptions(test.Path)));
        Assert.StartsWith($"process {child.Id} (", refusal.Holder, StringComparison.Ordinal);

        await child.KillAsync();
        await test.ReopenAsync();
        Assert.Empty(test.Numbers());
    }

    [Fact]
    public async Task Writes_that_a_process_reported_survive_its_kill()
    {
        await using var test = await TestDatabase.OpenAsync();
        await test.Database.DisposeAsync();
        using var child = await ChildProcess.StartAsync(test.Path);
        var reported = 0;
        for (var turn = 0; turn < 20; turn++)
        {
            reported = await child.WriteNextAsync();
        }

        await child.AskAsync(200);
        await child.KillAsync();

        await test.ReopenAsync();
        var survived = test.Numbers();
        Assert.True(survived.Length >= reported);
        Assert.Equal(Enumerable.Range(1, survived.Length), survived);
    }

    [Fact]
    public async Task Opening_that_fails_for_another_reason_says_so_and_holds_nothing()
    {
        using var folder = new TempFolder();
        var path = folder.Combine("test.db");
        await File.WriteAllTextAsync(path, "this is no database, but a text that is longer than the header of one would be, so that SQLite sees that");

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => SqliteDatabase.Open(new SqliteDatabaseOptions(path)));
        File.Delete(path);
        await SqliteDatabase.Open(new SqliteDatabaseOptions(path)).DisposeAsync();
    }
}
