using Microsoft.Extensions.Logging;
using Serverless.Payments.Calendar;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Payments.ProviderPayments.Periods;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Everything of the export of provider payments put together.</summary>
public sealed class PaymentExportDesk
{
    /// <param name="ports">What the application stands on.</param>
    /// <param name="payments">The payments.</param>
    /// <param name="adjustments">Their adjustments.</param>
    /// <param name="index">Adjustments by status.</param>
    /// <param name="lists">What the tabs show.</param>
    /// <param name="listed">Makes their rows.</param>
    /// <param name="calendar">The clock.</param>
    /// <param name="pageItems">What one step takes, at most <see cref="ExportPart.PageItems"/>; fewer where a test is to see many steps.</param>
    public PaymentExportDesk(
        PaymentsPorts ports,
        ProviderPaymentRecords payments,
        AdjustmentRecords adjustments,
        AdjustmentIndex index,
        ProviderPaymentLists lists,
        ListedPayments listed,
        AgencyCalendar calendar,
        int pageItems = ExportPart.PageItems)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageItems, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageItems, ExportPart.PageItems);
        var (tables, loggers) = (ports.Tables, ports.Loggers);
        var exports = new PaymentExportRecords(tables);
        Stamps = new ExportStamps(exports);
        Commands = new PaymentExportCommands(exports, new PeriodRecords(tables), ports.Blobs, ports.Orchestrations, calendar, loggers.CreateLogger<PaymentExportCommands>());
        Activities = new PaymentExportActivities(
            exports,
            new ExportTaking(exports, new ExportStamping(tables, payments, adjustments, listed, exports, Stamps), lists, index, pageItems, loggers.CreateLogger<ExportTaking>()),
            new ExportFiling(exports, ports.Blobs, loggers.CreateLogger<ExportFiling>()),
            new ExportPaying(tables, exports, payments, adjustments, index, lists, listed, ports.Orchestrations, calendar),
            calendar,
            loggers.CreateLogger<PaymentExportActivities>());
    }

    /// <summary>Asked by whoever would move a payment or an adjustment that is stamped.</summary>
    public ExportStamps Stamps { get; }

    public PaymentExportCommands Commands { get; }

    public PaymentExportActivities Activities { get; }
}
