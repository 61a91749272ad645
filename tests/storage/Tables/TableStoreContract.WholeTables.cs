using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

public abstract partial class TableStoreContract
{
    private async Task<List<string>> RowsOfTable(int top = TableLimits.PageRowsMax, string table = Table)
    {
        var rows = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.QueryTableAsync(table, top, continuation);
            Assert.True(page.Rows.Count <= top);
            rows.AddRange(page.Rows.Select(row => $"{row.PartitionKey}:{row.RowKey}={row.Data}"));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return rows;
    }

    private async Task PutAcross(params (string Partition, string Row)[] keys)
    {
        foreach (var (partition, row) in keys)
        {
            await Put(row, row, partition);
        }
    }

    [SkippableFact]
    public async Task Whole_table_is_answered_by_partition_and_then_by_row_in_ordinal_order()
    {
        await PutAcross(("b", "1"), ("a", "z"), ("a|b", "y"), ("a", "B"), ("a b", "x"), ("B", "w"), ("~", "v"), ("a", "a"));

        Assert.Equal(["B:w=w", "a:B=B", "a:a=a", "a:z=z", "a b:x=x", "a|b:y=y", "b:1=1", "~:v=v"], await RowsOfTable());
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Whole_table_by_pages_answers_each_row_once_across_partitions(int top)
    {
        var keys = Enumerable.Range(0, 12).Select(index => ($"client-{index / 4}", $"row-{index % 4}")).ToArray();
        await PutAcross(keys);

        Assert.Equal(keys.Select(key => $"{key.Item1}:{key.Item2}={key.Item2}"), await RowsOfTable(top));
    }

    [SkippableFact]
    public async Task Whole_table_has_the_rows_of_no_other_table_and_their_etags_are_current()
    {
        var etag = await Put("row", "1");
        await Put("row", "2", table: "payments2");
        await Put("other", "3", table: "paymen");

        Assert.Equal(new TableRow("client", "row", etag, "1"), Assert.Single((await Store.QueryTableAsync(Table)).Rows));
    }

    [SkippableFact]
    public async Task Whole_table_is_empty_where_nothing_was_written_or_all_is_deleted()
    {
        Assert.Empty(await RowsOfTable());
        await Put("row", "1");
        await Store.SubmitAsync(Table, "client", [Delete("row")]);

        var page = await Store.QueryTableAsync(Table);
        Assert.Empty(page.Rows);
        Assert.Null(page.Continuation);
    }

    [SkippableFact]
    public async Task Whole_table_goes_on_behind_the_last_row_when_rows_change_between_pages()
    {
        await PutAcross(("a", "1"), ("a", "2"), ("b", "1"), ("c", "1"));

        var first = await Store.QueryTableAsync(Table, top: 2);
        await Store.SubmitAsync(Table, "a", [Delete("2"), Insert("0", "0"), Insert("3", "3")]);
        await Store.SubmitAsync(Table, "b", [Delete("1")]);
        var second = await Store.QueryTableAsync(Table, continuation: first.Continuation);

        Assert.Equal(["a:1", "a:2"], first.Rows.Select(row => $"{row.PartitionKey}:{row.RowKey}"));
        Assert.Equal(["a:3", "c:1"], second.Rows.Select(row => $"{row.PartitionKey}:{row.RowKey}"));
        Assert.Null(second.Continuation);
    }

    [SkippableFact]
    public async Task Whole_table_answers_a_thousand_rows_by_default_and_continues()
    {
        await PutAll([.. Enumerable.Range(0, 1_050).Select(index => $"row-{index:D4}")]);

        Assert.Equal(TableLimits.PageRowsMax, (await Store.QueryTableAsync(Table)).Rows.Count);
        Assert.Equal(1_050, (await RowsOfTable()).Distinct().Count());
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task Whole_table_is_refused_when_it_is_asked_for_no_or_too_many_rows(int top)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.QueryTableAsync(Table, top));
}
