using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Amounts;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Writes the file of an export and its manifest, from what it has taken and from nothing else, so that every repetition writes the same bytes.</summary>
public sealed class ExportFiling(PaymentExportRecords exports, IBlobStore blobs, ILogger<ExportFiling> logger)
{
    private static readonly JsonSerializerOptions ManifestOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <exception cref="InvalidOperationException">The export still takes.</exception>
    /// <exception cref="IOException">Another file stands under the name.</exception>
    public async Task WriteAsync(string id, CancellationToken cancellation)
    {
        var export = await exports.ReadAsync(id, cancellation);
        var (items, left) = await ItemsAsync(id, cancellation);
        var content = ExportLines.Write(items);
        var total = items.Aggregate(Money.Zero, (sum, item) => sum + item.Amount);
        var manifest = new ExportManifest(id, export.Period, PaymentExportKeys.File(id), items.Count, total, Convert.ToHexStringLower(SHA256.HashData(content)), export.CreatedAt);
        await PutAsync(PaymentExportKeys.File(id), content, cancellation);
        await PutAsync(PaymentExportKeys.Manifest(id), JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestOptions), cancellation);
        var noted = await exports.ChangeAsync(
            id, before => before.Sha256 is null ? before with { Count = items.Count, Total = total, Sha256 = manifest.Sha256, Left = left } : null, cancellation);
        if ((noted.Sha256, noted.Count, noted.Total) != (manifest.Sha256, manifest.Count, manifest.Total))
        {
            throw new InvalidOperationException($"Export {id} is noted with a file of SHA-256 {noted.Sha256}, and its items make one of {manifest.Sha256}.");
        }

        Log.ExportFileWritten(logger, id, items.Count);
    }

    private async Task<(List<ExportItem> Items, bool Left)> ItemsAsync(string id, CancellationToken cancellation)
    {
        var items = new List<ExportItem>();
        var left = false;
        for (var part = 0; part < ExportPart.Parts; part++)
        {
            var taken = (await exports.FindPartAsync(id, part, cancellation)).Part;
            if (taken.State != ExportPartState.Sealed)
            {
                throw new InvalidOperationException($"Part {part} of export {id} still takes; its file cannot be written.");
            }

            left |= taken.Left;
            var before = items.Count;
            string? next = null;
            do
            {
                (var page, next) = await exports.ItemsAsync(id, part, next, TableLimits.PageRowsMax, cancellation);
                items.AddRange(page);
            }
            while (next is not null);

            if (items.Count - before != taken.Count)
            {
                throw new InvalidOperationException($"Part {part} of export {id} has taken {taken.Count} and holds {items.Count - before}.");
            }
        }

        return (items, left);
    }

    /// <summary>Writes a blob, or finds that it stands as it is to be.</summary>
    private async Task PutAsync(string name, byte[] content, CancellationToken cancellation)
    {
        if (!await blobs.PutAsync(Containers.PaymentExports, name, content, overwrite: false, cancellation)
            && !(await blobs.GetAsync(Containers.PaymentExports, name, cancellation)).AsSpan().SequenceEqual(content))
        {
            throw new IOException($"The blob {name} in the container {Containers.PaymentExports} is not what the export has written; move it away, and the export goes on.");
        }
    }
}

/// <summary>What stands beside the file of an export.</summary>
/// <param name="File">The file's name in its container.</param>
/// <param name="Count">Its lines, without the header.</param>
/// <param name="Total">The sum of their amounts, in dollars.</param>
/// <param name="Sha256">Of the file, in lower-case hex.</param>
public sealed record ExportManifest(
    string ExportId, string Period, string File, int Count, [property: JsonConverter(typeof(TotalJsonConverter))] Money Total, string Sha256, DateTimeOffset CreatedAt);
