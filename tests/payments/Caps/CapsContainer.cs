using System.Text;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Caps;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.Caps;

/// <summary>The stores of the exchange through blobs; whatever is opened over them is a process of its own.</summary>
internal sealed class CapsContainer
{
    public MemoryTableStore Tables { get; } = new();

    public MemoryBlobStore Blobs { get; } = new();

    public CapsBlobExchange Open(Faults? faults = null)
        => faults is null
            ? new(Tables, Blobs, new FakeTimeProvider())
            : new(new FaultyTables(Tables, faults), new FaultyBlobs(Blobs, faults), new FakeTimeProvider());

    public Task PutAsync(string name, string text) => Blobs.PutAsync(CapsBlobExchange.Container, name, Encoding.UTF8.GetBytes(text), overwrite: true);

    public async Task<string> ReadAsync(string name)
        => Encoding.UTF8.GetString(await Blobs.GetAsync(CapsBlobExchange.Container, name) ?? throw new InvalidOperationException($"There is no blob {name}."));

    /// <summary>The names that begin so, without their beginning.</summary>
    public async Task<string[]> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var name in Blobs.ListAsync(CapsBlobExchange.Container, prefix))
        {
            names.Add(name[prefix.Length..]);
        }

        return [.. names];
    }

    /// <summary>The keys of every row of a payment's key.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync()
    {
        var keys = new List<string>();
        for (var shard = 0; shard < 16; shard++)
        {
            await foreach (var row in Tables.ScanAsync(Payments.Tables.Caps, $"key|{shard:D2}", RowRange.All))
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
        foreach (var name in await NamesAsync("out/"))
        {
            files.Add(name, [.. (await ReadAsync($"out/{name}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0])]);
        }

        return files;
    }
}
