using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Serverless.Durable;
using Serverless.Payments.Files;
using Serverless.Storage;

namespace Serverless.Payments.Billing.Intake;

/// <summary>Files of billing invoices that were taken in: the original content, the record of its attempts, and the reports.</summary>
public sealed class BillingIntakeRecords(ITableStore tables, IBlobStore blobs)
{
    private const string Files = "billing";

    /// <summary>Rows of attempts that have no report yet; those of all kinds of files begin so, and are counted together.</summary>
    private const string OpenPrefix = "open|";

    private const string FaultsPrefix = "faults|";

    /// <summary>Attempts at a row that others keep getting ahead of.</summary>
    private const int TriesMax = 20;

    public Task<BillingIntakeRecord?> FindAsync(string contentHash, CancellationToken cancellation)
        => tables.FindAsync<BillingIntakeRecord>(Tables.Intake, Files, contentHash, cancellation);

    /// <summary>Keeps the original, whatever becomes of it (ALL-2).</summary>
    public Task KeepAsync(string contentHash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
        => blobs.PutAsync(Containers.BillingFiles, contentHash, content, overwrite: false, cancellation);

    /// <summary>The record with what its file holds.</summary>
    /// <exception cref="InvalidOperationException">It is not recorded, or the content is lost.</exception>
    public async Task<(BillingIntakeRecord Record, BillingFileContent Content)> ReadAsync(string contentHash, CancellationToken cancellation)
    {
        var record = await FindAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The intake of {contentHash} is not recorded.");
        var content = await blobs.GetAsync(Containers.BillingFiles, contentHash, cancellation) ?? throw new InvalidOperationException($"The content of {contentHash} is not stored.");
        return (record, BillingFile.Read(content, record.Format));
    }

    /// <summary>Records the content as taken in, unless it is; where it was refused, another delivery of it begins another attempt.</summary>
    /// <returns>The record that stands.</returns>
    public async Task<BillingIntakeRecord> ClaimAsync(string contentHash, BillingIntakeRecord wanted, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await tables.GetAsync(Tables.Intake, Files, contentHash, cancellation);
            var standing = row is null ? null : Rows.Read<BillingIntakeRecord>(row);
            if (standing is not null && (!standing.IsRefused || standing.DeliveryId == wanted.DeliveryId))
            {
                return standing;
            }

            var claimed = wanted with { Attempt = (standing?.Attempt ?? 0) + 1 };
            try
            {
                await tables.SubmitAsync(
                    Tables.Intake,
                    Files,
                    [
                        row is null ? TableOperation.Insert(contentHash, Rows.Write(claimed)) : TableOperation.Update(contentHash, Rows.Write(claimed), row.ETag),
                        TableOperation.Insert(OpenPrefix + Of(contentHash, claimed.Attempt), string.Empty),
                    ],
                    cancellation);
                return claimed;
            }
            catch (TableConflictException) when (attempt < TriesMax)
            {
                // Another delivery of the same content came first; its record stands.
            }
        }
    }

    /// <summary>Records that the attempt is refused, and why. The first time counts: what is void stays so for the same reasons.</summary>
    public async Task RefuseAsync(string contentHash, int attempt, IReadOnlyList<FileFault> faults, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            var row = await tables.GetAsync(Tables.Intake, Files, contentHash, cancellation) ?? throw new InvalidOperationException($"The intake of {contentHash} is not recorded.");
            var record = Rows.Read<BillingIntakeRecord>(row);
            if (record.IsVoid(attempt))
            {
                return;
            }

            try
            {
                await tables.SubmitAsync(
                    Tables.Intake,
                    Files,
                    [
                        TableOperation.Update(contentHash, Rows.Write(record with { IsRefused = true }), row.ETag),
                        TableOperation.Insert(FaultsPrefix + Of(contentHash, attempt), Rows.Write(faults)),
                    ],
                    cancellation);
                return;
            }
            catch (TableConflictException) when (tried < TriesMax)
            {
                // The same step was run twice at one time.
            }
        }
    }

    /// <summary>Why an attempt was refused.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public async Task<IReadOnlyList<FileFault>> FaultsAsync(string contentHash, int attempt, CancellationToken cancellation)
        => await tables.FindAsync<IReadOnlyList<FileFault>>(Tables.Intake, Files, FaultsPrefix + Of(contentHash, attempt), cancellation)
            ?? throw new InvalidOperationException($"Attempt {attempt} of the intake of {contentHash} was not refused.");

    /// <summary>Writes the report, with which the attempt is over.</summary>
    public async Task PutReportAsync(string contentHash, int attempt, BillingReport report, CancellationToken cancellation)
    {
        await blobs.PutAsync(Containers.BillingReports, ReportName(contentHash, attempt), JsonSerializer.SerializeToUtf8Bytes(report, DurableJson.Options), overwrite: true, cancellation);
        try
        {
            await tables.SubmitAsync(Tables.Intake, Files, [TableOperation.Delete(OpenPrefix + Of(contentHash, attempt))], cancellation);
        }
        catch (TableConflictException)
        {
            // A repeated activity finds it closed.
        }
    }

    public async Task<BillingReport?> FindReportAsync(string contentHash, int attempt, CancellationToken cancellation)
        => await blobs.GetAsync(Containers.BillingReports, ReportName(contentHash, attempt), cancellation) is { } json ? JsonSerializer.Deserialize<BillingReport>(json, DurableJson.Options) : null;

    /// <summary>The attempts that are recorded and not reported.</summary>
    public async IAsyncEnumerable<(string ContentHash, int Attempt)> OpenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanAsync(Tables.Intake, Files, RowRange.StartingWith(OpenPrefix), cancellation))
        {
            var parts = row.RowKey.Split('|');
            yield return (parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
        }
    }

    private static string Of(string contentHash, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{contentHash}|{attempt}");

    private static string ReportName(string contentHash, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{contentHash}-{attempt}");
}
