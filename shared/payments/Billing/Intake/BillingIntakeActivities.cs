using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Files;
using Serverless.Storage;

namespace Serverless.Payments.Billing.Intake;

/// <summary>
/// The activities of <see cref="BillingIntake"/>. Each may be run again, and late: what it does for an attempt that was refused
/// counts for nothing, for the record says that the attempt is void.
/// </summary>
public sealed class BillingIntakeActivities(ITableStore tables, BillingIntakeRecords intakes, ILogger<BillingIntakeActivities> logger)
{
    private readonly NumberClaims claims = new(tables, intakes);
    private readonly BillingWriting writing = new(tables);

    public async Task<ClaimedNumbers> ClaimAsync(ActivityContext context, NumbersStep input)
    {
        var cancellation = context.CancellationToken;
        var (record, content) = await intakes.ReadAsync(input.ContentHash, cancellation);
        if (record.IsVoid(input.Attempt))
        {
            return new ClaimedNumbers(await intakes.FaultsAsync(input.ContentHash, input.Attempt, cancellation), IsRefused: true);
        }

        var step = content.ByNumber().Skip(input.Skip).Take(BillingIntake.StepInvoices).ToList();
        var taken = await claims.ClaimAsync(step, new IntakeAttempt(input.ContentHash, input.Attempt), input.IsLost, cancellation);
        return new ClaimedNumbers([.. taken.Select(invoice => Taken(invoice, record.Format))]);
    }

    public async Task<bool> RefuseAsync(ActivityContext context, BillingRefusal input)
    {
        var cancellation = context.CancellationToken;
        await intakes.RefuseAsync(input.ContentHash, input.Attempt, Listed(input.Faults), cancellation);
        var (record, content) = await intakes.ReadAsync(input.ContentHash, cancellation);
        await claims.ReleaseAsync(content.ByNumber(), new IntakeAttempt(input.ContentHash, input.Attempt), cancellation);
        var faults = await intakes.FaultsAsync(input.ContentHash, input.Attempt, cancellation);
        await intakes.PutReportAsync(input.ContentHash, input.Attempt, new BillingReport(0, 0, [], faults) { Rejected = true, File = record.Name }, cancellation);
        Log.BillingRefused(logger, input.ContentHash, input.Attempt, faults.Count);
        return true;
    }

    public async Task<int> WriteAsync(ActivityContext context, InvoicesStep input)
    {
        var (record, content) = await intakes.ReadAsync(input.ContentHash, context.CancellationToken);
        if (record.IsVoid(input.Attempt))
        {
            return 0;
        }

        var invoices = content.ByNumber().Skip(input.Skip).Take(BillingIntake.StepInvoices).Select(filed => new BillingInvoice
        {
            Number = filed.Number,
            Payer = filed.Payer,
            ClientId = filed.ClientId,
            InvoiceDate = AgencyCalendar.DayOf(record.ReceivedAt),
            Lines = filed.Lines,
            IntakeId = input.ContentHash,
            CreatedAt = record.ReceivedAt,
        }).ToList();
        await writing.WriteAsync(invoices, context.CancellationToken);
        return invoices.Count;
    }

    public async Task<bool> ReportAsync(ActivityContext context, BillingReportStep input)
    {
        var (record, content) = await intakes.ReadAsync(input.ContentHash, context.CancellationToken);
        if (record.IsVoid(input.Attempt))
        {
            return false;
        }

        var report = new BillingReport(content.Invoices.Count, content.Lines, [.. content.Invoices.Select(invoice => invoice.Number)], []) { File = record.Name };
        await intakes.PutReportAsync(input.ContentHash, input.Attempt, report, context.CancellationToken);
        Log.BillingTaken(logger, input.ContentHash, report.Invoices, report.Lines);
        return true;
    }

    private static FileFault Taken(FiledInvoice invoice, FileFormat format) => new(
        invoice.FirstLine,
        BillingFileColumns.InvoiceNumber.Name(format),
        "DUPLICATE_INVOICE",
        $"Invoice {invoice.Number} is in the books, or in another file that is being taken in at this moment. Take its lines out, or give it another number, and send the file again.");

    /// <summary>By line, as every list of faults is; what is more than is listed is said at its end.</summary>
    private static List<FileFault> Listed(IReadOnlyList<FileFault> faults)
    {
        var byLine = faults.OrderBy(fault => fault.Line).ToList();
        return byLine.Count <= BillingIntake.FaultsMax
            ? byLine
            : [.. byLine.Take(BillingIntake.FaultsMax), new FileFault(0, string.Empty, "TOO_MANY_FAULTS", $"There are more than {BillingIntake.FaultsMax} faults; the others are not listed.")];
    }
}
