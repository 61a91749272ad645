using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Azure;

/// <summary>Whatever befalls a request, a row is read as it stands and a transaction is done once.</summary>
public sealed class TableFaultTests
{
    private const string Table = "payments";
    private const string Partition = "client";

    /// <summary>Each once, and some that follow each other.</summary>
    public static TheoryData<Fault[]> Survived => new(
        [Fault.Throttled], [Fault.Busy], [Fault.ServerError], [Fault.ResetBefore], [Fault.NeverAnswers], [Fault.AnswerLost], [Fault.DoneAndServerError],
        [Fault.ResetBefore, Fault.Busy, Fault.AnswerLost], [Fault.AnswerLost, Fault.ServerError, Fault.AnswerLost]);

    [SkippableTheory]
    [MemberData(nameof(Survived))]
    public async Task Row_and_range_are_read(Fault[] faults)
    {
        var account = await FaultyAccount.OpenAsync();
        await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("a", "1"), Insert("b", "2")]);

        account.Faults.Next(faults);
        Assert.Equal("1", (await account.Tables.GetAsync(Table, Partition, "a"))!.Data);
        account.Faults.Next(faults);
        Assert.Equal(["1", "2"], (await account.Tables.QueryAsync(Table, Partition, RowRange.All)).Rows.Select(row => row.Data));
        account.Faults.Next(faults);
        Assert.Equal(["1", "2"], (await account.Tables.QueryTableAsync(Table)).Rows.Select(row => row.Data));
        Assert.True(account.Faults.AreOver);
    }

    [SkippableTheory]
    [MemberData(nameof(Survived))]
    public async Task Transaction_is_done_once_and_answers_the_etags_of_its_rows(Fault[] faults)
    {
        var account = await FaultyAccount.OpenAsync();
        var first = await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("update", "old"), Insert("upsert", "old"), Insert("delete", "old"), Insert("any", "old")]);

        foreach (var operations in (TableOperation[][])[
            [Insert("insert", "new")],
            [Update("update", "new", first[0]!)],
            [Upsert("upsert", "new")],
            [Delete("delete", first[2])],
            [Insert("guard", "new"), Upsert("upsert", "newer"), Delete("any"), Upsert("made", "new")]])
        {
            account.Faults.Next(faults);
            var etags = await account.Tables.SubmitAsync(Table, Partition, operations);

            Assert.True(account.Faults.AreOver);
            for (var index = 0; index < operations.Length; index++)
            {
                Assert.Equal(etags[index], (await account.Other.Tables.GetAsync(Table, Partition, operations[index].RowKey))?.ETag);
            }
        }

        Assert.Equal(["guard=new", "insert=new", "made=new", "update=new", "upsert=newer"], await RowsAsync(account));
    }

    [SkippableTheory]
    [MemberData(nameof(Survived))]
    public async Task Conflict_with_others_is_still_one(Fault[] faults)
    {
        var account = await FaultyAccount.OpenAsync();
        var stale = (await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("moved", "old")]))[0]!;
        await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("taken", "theirs"), Upsert("moved", "theirs")]);

        foreach (var (operation, conflict) in (Dictionary<TableOperation, TableConflict>)new()
        {
            [Insert("taken", "ours")] = TableConflict.Exists,
            [Update("moved", "ours", stale)] = TableConflict.Changed,
            [Update("none", "ours", stale)] = TableConflict.Missing,
            [Delete("moved", stale)] = TableConflict.Changed,
        })
        {
            account.Faults.Next(faults);
            var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Upsert("beside", "ours"), operation]));
            Assert.Equal((operation.RowKey, conflict), (refusal.RowKey, refusal.Conflict));
        }

        Assert.Equal(["moved=theirs", "taken=theirs"], await RowsAsync(account));
    }

    [SkippableFact]
    public async Task Row_that_another_inserts_while_ours_did_not_get_through_is_a_conflict()
    {
        var account = await FaultyAccount.OpenAsync();
        account.Faults.Next(Fault.ServerError);
        account.Faults.Meanwhile = () => account.Other.Tables.SubmitAsync(Table, Partition, [Insert("slot", "theirs")]);

        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Insert("slot", "ours")]));

        Assert.Equal(TableConflict.Exists, refusal.Conflict);
        Assert.Equal(["slot=theirs"], await RowsAsync(account));
    }

    [SkippableFact]
    public async Task Row_that_another_rewrites_after_a_commit_whose_answer_was_lost_stays_theirs()
    {
        var account = await FaultyAccount.OpenAsync();
        await account.Other.Tables.SubmitAsync(Table, "other", [Insert("so that the table is there", "")]);
        account.Faults.Next(Fault.AnswerLost);
        account.Faults.Meanwhile = () => account.Other.Tables.SubmitAsync(Table, Partition, [Upsert("shared", "theirs")]);

        var etags = await account.Tables.SubmitAsync(Table, Partition, [Upsert("own", "ours"), Upsert("shared", "ours")]);

        Assert.Equal(["own=ours", "shared=theirs"], await RowsAsync(account));
        Assert.Equal((await account.Other.Tables.GetAsync(Table, Partition, "own"))!.ETag, etags[0]);
        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Update("shared", "lost", etags[1]!)]));
        Assert.Equal(TableConflict.Changed, refusal.Conflict);
    }

    [SkippableFact]
    public async Task Deletes_alone_are_done_when_their_answer_was_lost_and_the_rows_are_gone()
    {
        var account = await FaultyAccount.OpenAsync();
        await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("a", "1"), Insert("b", "2")]);

        account.Faults.Next(Fault.AnswerLost);
        Assert.Equal([null, null], await account.Tables.SubmitAsync(Table, Partition, [Delete("a"), Delete("b")]));

        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Delete("a")]));
        Assert.Equal(TableConflict.Missing, refusal.Conflict);
    }

    [SkippableFact]
    public async Task Deletes_alone_are_a_conflict_when_one_of_their_rows_still_stands()
    {
        var account = await FaultyAccount.OpenAsync();
        await account.Other.Tables.SubmitAsync(Table, Partition, [Insert("b", "2")]);

        account.Faults.Next(Fault.ServerError);
        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Delete("a"), Delete("b")]));

        Assert.Equal(("a", TableConflict.Missing), (refusal.RowKey, refusal.Conflict));
        Assert.Equal(["b=2"], await RowsAsync(account));
    }

    [SkippableFact]
    public async Task Precondition_that_failed_is_a_conflict_and_not_tried_again()
    {
        var account = await FaultyAccount.OpenAsync();
        var etag = (await account.Tables.SubmitAsync(Table, Partition, [Insert("row", "old")]))[0]!;
        var before = account.Faults.Requests.Count;

        account.Faults.Next(Fault.PreconditionFailed);
        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => account.Tables.SubmitAsync(Table, Partition, [Update("row", "new", etag)]));

        Assert.Equal(("row", TableConflict.Changed), (refusal.RowKey, refusal.Conflict));
        Assert.Equal(before + 1, account.Faults.Requests.Count);
        Assert.Equal(["row=old"], await RowsAsync(account));
    }

    [SkippableFact]
    public async Task Table_that_is_being_deleted_is_waited_for()
    {
        var account = await FaultyAccount.OpenAsync();

        account.Faults.Next(Fault.TableBeingDeleted, Fault.TableBeingDeleted);
        await account.Tables.SubmitAsync(Table, Partition, [Insert("row", "1")]);

        Assert.Equal(["row=1"], await RowsAsync(account));
    }

    private static async Task<IEnumerable<string>> RowsAsync(FaultyAccount account)
        => (await account.Other.Tables.QueryAsync(Table, Partition, RowRange.All)).Rows.Select(row => $"{row.RowKey}={row.Data}");
}
