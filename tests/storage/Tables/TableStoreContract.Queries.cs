using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

public abstract partial class TableStoreContract
{
    private async Task<List<string>> KeysOf(RowRange range, int top = TableLimits.PageRowsMax, string partitionKey = "client")
    {
        var keys = new List<string>();
        string? continuation = null;
        do
        {
            var page = await Store.QueryAsync(Table, partitionKey, range, top, continuation);
            Assert.True(page.Rows.Count <= top);
            keys.AddRange(page.Rows.Select(row => row.RowKey));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return keys;
    }

    private async Task PutAll(params string[] rowKeys)
    {
        foreach (var chunk in rowKeys.Chunk(TableLimits.TransactionRowsMax))
        {
            await Store.SubmitAsync(Table, "client", [.. chunk.Select(key => Insert(key, key))]);
        }
    }

    [SkippableFact]
    public async Task Query_answers_the_range_in_ordinal_order()
    {
        await PutAll("b", "a", "B", "a-1", "a_1", "a.1", "a 1", "a1", "~", "c");

        Assert.Equal(["B", "a", "a 1", "a-1", "a.1", "a1", "a_1", "b", "c", "~"], await KeysOf(RowRange.All));
        Assert.Equal(["a1", "a_1"], await KeysOf(new RowRange("a1", "b")));
        Assert.Equal(["B", "a", "a 1"], await KeysOf(new RowRange(null, "a-1")));
        Assert.Equal(["c", "~"], await KeysOf(new RowRange("bb", null)));
        Assert.Empty(await KeysOf(new RowRange("b", "a")));
        Assert.Empty(await KeysOf(new RowRange("a", "a")));
    }

    [SkippableFact]
    public async Task Query_by_prefix_answers_every_key_with_it_and_no_other()
    {
        await PutAll("m-0", "m", "m-", "m-~~", "m-2026-01", "m.", "n", "M-0");

        Assert.Equal(["m-", "m-0", "m-2026-01", "m-~~"], await KeysOf(RowRange.StartingWith("m-")));
    }

    [SkippableFact]
    public async Task Query_answers_nothing_for_an_empty_partition()
    {
        await PutAll("row");

        var page = await Store.QueryAsync(Table, "other", RowRange.All);

        Assert.Empty(page.Rows);
        Assert.Null(page.Continuation);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Query_by_pages_answers_each_row_once(int top)
    {
        var keys = Enumerable.Range(0, 21).Select(index => $"row-{index:D2}").ToArray();
        await PutAll(keys);

        Assert.Equal(keys, await KeysOf(RowRange.All, top));
        Assert.Equal(keys[5..17], await KeysOf(new RowRange(keys[5], keys[17]), top));
    }

    [SkippableFact]
    public async Task Query_goes_on_behind_the_last_row_when_rows_change_between_pages()
    {
        await PutAll("a", "b", "c", "d", "e", "f");

        var first = await Store.QueryAsync(Table, "client", RowRange.All, top: 3);
        await Store.SubmitAsync(Table, "client", [Delete("c"), Delete("d"), Insert("aa", "1"), Insert("ca", "2"), Insert("g", "3")]);
        var second = await Store.QueryAsync(Table, "client", RowRange.All, continuation: first.Continuation);

        Assert.Equal(["a", "b", "c"], first.Rows.Select(row => row.RowKey));
        Assert.Equal(["ca", "e", "f", "g"], second.Rows.Select(row => row.RowKey));
    }

    [SkippableFact]
    public async Task Query_ends_when_everything_behind_the_page_is_gone()
    {
        await PutAll("a", "b", "c");

        var first = await Store.QueryAsync(Table, "client", RowRange.All, top: 2);
        await Store.SubmitAsync(Table, "client", [Delete("c")]);
        var second = await Store.QueryAsync(Table, "client", RowRange.All, top: 2, first.Continuation);

        Assert.Empty(second.Rows);
        Assert.Null(second.Continuation);
    }

    [SkippableFact]
    public async Task Query_answers_a_thousand_rows_by_default_and_continues()
    {
        await PutAll([.. Enumerable.Range(0, 1_050).Select(index => $"row-{index:D4}")]);

        var first = await Store.QueryAsync(Table, "client", RowRange.All);

        Assert.Equal(TableLimits.PageRowsMax, first.Rows.Count);
        Assert.Equal(1_050, (await KeysOf(RowRange.All)).Distinct().Count());
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public async Task Query_is_refused_when_it_asks_for_no_or_too_many_rows(int top)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.QueryAsync(Table, "client", RowRange.All, top));

    [SkippableFact]
    public async Task Tables_and_partitions_do_not_see_each_other()
    {
        await Put("row", "1");
        await Put("row", "2", partitionKey: "client2");
        await Put("row", "3", table: "payments2");
        await Store.SubmitAsync(Table, "client2", [Delete("row")]);

        Assert.Equal("1", await DataOf("row"));
        Assert.Null(await DataOf("row", "client2"));
        Assert.Equal("3", await DataOf("row", table: "payments2"));
        Assert.Equal("row", Assert.Single(await KeysOf(RowRange.All)));
    }

    [SkippableFact]
    public async Task Query_meets_no_half_of_a_transaction()
    {
        const int Turns = 100;
        await Store.SubmitAsync(Table, "client", [Insert("first", "0"), Insert("second", "0")]);
        var writing = Task.Run(async () =>
        {
            for (var turn = 1; turn <= Turns; turn++)
            {
                await Store.SubmitAsync(Table, "client", [Upsert("first", $"{turn}"), Upsert("second", $"{turn}")]);
            }
        });

        var distinct = 1;
        while (distinct == 1 && !writing.IsCompleted)
        {
            distinct = (await Store.QueryAsync(Table, "client", RowRange.All)).Rows.Select(row => row.Data).Distinct().Count();
        }

        await writing;
        Assert.Equal(1, distinct);
    }
}
