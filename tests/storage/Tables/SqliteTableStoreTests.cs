using Serverless.Sqlite;
using Serverless.Storage.Sqlite;
using Serverless.Testing;
using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

public sealed class SqliteTableStoreTests : TableStoreContract
{
    private readonly TempFolder folder = new();
    private SqliteDatabase database = null!;

    protected override async Task<ITableStore> OpenAsync()
    {
        database = SqliteDatabase.Open(new SqliteDatabaseOptions(folder.Combine("tables.db")));
        return await SqliteTableStore.OpenAsync(database);
    }

    protected override async Task CloseAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Rows_and_etags_survive_reopening()
    {
        var written = await Store.SubmitAsync(Table, "client", [Insert("a", "1"), Insert("b", "2")]);
        await database.DisposeAsync();
        var reopened = await OpenAsync();

        Assert.Equal(written, (await reopened.QueryAsync(Table, "client", RowRange.All)).Rows.Select(row => row.ETag));
        await reopened.SubmitAsync(Table, "client", [Update("a", "3", written[0]!)]);
        Assert.Equal("3", (await reopened.GetAsync(Table, "client", "a"))!.Data);
    }

    [Fact]
    public async Task ETags_are_not_used_again_after_reopening()
    {
        var seen = new HashSet<string>();
        ITableStore store = Store;
        for (var opening = 0; opening < 3; opening++)
        {
            for (var write = 0; write < 20; write++)
            {
                Assert.True(seen.Add((await store.SubmitAsync(Table, "client", [Insert("row", "1")]))[0]!));
                await store.SubmitAsync(Table, "client", [Delete("row")]);
            }

            await database.DisposeAsync();
            store = await OpenAsync();
        }

        await store.SubmitAsync(Table, "client", [Insert("row", "anew")]);
        foreach (var remembered in seen)
        {
            await Assert.ThrowsAsync<TableConflictException>(() => store.SubmitAsync(Table, "client", [Update("row", "lost", remembered)]));
        }
    }

    [Fact]
    public async Task Two_stores_over_one_database_give_no_etag_twice()
    {
        var second = await SqliteTableStore.OpenAsync(database);

        var first = await Store.SubmitAsync(Table, "client", [Upsert("row", "1")]);
        Assert.NotEqual(first, await second.SubmitAsync(Table, "client", [Upsert("row", "2")]));
        await Assert.ThrowsAsync<TableConflictException>(() => second.SubmitAsync(Table, "client", [Update("row", "lost", first[0]!)]));
    }

    [Theory]
    [InlineData("W/\"datetime'2026-01-01'\"")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task Update_is_refused_when_the_etag_is_another_stores(string etag)
    {
        await Put("row", "old");

        Assert.Equal(TableConflict.Changed, (await Refused(Update("row", "new", etag))).Conflict);
        Assert.Equal(TableConflict.Changed, (await Refused(Delete("row", etag))).Conflict);
    }

    [Fact]
    public async Task Conflict_of_one_caller_leaves_the_others_of_its_group_alone()
    {
        await Put("taken", "old");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(async index =>
        {
            var operation = index % 3 == 0 ? Insert("taken", "new") : Insert($"row-{index:D2}", "1");
            try
            {
                await Store.SubmitAsync(Table, "client", [Insert($"member-{index:D2}", "1"), operation]);
                return true;
            }
            catch (TableConflictException)
            {
                return false;
            }
        }));

        Assert.Equal(Enumerable.Range(0, 60).Select(index => index % 3 != 0), outcomes);
        Assert.Equal(40, (await Store.QueryAsync(Table, "client", RowRange.StartingWith("member-"))).Rows.Count);
    }
}
