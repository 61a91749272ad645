using System.Runtime.CompilerServices;
using System.Text.Json;
using Serverless.Durable;
using Serverless.Storage;

namespace Serverless.Payments.Invoices;

/// <summary>What was taken in: the original content, the record that it was, and the report.</summary>
public sealed class IntakeRecords(ITableStore tables, IBlobStore blobs)
{
    private const string Files = "files";

    /// <summary>Rows of intakes that have no report yet.</summary>
    internal const string OpenPrefix = "open|";

    public Task<IntakeRecord?> FindAsync(string contentHash, CancellationToken cancellation)
        => tables.FindAsync<IntakeRecord>(Tables.Intake, Files, contentHash, cancellation);

    /// <summary>Keeps the original, whatever becomes of it (ALL-2).</summary>
    public Task KeepAsync(string contentHash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => blobs.PutAsync(Containers.Invoices, contentHash, content, overwrite: false, cancellation);

    public Task<byte[]?> ReadContentAsync(string contentHash, CancellationToken cancellation) => blobs.GetAsync(Containers.Invoices, contentHash, cancellation);

    /// <summary>Records the content as taken in, unless it is.</summary>
    /// <returns>The record that stands.</returns>
    public async Task<IntakeRecord> ClaimAsync(string contentHash, IntakeRecord record, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Intake, Files, [TableOperation.Insert(contentHash, Rows.Write(record)), TableOperation.Upsert(OpenPrefix + contentHash, string.Empty)], cancellation);
            return record;
        }
        catch (TableConflictException)
        {
            return await FindAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The intake of {contentHash} is recorded and cannot be read.");
        }
    }

    /// <summary>Writes the report, with which the intake is over.</summary>
    public async Task PutReportAsync(string contentHash, InvoiceReport report, CancellationToken cancellation)
    {
        await blobs.PutAsync(Containers.InvoiceReports, contentHash, JsonSerializer.SerializeToUtf8Bytes(report, DurableJson.Options), overwrite: true, cancellation);
        try
        {
            await tables.SubmitAsync(Tables.Intake, Files, [TableOperation.Delete(OpenPrefix + contentHash)], cancellation);
        }
        catch (TableConflictException)
        {
            // A repeated activity finds it closed.
        }
    }

    /// <summary>The contents that are taken in and not reported.</summary>
    public async IAsyncEnumerable<string> OpenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanAsync(Tables.Intake, Files, RowRange.StartingWith(OpenPrefix), cancellation))
        {
            yield return row.RowKey[OpenPrefix.Length..];
        }
    }

    public async Task<InvoiceReport?> FindReportAsync(string contentHash, CancellationToken cancellation)
        => await blobs.GetAsync(Containers.InvoiceReports, contentHash, cancellation) is { } json ? JsonSerializer.Deserialize<InvoiceReport>(json, DurableJson.Options) : null;
}
