namespace Serverless.Sqlite.Tests;

public sealed class DisposeTests
{
    [Fact]
    public async Task Dispose_writes_what_waits()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { GroupMax = 3 });
        var members = Enumerable.Range(1, 10).Select(TestOperation.Insert).ToArray();
        Task disposing;
        using (await test.HoldWriterAsync())
        {
            foreach (var member in members)
            {
                await test.Database.EnqueueAsync(member);
            }

            disposing = test.Database.DisposeAsync().AsTask();
            Assert.False(disposing.IsCompleted);
        }

        await disposing.WaitAsync(Deadline.Long);
        Assert.All(members, member => Assert.True(member.Outcome is { IsCompletedSuccessfully: true, Result: null }));
        await test.ReopenAsync();
        Assert.Equal(Enumerable.Range(1, 10), test.Numbers());
    }

    [Fact]
    public async Task Write_is_refused_after_dispose_and_not_settled()
    {
        await using var test = await TestDatabase.OpenAsync();
        await test.Database.DisposeAsync();
        var late = TestOperation.Insert(1);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Database.EnqueueAsync(late).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Database.WriteAsync(_ => 1));
        Assert.Equal(0, late.SettledCount);
    }

    [Fact]
    public async Task Writer_that_waits_for_a_place_is_refused_at_dispose()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { QueueMax = 1 });
        var late = TestOperation.Insert(2);
        using (await test.HoldWriterAsync())
        {
            await test.Database.EnqueueAsync(TestOperation.Insert(1));
            var waiting = test.Database.EnqueueAsync(late).AsTask();
            _ = test.Database.DisposeAsync().AsTask();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Deadline.Long));
        }

        await test.ReopenAsync();
        Assert.Equal([1], test.Numbers());
        Assert.Equal(0, late.SettledCount);
    }

    [Fact]
    public async Task Read_is_refused_after_dispose()
    {
        await using var test = await TestDatabase.OpenAsync();
        test.Numbers();
        await test.Database.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => test.Database.Read(_ => 1));
    }

    [Fact]
    public async Task Dispose_waits_for_who_is_reading_and_leaves_nobody_waiting()
    {
        await using var test = await TestDatabase.OpenAsync(options => options with { ReadersMax = 1 });
        using var inside = new ManualResetEventSlim();
        using var finish = new ManualResetEventSlim();
        var reading = Task.Run(() => test.Database.Read(session =>
        {
            inside.Set();
            Assert.True(finish.Wait(Deadline.Long));
            return session.Scalar("SELECT count(*) FROM numbers");
        }));
        Assert.True(inside.Wait(Deadline.Long));
        var waiting = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Record.Exception(() => test.Database.Read(_ => 1)))).ToArray();
        var disposing = Task.Run(async () => await test.Database.DisposeAsync());
        Assert.False(disposing.IsCompleted);
        finish.Set();

        await disposing.WaitAsync(Deadline.Long);
        Assert.Equal(0L, await reading);
        Assert.All(await Task.WhenAll(waiting).WaitAsync(Deadline.Long), outcome => Assert.True(outcome is null or ObjectDisposedException));
    }

    [Fact]
    public async Task Dispose_twice_waits_for_the_first()
    {
        await using var test = await TestDatabase.OpenAsync();
        Task first;
        Task second;
        using (await test.HoldWriterAsync())
        {
            first = test.Database.DisposeAsync().AsTask();
            second = test.Database.DisposeAsync().AsTask();
            Assert.False(second.IsCompleted);
        }

        await Task.WhenAll(first, second).WaitAsync(Deadline.Long);
    }

    [Fact]
    public async Task Dispose_leaves_one_file_that_holds_everything()
    {
        await using var test = await TestDatabase.OpenAsync();
        await test.CommitTogetherAsync(TestOperation.Insert(1));
        test.Numbers();
        await test.Database.DisposeAsync();

        Assert.Equal(["test.db", "test.db.lock"], Directory.GetFiles(Path.GetDirectoryName(test.Path)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
