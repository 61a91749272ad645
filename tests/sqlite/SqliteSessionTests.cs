using Microsoft.Data.Sqlite;

namespace Serverless.Sqlite.Tests;

public sealed class SqliteSessionTests
{
    [Fact]
    public async Task Values_go_to_the_parameters_of_their_numbers_wherever_those_stand()
    {
        await using var test = await TestDatabase.OpenAsync();

        Assert.Equal("1-2-3", test.Database.Read(session => session.Scalar("SELECT printf('%s-%s-%s', $1, $2, $3) WHERE $3 = '3' AND $2 = 2 AND $1 = '1'", "1", 2, "3")));
        Assert.Equal("b-a", test.Database.Read(session => session.Scalar("SELECT $2 || '-' || $1", "a", "b")));
    }

    [Fact]
    public async Task Values_of_every_kind_are_read_back_as_they_were_bound()
    {
        await using var test = await TestDatabase.OpenAsync();

        test.Database.Read(session =>
        {
            Assert.Equal(long.MinValue, session.Scalar("SELECT $1", long.MinValue));
            Assert.Equal(7L, session.Scalar("SELECT $1", 7));
            Assert.Equal(1L, session.Scalar("SELECT $1", true));
            Assert.Null(session.Scalar("SELECT $1", [null]));
            Assert.Equal(new byte[] { 0, 255 }, session.Scalar("SELECT $1", new byte[] { 0, 255 }));
            foreach (var text in new[] { "", "Zoë 😀", "a\0b", new string('€', 339), new string('€', 341), new string('x', 100_000) })
            {
                Assert.Equal(text, session.Scalar("SELECT $1", text));
            }

            Assert.Throws<ArgumentException>(() => session.Scalar("SELECT $1", 1.5));
            return 0;
        });
    }

    [Fact]
    public async Task Execute_answers_how_many_rows_it_changed()
    {
        await using var test = await TestDatabase.OpenAsync();

        var changed = await test.Database.WriteAsync(session => new[]
        {
            session.Execute("INSERT INTO numbers (id) VALUES (1), (2), (3)"),
            session.Execute("INSERT INTO numbers (id) VALUES (1) ON CONFLICT DO NOTHING"),
            session.Execute("UPDATE numbers SET parent = 1 WHERE id > 1"),
            session.Execute("CREATE INDEX numbers_by_parent ON numbers (parent)"),
        });

        Assert.Equal([3, 0, 2, 0], changed);
    }

    [Fact]
    public async Task Statement_can_run_again_after_it_failed()
    {
        await using var test = await TestDatabase.OpenAsync();
        const string Sql = "INSERT INTO numbers (id) VALUES ($1)";

        await test.Database.WriteAsync(session =>
        {
            session.Execute(Sql, 1);
            Assert.Equal(19, Assert.Throws<SqliteException>(() => session.Execute(Sql, 1)).SqliteErrorCode);
            return session.Execute(Sql, 2);
        });

        Assert.Equal([1, 2], test.Numbers());
    }

    [Fact]
    public async Task Statement_is_refused_when_its_values_are_too_few_or_too_many()
    {
        await using var test = await TestDatabase.OpenAsync();

        test.Database.Read(session =>
        {
            session.Query("SELECT $1, $2", 1, 2).Dispose();
            Assert.Throws<ArgumentException>(() => session.Query("SELECT $1, $2", 1));
            Assert.Throws<ArgumentException>(() => session.Scalar("SELECT $1, $2", 1));
            Assert.Throws<ArgumentException>(() => session.Scalar("SELECT $1", 1, 2));
            Assert.Throws<ArgumentException>(() => session.Scalar("SELECT $1, $3", 1, 3));
            return 0;
        });
    }

    [Fact]
    public async Task Statement_is_refused_when_another_follows_it()
    {
        await using var test = await TestDatabase.OpenAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => test.Database.WriteAsync(session => session.Execute("DELETE FROM numbers; DELETE FROM numbers")));
        Assert.Equal(0, await test.Database.WriteAsync(session => session.Execute("DELETE FROM numbers;\n")));
    }

    [Fact]
    public async Task Session_refuses_texts_without_end()
    {
        await using var test = await TestDatabase.OpenAsync();

        Assert.Throws<InvalidOperationException>(() => test.Database.Read(session =>
        {
            for (var number = 0; number < 10_000; number++)
            {
                session.Scalar($"SELECT {number}");
            }

            return 0;
        }));
    }
}
