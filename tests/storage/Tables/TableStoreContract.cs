using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

/// <summary>What every adapter of the table port does alike. A class per adapter derives from it.</summary>
public abstract partial class TableStoreContract : IAsyncLifetime
{
    protected const string Table = "payments";

    protected ITableStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    protected abstract Task<ITableStore> OpenAsync();

    protected virtual Task CloseAsync() => Task.CompletedTask;

    protected async Task<string> Put(string rowKey, string data, string partitionKey = "client", string table = Table)
        => (await Store.SubmitAsync(table, partitionKey, [Upsert(rowKey, data)]))[0]!;

    protected async Task<string?> DataOf(string rowKey, string partitionKey = "client", string table = Table)
        => (await Store.GetAsync(table, partitionKey, rowKey))?.Data;

    protected Task<TableConflictException> Refused(params TableOperation[] operations)
        => Assert.ThrowsAsync<TableConflictException>(() => Store.SubmitAsync(Table, "client", operations));

    [SkippableFact]
    public async Task Row_is_read_back_as_it_was_inserted()
    {
        var etags = await Store.SubmitAsync(Table, "client", [Insert("row", "{\"units\":12.50}")]);

        Assert.Equal(new TableRow("client", "row", etags.Single()!, "{\"units\":12.50}"), await Store.GetAsync(Table, "client", "row"));
    }

    [SkippableFact]
    public async Task Get_answers_null_where_there_is_no_row()
    {
        await Put("row", "1");

        Assert.Null(await Store.GetAsync(Table, "client", "ro"));
        Assert.Null(await Store.GetAsync(Table, "client", "row1"));
        Assert.Null(await Store.GetAsync(Table, "other", "row"));
        Assert.Null(await Store.GetAsync("others", "client", "row"));
    }

    [SkippableFact]
    public async Task Insert_is_refused_where_the_row_exists()
    {
        await Put("row", "old");

        var refusal = await Refused(Insert("row", "new"));

        Assert.Equal(("row", TableConflict.Exists), (refusal.RowKey, refusal.Conflict));
        Assert.Equal("old", await DataOf("row"));
    }

    [SkippableFact]
    public async Task Update_replaces_the_row_when_the_etag_is_its_own()
    {
        var etag = await Put("row", "old");

        var updated = await Store.SubmitAsync(Table, "client", [Update("row", "new", etag)]);

        Assert.Equal(new TableRow("client", "row", updated.Single()!, "new"), await Store.GetAsync(Table, "client", "row"));
    }

    [SkippableFact]
    public async Task Update_is_refused_when_the_row_changed()
    {
        var etag = await Put("row", "old");
        await Put("row", "newer");

        var refusal = await Refused(Update("row", "lost", etag));

        Assert.Equal(("row", TableConflict.Changed), (refusal.RowKey, refusal.Conflict));
        Assert.Equal("newer", await DataOf("row"));
    }

    [SkippableFact]
    public async Task Update_is_refused_when_there_is_no_row()
    {
        var etag = await Put("other", "1");

        var refusal = await Refused(Update("row", "new", etag));

        Assert.Equal(("row", TableConflict.Missing), (refusal.RowKey, refusal.Conflict));
        Assert.Null(await DataOf("row"));
    }

    [SkippableFact]
    public async Task Upsert_inserts_or_replaces()
    {
        await Store.SubmitAsync(Table, "client", [Upsert("row", "first")]);
        Assert.Equal("first", await DataOf("row"));

        await Store.SubmitAsync(Table, "client", [Upsert("row", "second")]);
        Assert.Equal("second", await DataOf("row"));
    }

    [SkippableFact]
    public async Task Delete_removes_the_row_and_answers_no_etag()
    {
        var etag = await Put("row", "1");
        await Put("any", "2");

        var etags = await Store.SubmitAsync(Table, "client", [Delete("row", etag), Delete("any")]);

        Assert.Equal([null, null], etags);
        Assert.Null(await DataOf("row"));
        Assert.Null(await DataOf("any"));
    }

    [SkippableFact]
    public async Task Delete_is_refused_when_the_row_changed()
    {
        var etag = await Put("row", "old");
        await Put("row", "newer");

        Assert.Equal(TableConflict.Changed, (await Refused(Delete("row", etag))).Conflict);
        Assert.Equal("newer", await DataOf("row"));
    }

    [SkippableFact]
    public async Task Delete_is_refused_when_there_is_no_row()
    {
        var etag = await Put("other", "1");

        Assert.Equal(TableConflict.Missing, (await Refused(Delete("row"))).Conflict);
        Assert.Equal(TableConflict.Missing, (await Refused(Delete("row", etag))).Conflict);
    }

    [SkippableFact]
    public async Task ETag_changes_with_every_write_even_of_the_same_data()
    {
        var etags = new List<string> { await Put("row", "same"), await Put("row", "same") };
        etags.Add((await Store.SubmitAsync(Table, "client", [Update("row", "same", etags[^1])]))[0]!);
        await Store.SubmitAsync(Table, "client", [Delete("row")]);
        etags.Add((await Store.SubmitAsync(Table, "client", [Insert("row", "same")]))[0]!);

        Assert.Equal(4, etags.Distinct().Count());
    }

    [SkippableFact]
    public async Task ETag_of_a_deleted_row_does_not_match_the_row_inserted_anew()
    {
        var remembered = await Put("row", "first");
        await Store.SubmitAsync(Table, "client", [Delete("row", remembered)]);
        await Store.SubmitAsync(Table, "client", [Insert("row", "second")]);

        Assert.Equal(TableConflict.Changed, (await Refused(Update("row", "lost", remembered))).Conflict);
        Assert.Equal("second", await DataOf("row"));
    }

    [SkippableFact]
    public async Task ETag_read_is_the_etag_that_the_write_answered()
    {
        var written = await Store.SubmitAsync(Table, "client", [Insert("a", "1"), Upsert("b", "2"), Insert("c", "3")]);
        var page = await Store.QueryAsync(Table, "client", RowRange.All);

        Assert.Equal(written, page.Rows.Select(row => row.ETag));
    }
}
