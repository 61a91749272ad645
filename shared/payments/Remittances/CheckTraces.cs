using System.Globalization;
using Serverless.Payments.Calendar;
using Serverless.Payments.Files;
using Serverless.Payments.Remittances.Era;
using Serverless.Storage;

namespace Serverless.Payments.Remittances;

/// <summary>
/// Which session holds each check that came in a file. A payer that sends a remittance again gives it new control numbers, so
/// that its content is another one; its checks are the same, and their money came once.
/// </summary>
public sealed class CheckTraces(ITableStore tables, RemittanceRecords records, AgencyCalendar calendar)
{
    /// <summary>Says which checks of the file another session holds; a discarded one holds none.</summary>
    /// <param name="id">The session that the file makes, whose own checks are no fault.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<FileFault>> FaultsAsync(string id, EraFile file, CancellationToken cancellation)
    {
        var faults = new EraFaults();
        foreach (var check in file.Checks)
        {
            await FindAsync(id, check, faults, cancellation);
        }

        return faults.ToList();
    }

    /// <summary>Takes every check of the file for the session, or none where another one holds one; before the session is made.</summary>
    /// <returns>What stands against it; nothing where the session has them.</returns>
    public async Task<IReadOnlyList<FileFault>> TakeAsync(string id, string name, EraFile file, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var faults = new EraFaults();
            var operations = new List<TableOperation>();
            foreach (var check in file.Checks)
            {
                var row = await FindAsync(id, check, faults, cancellation);
                if (row is not null && Rows.Read<TraceRow>(row).Id == id)
                {
                    continue;
                }

                var (key, data) = (KeyOf(check), Rows.Write(new TraceRow(id, name, calendar.Now)));
                operations.Add(row is null ? TableOperation.Insert(key, data) : TableOperation.Update(key, data, row.ETag));
            }

            if (faults.Count > 0 || operations.Count == 0)
            {
                return faults.ToList();
            }

            try
            {
                await tables.SubmitAsync(Tables.Remittances, RemittanceKeys.TracesPartition, operations, cancellation);
                return [];
            }
            catch (TableConflictException) when (attempt < RemittanceRecords.AttemptsMax)
            {
                // Another file with one of these checks is being taken in at this moment.
            }
        }
    }

    private static string KeyOf(EraCheck check) => RemittanceKeys.Trace(check.Payer, check.RefNo);

    /// <summary>The check's row; with a fault where another session holds it.</summary>
    private async Task<TableRow?> FindAsync(string id, EraCheck check, EraFaults faults, CancellationToken cancellation)
    {
        var row = await tables.GetAsync(Tables.Remittances, RemittanceKeys.TracesPartition, KeyOf(check), cancellation);
        if (row is null || Rows.Read<TraceRow>(row) is not { } trace || trace.Id == id)
        {
            return row;
        }

        var holder = await records.FindAsync(trace.Id, cancellation);
        if (holder is null)
        {
            // Its session may be made at any moment; taking the check from it would let both have it.
            faults.Add(check.TraceSegment, "TRN", 2, "DUPLICATE_CHECK", $"The check or transfer {FileText.Shown(check.RefNo)} of {FileText.Shown(check.PayerName)} came with the file {FileText.Shown(trace.File)}, which has not been taken in to its end. Send that file again, and not this one.");
        }
        else if (holder.Status != RemittanceStatus.Discarded)
        {
            var batch = holder.BatchNumber.ToString(CultureInfo.InvariantCulture);
            faults.Add(check.TraceSegment, "TRN", 2, "DUPLICATE_CHECK", $"The check or transfer {FileText.Shown(check.RefNo)} of {FileText.Shown(check.PayerName)} is in batch {batch}, from the file {FileText.Shown(trace.File)}. Ask the payer whether it was sent twice; discard that batch first where this file is to take its place.");
        }

        return row;
    }

    /// <param name="File">What the file is called.</param>
    private sealed record TraceRow(string Id, string File, DateTimeOffset At);
}
