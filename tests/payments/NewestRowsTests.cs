using System.Globalization;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests;

/// <summary>Lists with the latest first, over tables that answer with the first alone.</summary>
public sealed class NewestRowsTests
{
    private const string Table = "notices";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 18, 0, 0, TimeSpan.Zero);
    private readonly MemoryTableStore tables = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(86_400)]
    [InlineData(40_000_000)]
    public async Task Every_row_comes_once_and_the_latest_first_however_far_they_lie_apart(int secondsApart)
    {
        var keys = await WriteAsync(250, TimeSpan.FromSeconds(secondsApart));
        Assert.Equal(keys, await NewestAsync(null));
        Assert.Equal(keys.Skip(101), await NewestAsync(keys[100]));
        Assert.Empty(await NewestAsync(keys[^1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_window_that_holds_too_much_is_read_in_parts(int secondsApart)
    {
        var keys = await WriteAsync(9_000, TimeSpan.FromSeconds(secondsApart));
        Assert.Equal(keys, await NewestAsync(null));
    }

    [Fact]
    public async Task What_a_clock_that_was_ahead_has_written_comes_first()
    {
        var keys = await WriteAsync(3, TimeSpan.FromDays(1), Now.AddDays(30));
        Assert.Equal(keys, await NewestAsync(null));
        Assert.Equal(keys.Skip(1), await NewestAsync(keys[0]));
    }

    [Fact]
    public async Task The_latest_of_many_are_read_without_the_many()
    {
        var keys = await WriteAsync(20_000, TimeSpan.FromHours(1));
        var counting = new CountingTables(tables);
        var latest = await NewestRows.ScanNewestAsync(counting, Table, "p", "n|", null, Now).Take(20).Select(row => row.RowKey).ToListAsync();
        Assert.Equal(keys.Take(20), latest);
        Assert.InRange(counting.Rows, 20, 50);
    }

    [Theory]
    [InlineData("n|")]
    [InlineData("n|zzz")]
    [InlineData("n|-")]
    public async Task A_place_that_no_page_gave_leads_to_an_end(string before)
    {
        var keys = await WriteAsync(5, TimeSpan.FromDays(3));
        Assert.All(await NewestAsync(before), key => Assert.Contains(key, keys));
    }

    private async Task<List<string>> NewestAsync(string? before) => await tables.ScanNewestAsync(Table, "p", "n|", before, Now).Select(row => row.RowKey).ToListAsync();

    /// <summary>Writes rows among others, and answers their keys with the latest first.</summary>
    private async Task<List<string>> WriteAsync(int rows, TimeSpan apart, DateTimeOffset? latest = null)
    {
        var keys = Enumerable.Range(0, rows)
            .Select(row => $"n|{NewestRows.KeyOf((latest ?? Now) - (row * apart))}|{(rows - row).ToString("D6", CultureInfo.InvariantCulture)}")
            .ToList();
        foreach (var chunk in keys.Concat(["id|before", "z|behind"]).Chunk(TableLimits.TransactionRowsMax))
        {
            await tables.SubmitAsync(Table, "p", [.. chunk.Select(key => TableOperation.Insert(key, "{}"))]);
        }

        return keys;
    }

    private sealed class CountingTables(ITableStore inner) : ITableStore
    {
        public int Rows { get; private set; }

        public Task<TableRow?> GetAsync(string table, string partitionKey, string rowKey, CancellationToken cancellation = default) => inner.GetAsync(table, partitionKey, rowKey, cancellation);

        public async Task<TablePage> QueryAsync(string table, string partitionKey, RowRange range, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default)
        {
            var page = await inner.QueryAsync(table, partitionKey, range, top, continuation, cancellation);
            Rows += page.Rows.Count;
            return page;
        }

        public Task<TablePage> QueryTableAsync(string table, int top = TableLimits.PageRowsMax, string? continuation = null, CancellationToken cancellation = default) => inner.QueryTableAsync(table, top, continuation, cancellation);

        public Task<IReadOnlyList<string?>> SubmitAsync(string table, string partitionKey, IReadOnlyList<TableOperation> operations, CancellationToken cancellation = default)
            => inner.SubmitAsync(table, partitionKey, operations, cancellation);
    }
}
