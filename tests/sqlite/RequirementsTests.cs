using Microsoft.Data.Sqlite;
using Serverless.Testing;

namespace Serverless.Sqlite.Tests;

public sealed class RequirementsTests
{
    [Theory]
    [InlineData("3.51.2")]
    [InlineData("3.9.99")]
    [InlineData("2.99.99")]
    [InlineData("unknown")]
    [InlineData("")]
    public void Library_is_refused_when_it_is_too_old(string version)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => SqliteRequirements.CheckVersion(version));

        Assert.Contains($"is {version};", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("3.51.3 or newer", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.51.3")]
    [InlineData("3.52.0")]
    [InlineData("4.0.0")]
    public void Library_passes_when_it_is_new_enough(string version)
        => SqliteRequirements.CheckVersion(version);

    [Fact]
    public async Task Writer_and_readers_are_durable_and_readers_cannot_write()
    {
        await using var test = await TestDatabase.OpenAsync();

        Assert.Equal(("wal", 2L), await test.Database.WriteAsync(session => ((string)session.Scalar("PRAGMA journal_mode")!, (long)session.Scalar("PRAGMA synchronous")!)));
        Assert.Equal(("wal", 2L), test.Database.Read(session => ((string)session.Scalar("PRAGMA journal_mode")!, (long)session.Scalar("PRAGMA synchronous")!)));
        Assert.Throws<SqliteException>(() => test.Database.Read(session => session.Execute("INSERT INTO numbers (id) VALUES (1)")));
    }

    [Theory]
    [InlineData("PRAGMA journal_mode=DELETE", "'delete', not 'wal'")]
    [InlineData("PRAGMA synchronous=NORMAL", "synchronous=1, not 2")]
    public void Connection_is_refused_when_a_commit_on_it_is_not_durable(string setting, string reason)
    {
        using var folder = new TempFolder();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Combine("test.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
        command.ExecuteNonQuery();
        SqliteRequirements.CheckConnection(connection);

        command.CommandText = setting;
        command.ExecuteNonQuery();

        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(() => SqliteRequirements.CheckConnection(connection)).Message, StringComparison.Ordinal);
    }
}
