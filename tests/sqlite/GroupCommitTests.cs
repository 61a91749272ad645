using Microsoft.Data.Sqlite;

namespace Serverless.Sqlite.Tests;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Members_that_wait_together_are_one_transaction()
    {
        await using var test = await TestDatabase.OpenAsync();
        var (own, others) = (-1L, -1);
        var last = new TestOperation(session =>
        {
            own = (long)session.Scalar("SELECT count(*) FROM numbers")!;
            others = test.Numbers().Length;
        });

        Assert.All(await test.CommitTogetherAsync(TestOperation.Insert(1), TestOperation.Insert(2), last), Assert.Null);

        Assert.Equal((2L, 0), (own, others));
        Assert.Equal([1, 2], test.Numbers());
    }

    [Fact]
    public async Task Member_that_fails_is_undone_whole_and_its_neighbours_stand()
    {
        await using var test = await TestDatabase.OpenAsync();
        var conflict = new InvalidOperationException("conflict");
        var failing = new TestOperation(session =>
        {
            session.Execute("INSERT INTO numbers (id) VALUES (10)");
            session.Execute("DELETE FROM numbers WHERE id = 1");
            throw conflict;
        });
        var violating = new TestOperation(session => session.Execute("INSERT INTO numbers (id) VALUES (11), (1)"));

        var outcomes = await test.CommitTogetherAsync(TestOperation.Insert(1), failing, TestOperation.Insert(2), violating, TestOperation.Insert(3));

        Assert.Null(outcomes[0]);
        Assert.Same(conflict, outcomes[1]);
        Assert.Null(outcomes[2]);
        Assert.IsType<SqliteException>(outcomes[3]);
        Assert.Null(outcomes[4]);
        Assert.Equal([1, 2, 3], test.Numbers());
    }

    [Fact]
    public async Task Commit_that_fails_refuses_every_member_and_the_writer_goes_on()
    {
        await using var test = await TestDatabase.OpenAsync();
        TestOperation[] members =
        [
            TestOperation.Insert(1),
            new TestOperation(_ => throw new InvalidOperationException("a conflict with what is not written after all")),
            new TestOperation(session => session.Execute("INSERT INTO numbers (id, parent) VALUES (2, 99)")),
            TestOperation.Insert(3),
        ];

        var outcomes = await test.CommitTogetherAsync(members);

        Assert.All(outcomes, outcome => Assert.Contains("FOREIGN KEY", Assert.IsType<SqliteException>(outcome).Message, StringComparison.Ordinal));
        Assert.All(members, member => Assert.Equal(1, member.SettledCount));
        Assert.Empty(test.Numbers());
        Assert.All(await test.CommitTogetherAsync(TestOperation.Insert(4)), Assert.Null);
        Assert.Equal([4], test.Numbers());
    }

    [Fact]
    public async Task Group_that_sqlite_rolls_back_by_itself_is_refused_whole_and_nobody_is_forgotten()
    {
        // As on a full disk: the statement fails, and the transaction is gone with all savepoints.
        await using var test = await TestDatabase.OpenAsync();
        var full = new IOException("disk full");
        TestOperation[] members =
        [
            TestOperation.Insert(1),
            new TestOperation(session =>
            {
                session.Execute("ROLLBACK");
                throw full;
            }),
            TestOperation.Insert(3),
        ];

        var outcomes = await test.CommitTogetherAsync(members);

        Assert.All(outcomes, outcome => Assert.Same(full, outcome));
        Assert.All(members, member => Assert.Equal(1, member.SettledCount));
        Assert.Empty(test.Numbers());
        Assert.All(await test.CommitTogetherAsync(TestOperation.Insert(4)), Assert.Null);
        Assert.Equal([4], test.Numbers());
    }

    [Fact]
    public async Task Group_is_refused_when_it_cannot_begin_and_the_writer_goes_on()
    {
        await using var test = await TestDatabase.OpenAsync();
        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = test.Path, Pooling = false }.ToString());
        other.Open();
        await test.Database.WriteAsync(session => session.Execute("PRAGMA busy_timeout = 0"));
        TestOperation[] members = [TestOperation.Insert(1), TestOperation.Insert(2)];
        using (other.BeginTransaction(deferred: false))
        {
            foreach (var member in members)
            {
                await test.Database.EnqueueAsync(member);
                Assert.Equal(5, Assert.IsType<SqliteException>(await member.Outcome).SqliteErrorCode);
            }
        }

        Assert.All(members, member => Assert.Equal(1, member.SettledCount));
        Assert.All(await test.CommitTogetherAsync(TestOperation.Insert(3)), Assert.Null);
        Assert.Equal([3], test.Numbers());
    }

    [Fact]
    public async Task Member_is_settled_only_when_readers_see_it()
    {
        await using var test = await TestDatabase.OpenAsync();
        var seen = -1;
        var operation = new TestOperation(session => session.Execute("INSERT INTO numbers (id) VALUES (1)")) { OnSettled = () => seen = test.Numbers().Length };

        await test.CommitTogetherAsync(operation);
        await test.CommitTogetherAsync(TestOperation.Insert(2));

        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task Member_refused_because_of_its_neighbour_is_told_only_when_readers_see_the_neighbour()
    {
        await using var test = await TestDatabase.OpenAsync();
        var seen = -1;
        var twin = new TestOperation(session => session.Execute("INSERT INTO numbers (id) VALUES (1)")) { OnSettled = () => seen = test.Numbers().Length };

        var outcomes = await test.CommitTogetherAsync(TestOperation.Insert(1), twin);
        await test.CommitTogetherAsync(TestOperation.Insert(2));

        Assert.IsType<SqliteException>(outcomes[1]);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task Callback_that_throws_harms_nobody_else()
    {
        await using var test = await TestDatabase.OpenAsync();
        var committed = new TestOperation(_ => { }) { OnSettled = () => throw new InvalidOperationException("bug") };
        var failed = new TestOperation(_ => throw new InvalidOperationException("conflict")) { OnSettled = () => throw new InvalidOperationException("bug") };

        var outcomes = await test.CommitTogetherAsync(committed, failed, TestOperation.Insert(1));

        Assert.Null(outcomes[2]);
        Assert.All(await test.CommitTogetherAsync(TestOperation.Insert(2)), Assert.Null);
        Assert.Equal([1, 2], test.Numbers());
    }

    [Fact]
    public async Task Group_is_no_larger_than_its_limit()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { GroupMax = 2 });
        var committedBefore = new List<int>();
        var members = Enumerable.Range(1, 5).Select(id => new TestOperation(session =>
        {
            committedBefore.Add(test.Numbers().Length);
            session.Execute("INSERT INTO numbers (id) VALUES ($1)", id);
        })).ToArray();

        await test.CommitTogetherAsync(members);

        Assert.Equal([0, 0, 2, 2, 4], committedBefore);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { QueueMax = 16, GroupMax = 7 });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => Task.Run(async () =>
        {
            for (var turn = 0; turn < 50; turn++)
            {
                var id = (writer * 50) + turn;
                Assert.Equal(1, await test.Database.WriteAsync(session => session.Execute("INSERT INTO numbers (id) VALUES ($1)", id)));
            }
        })));

        Assert.Equal(Enumerable.Range(0, 1_000), test.Numbers());
    }

    [Fact]
    public async Task Write_answers_what_its_statements_answered_and_throws_what_they_threw()
    {
        await using var test = await TestDatabase.OpenAsync();

        Assert.Equal("answer", await test.Database.WriteAsync(_ => "answer"));
        await Assert.ThrowsAsync<FormatException>(() => test.Database.WriteAsync<int>(_ => throw new FormatException()));
    }
}
