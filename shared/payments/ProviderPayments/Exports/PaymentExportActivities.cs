using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>The activities of <see cref="PaymentExport"/>; each may run again, even late, and then changes nothing further.</summary>
public sealed class PaymentExportActivities(PaymentExportRecords exports, ExportTaking taking, ExportFiling filing, ExportPaying paying, AgencyCalendar calendar, ILogger<PaymentExportActivities> logger)
{
    public Task<ExportPlace> TakeAsync(ActivityContext context, ExportStep input) => taking.TakeAsync(input, context.CancellationToken);

    public async Task<bool> WriteFileAsync(ActivityContext context, string exportId)
    {
        await filing.WriteAsync(exportId, context.CancellationToken);
        return true;
    }

    public Task<ExportPlace> PayAsync(ActivityContext context, ExportStep input) => paying.PayAsync(input, context.CancellationToken);

    public async Task<bool> CompleteAsync(ActivityContext context, string exportId)
    {
        var export = await exports.ChangeAsync(exportId, Completed, context.CancellationToken);
        await exports.CloseAsync(exportId, context.CancellationToken);
        Log.ExportCompleted(logger, exportId, export.Count!.Value);
        return true;
    }

    private PaymentExportRecord? Completed(PaymentExportRecord before) => before switch
    {
        { Status: PaymentExportStatus.Completed } => null,
        { Sha256: null } => throw new InvalidOperationException($"Export {before.Id} has no file; it cannot be completed."),
        _ => before with { Status = PaymentExportStatus.Completed, CompletedAt = calendar.Now },
    };
}
