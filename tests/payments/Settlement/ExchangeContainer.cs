using System.Text;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Settlement;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Settlement;

/// <summary>The stores of an exchange through blobs; whatever is opened over them is a process of its own.</summary>
/// <param name="name">The container of its files.</param>
/// <param name="table">The table of its records.</param>
/// <param name="open">The exchange over the stores.</param>
public sealed class ExchangeContainer<TInstruction>(string name, string table, Func<ITableStore, IBlobStore, TimeProvider, BlobExchange<TInstruction>> open)
    where TInstruction : IInstruction
{
    public string Name => name;

    public MemoryTableStore Tables { get; } = new();

    public MemoryBlobStore Blobs { get; } = new();

    public BlobExchange<TInstruction> Open() => open(Tables, Blobs, new FakeTimeProvider());

    internal BlobExchange<TInstruction> Open(Faults faults) => open(new FaultyTables(Tables, faults), new FaultyBlobs(Blobs, faults), new FakeTimeProvider());

    public Task PutAsync(string blob, string text) => Blobs.PutAsync(name, blob, Encoding.UTF8.GetBytes(text), overwrite: true);

    public async Task<string> ReadAsync(string blob)
        => Encoding.UTF8.GetString(await Blobs.GetAsync(name, blob) ?? throw new InvalidOperationException($"There is no blob {blob}."));

    /// <summary>The names that begin so, without their beginning.</summary>
    public async Task<string[]> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var blob in Blobs.ListAsync(name, prefix))
        {
            names.Add(blob[prefix.Length..]);
        }

        return [.. names];
    }

    /// <summary>The keys of every row of a payment's key.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync()
    {
        var keys = new List<string>();
        for (var shard = 0; shard < 16; shard++)
        {
            await foreach (var row in Tables.ScanAsync(table, $"key|{shard:D2}", RowRange.All))
            {
                keys.Add(row.RowKey);
            }
        }

        return keys;
    }

    /// <summary>The keys in each file that is out.</summary>
    public async Task<IReadOnlyDictionary<string, string[]>> OutKeysAsync()
    {
        var files = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in await NamesAsync("out/"))
        {
            files.Add(file, [.. (await ReadAsync($"out/{file}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])]);
        }

        return files;
    }
}
