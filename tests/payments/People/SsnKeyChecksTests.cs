using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Payments.People;
using Serverless.Storage.Memory;
using Serverless.Testing;

namespace Serverless.Payments.Tests.People;

/// <summary>An installation does not start with other keys than its numbers are kept under.</summary>
[Trait("Req", "KEES-3")]
public sealed class SsnKeyChecksTests : IDisposable
{
    private readonly MemoryTableStore tables = new();
    private readonly LoggedLines logs = new();
    private readonly byte[] first = RandomNumberGenerator.GetBytes(SsnKeys.KeyBytes);
    private readonly byte[] second = RandomNumberGenerator.GetBytes(SsnKeys.KeyBytes);
    private readonly byte[] search = RandomNumberGenerator.GetBytes(SsnKeys.KeyBytes);

    public void Dispose() => logs.Dispose();

    [Fact]
    public async Task Same_keys_start_again_and_a_further_version_is_added()
    {
        Assert.False(await SsnKeyChecks.AnyAsync(tables));
        await KeepAsync(new(1, Sealing(first), search));
        Assert.True(await SsnKeyChecks.AnyAsync(tables));
        await KeepAsync(new(1, Sealing(first), search));
        await KeepAsync(new(2, Sealing(first, second), search));
        await KeepAsync(new(1, Sealing(first, second), search));

        Assert.Equal([2620, 2620, 2620], logs.EventIds);
    }

    [Fact]
    public async Task Another_search_key_is_refused_and_nothing_is_written()
    {
        await KeepAsync(new(1, Sealing(first), search));
        var before = await RowsAsync();

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => KeepAsync(new(2, Sealing(first, second), RandomNumberGenerator.GetBytes(SsnKeys.KeyBytes))));

        Assert.Contains("the search key", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task Another_key_for_a_known_version_is_refused()
    {
        await KeepAsync(new(1, Sealing(first), search));

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => KeepAsync(new(1, Sealing(second), search)));

        Assert.Contains("the key of version 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_that_is_left_out_is_asked_back()
    {
        await KeepAsync(new(2, Sealing(first, second), search));

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => KeepAsync(new(2, new Dictionary<int, byte[]> { [2] = second }, search)));

        Assert.Contains("the key of version 1, which is not among the keys", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_hosts_that_begin_at_once_with_keys_of_their_own_one_alone_is_let_in()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Record.ExceptionAsync(() => KeepAsync(SsnKeys.CreateRandom())))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.IsType<InvalidDataException>(outcome));
    }

    [Fact]
    public async Task Neither_rows_nor_lines_of_the_log_give_a_key_away()
    {
        await KeepAsync(new(1, Sealing(first), search));

        var told = string.Join('\n', (await RowsAsync()).Concat(logs.Lines.Select(line => line.Text)));
        foreach (var key in (byte[][])[first, search])
        {
            Assert.DoesNotContain(Convert.ToBase64String(key), told, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(key), told, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Application_does_not_open_with_keys_of_another_installation()
    {
        await using var world = await PaymentsWorld.CreateAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => PaymentsApplication.OpenAsync(world.Application.Ports with { SsnKeys = SsnKeys.CreateRandom() }));

        using var again = await PaymentsApplication.OpenAsync(world.Application.Ports);
    }

    private static Dictionary<int, byte[]> Sealing(params byte[][] keys) => keys.Select((key, index) => (Version: index + 1, key)).ToDictionary(pair => pair.Version, pair => pair.key);

    private Task KeepAsync(SsnKeys keys) => new SsnKeyChecks(tables, logs.CreateLogger<SsnKeyChecks>()).KeepAsync(keys);

    private async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in tables.ScanTableAsync(Tables.Settings))
        {
            rows.Add($"{row.PartitionKey} {row.RowKey} {row.Data}");
        }

        return rows;
    }
}
