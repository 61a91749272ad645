using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Payments.Notifications;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>Everything about invoices under review, put together.</summary>
public sealed class InvoiceReviewDesk
{
    public InvoiceReviewDesk(PaymentsPorts ports, AgencyDirectory directory, MassPaymentDrafts drafts, Notices notices, Settlements settlements, AgencyCalendar calendar)
    {
        var (tables, loggers) = (ports.Tables, ports.Loggers);
        var records = new InvoiceReviewRecords(tables, ports.Blobs);
        var lists = new InvoiceReviewLists(tables, records);
        var start = new InvoiceReviewStart(ports.Orchestrations);
        var mover = new InvoiceReviewMover(tables, records, lists, drafts, settlements, calendar, loggers.CreateLogger<InvoiceReviewMover>());
        Receipts = new InvoiceReceipts(records, mover, start, directory, calendar);
        Commands = new InvoiceReviewCommands(records, Receipts, mover, start, drafts, settlements, calendar);
        Queries = new InvoiceReviewQueries(records, lists);
        Repair = new InvoiceReviewRepair(records, lists, start, loggers.CreateLogger<InvoiceReviewRepair>());
        Activities = new InvoiceReviewActivities(records, mover, start, new ReviewNotices(notices, loggers.CreateLogger<ReviewNotices>()));
    }

    public InvoiceReceipts Receipts { get; }

    public InvoiceReviewCommands Commands { get; }

    public InvoiceReviewQueries Queries { get; }

    public InvoiceReviewRepair Repair { get; }

    public InvoiceReviewActivities Activities { get; }
}
