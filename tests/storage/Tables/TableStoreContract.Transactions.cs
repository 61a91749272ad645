using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

public abstract partial class TableStoreContract
{
    [SkippableFact]
    public async Task Transaction_writes_all_its_rows_and_answers_their_etags_in_order()
    {
        var old = await Put("delete", "1");
        var guard = await Put("update", "1");

        var etags = await Store.SubmitAsync(Table, "client", [Insert("insert", "2"), Delete("delete", old), Update("update", "3", guard), Upsert("upsert", "4")]);

        Assert.Null(etags[1]);
        Assert.Equal(etags[0], (await Store.GetAsync(Table, "client", "insert"))!.ETag);
        Assert.Equal(etags[2], (await Store.GetAsync(Table, "client", "update"))!.ETag);
        Assert.Equal(etags[3], (await Store.GetAsync(Table, "client", "upsert"))!.ETag);
        Assert.Equal(["2", "3", "4"], (await Store.QueryAsync(Table, "client", RowRange.All)).Rows.Select(row => row.Data));
    }

    [SkippableFact]
    public async Task Transaction_names_the_first_operation_that_fails_and_writes_nothing()
    {
        await Put("taken", "old");
        var stale = await Put("moved", "old");
        await Put("moved", "newer");
        var before = await Store.QueryAsync(Table, "client", RowRange.All);

        var refusal = await Refused(
            Insert("fine", "1"), Upsert("taken", "2"), Update("moved", "3", stale), Delete("none"), Insert("after", "4"));

        Assert.Equal(("moved", TableConflict.Changed), (refusal.RowKey, refusal.Conflict));
        Assert.Equal(before.Rows, (await Store.QueryAsync(Table, "client", RowRange.All)).Rows);
    }

    [SkippableFact]
    public async Task Conflict_says_which_row_of_which_table_and_why()
    {
        await Put("row", "old");

        var refusal = await Refused(Insert("row", "new"));

        Assert.Equal("Row 'row' of partition 'client' in table 'payments': it exists already. Nothing was written.", refusal.Message);
    }

    [SkippableFact]
    public async Task Transaction_holds_a_hundred_rows_and_no_more()
    {
        static TableOperation[] Rows(int count) => [.. Enumerable.Range(0, count).Select(index => Insert($"row-{index:D3}", "1"))];

        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", Rows(101)));
        Assert.Empty((await Store.QueryAsync(Table, "client", RowRange.All)).Rows);

        await Store.SubmitAsync(Table, "client", Rows(100));
        Assert.Equal(100, (await Store.QueryAsync(Table, "client", RowRange.All)).Rows.Count);
    }

    [SkippableFact]
    public async Task Transaction_is_refused_when_it_is_empty()
        => await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", []));

    [SkippableFact]
    public async Task Transaction_is_refused_when_it_names_a_row_twice()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", [Insert("row", "1"), Insert("other", "2"), Delete("row")]));

        Assert.Contains("'row' is named twice", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await Store.QueryAsync(Table, "client", RowRange.All)).Rows);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("*")]
    public async Task Condition_is_refused_when_its_etag_would_match_anything(string etag)
    {
        await Put("row", "old");

        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", [Update("row", "new", etag)]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", [Delete("row", etag)]));
        Assert.Equal("old", await DataOf("row"));
    }

    [SkippableFact]
    public async Task Conditional_updates_at_once_have_exactly_one_winner()
    {
        const int Rounds = 20;
        const int Contenders = 8;
        var etag = await Put("guard", "start");
        for (var round = 0; round < Rounds; round++)
        {
            var read = etag;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(contender => Task.Run(async () =>
            {
                try
                {
                    var written = await Store.SubmitAsync(Table, "client", [Update("guard", $"{contender}", read), Insert($"round-{round:D2}-by-{contender}", "won")]);
                    return (Contender: contender, ETag: written[0]);
                }
                catch (TableConflictException conflict) when (conflict is { RowKey: "guard", Conflict: TableConflict.Changed })
                {
                    return (Contender: contender, ETag: null);
                }
            })));

            var (winner, winning) = Assert.Single(outcomes, outcome => outcome.ETag is not null);
            Assert.Equal($"{winner}", await DataOf("guard"));
            Assert.Equal(winning, (await Store.GetAsync(Table, "client", "guard"))!.ETag);
            etag = winning!;
        }

        Assert.Equal(Rounds, (await Store.QueryAsync(Table, "client", RowRange.StartingWith("round-"))).Rows.Count);
    }

    [SkippableFact]
    public async Task Inserts_of_one_row_at_once_have_exactly_one_winner()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(contender => Task.Run(async () =>
        {
            try
            {
                await Store.SubmitAsync(Table, "client", [Insert("slot", $"{contender}")]);
                return $"{contender}";
            }
            catch (TableConflictException conflict) when (conflict.Conflict == TableConflict.Exists)
            {
                return null;
            }
        })));

        Assert.Equal(Assert.Single(outcomes, outcome => outcome is not null), await DataOf("slot"));
    }

    [SkippableFact]
    public async Task Writer_sees_at_once_what_it_wrote_while_others_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var turn = 0; turn < 25; turn++)
            {
                await Put("row", $"{turn}", $"client-{writer}");
                Assert.Equal($"{turn}", await DataOf("row", $"client-{writer}"));
            }
        })));
    }
}
