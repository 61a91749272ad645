using static Serverless.Storage.TableOperation;

namespace Serverless.Storage.Tests.Tables;

public abstract partial class TableStoreContract
{
    public static TheoryData<string> BadKeys => new("", "a/b", "a\\b", "a#b", "a?b", "a\tb", "a\nb", "a\0b", "a\u007F", "Zoë", "名", "😀", new string('k', 513));

    public static TheoryData<string> BadTables => new("", "ab", "1abc", "a-b-c", "a_b", "tables", "Tables", "payments\n", "zahlungeñ", new string('t', 64));

    public static TheoryData<string> Payloads => new("", "{\"note\":\"Zoë 名 😀 𝒳\"}", "a'b\"c`d;--", "line\r\nline\ttab", "before\0after", "\uFEFFbom \uFFFF");

    [SkippableTheory]
    [MemberData(nameof(BadKeys))]
    public async Task Key_is_refused_when_not_every_store_can_hold_and_order_it(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", [Upsert(key, "1")]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, key, [Upsert("row", "1")]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(Table, key, "row"));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(Table, "client", key));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(Table, key, RowRange.All));
    }

    [SkippableTheory]
    [MemberData(nameof(BadTables))]
    public async Task Table_is_refused_when_not_every_store_can_name_it_so(string table)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(table, "client", [Upsert("row", "1")]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.GetAsync(table, "client", "row"));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.QueryAsync(table, "client", RowRange.All));
    }

    [SkippableFact]
    public async Task Key_may_have_every_other_printable_character_and_the_full_length()
    {
        var printable = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => !"/\\#?".Contains(character, StringComparison.Ordinal)));
        foreach (var key in new[] { printable, new string('k', TableLimits.KeyCharsMax) })
        {
            await Put(key, "1", key);
            Assert.Equal("1", await DataOf(key, key));
            Assert.Equal([key], await KeysOf(RowRange.All, partitionKey: key));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Payloads))]
    public async Task Payload_is_read_back_to_the_character(string data)
    {
        await Put("row", data);

        Assert.Equal(data, await DataOf("row"));
        Assert.Equal(data, (await Store.QueryAsync(Table, "client", RowRange.All)).Rows.Single().Data);
    }

    [SkippableFact]
    public async Task Payload_may_be_as_large_as_the_limit_and_no_larger()
    {
        var largest = string.Concat(Enumerable.Repeat("0123456789abcde€", TableLimits.DataCharsMax / 16));
        await Put("row", largest);
        Assert.Equal(largest, await DataOf("row"));

        await Assert.ThrowsAsync<ArgumentException>(() => Put("row", largest + "x"));
        Assert.Equal(largest, await DataOf("row"));
    }

    [SkippableFact]
    public async Task Transaction_is_refused_when_its_payloads_are_too_large_together()
    {
        var half = new string('x', TableLimits.TransactionCharsMax / 2);
        await Store.SubmitAsync(Table, "client", [Upsert("1", half), Upsert("2", half)]);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.SubmitAsync(Table, "client", [Upsert("1", half), Upsert("2", half), Upsert("3", "x")]));
    }

    [SkippableTheory]
    [InlineData("\"")]
    [InlineData("\u0001")]
    [InlineData("€")]
    [InlineData("😀")]
    public async Task Transaction_of_every_limit_at_once_passes(string worst)
    {
        // Whatever takes most bytes wherever it stands: in the payloads, in the keys, in as many rows as there may be.
        var partitionKey = new string('\'', TableLimits.KeyCharsMax);
        var each = TableLimits.TransactionCharsMax / TableLimits.TransactionRowsMax;
        var data = string.Concat(Enumerable.Repeat(worst, each / worst.Length));
        TableOperation[] operations = [.. Enumerable.Range(0, TableLimits.TransactionRowsMax).Select(index => Upsert($"{new string('\'', TableLimits.KeyCharsMax - 2)}{index:D2}", data))];

        await Store.SubmitAsync(Table, partitionKey, operations);

        Assert.Equal(data, await DataOf(operations[^1].RowKey, partitionKey));
    }

    [SkippableFact]
    public async Task Payload_is_refused_when_it_is_no_valid_unicode()
    {
        // Not as theory data: that passes through UTF-8, which is just what such texts do not survive.
        foreach (var data in new[] { "\uD83D", "a\uDE00b", "\uD83D\uDE00\uD83D", "\uDE00\uD83D" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Put("row", data));
        }
    }
}
