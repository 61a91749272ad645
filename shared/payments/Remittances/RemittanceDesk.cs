using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Calendar;
using Serverless.Payments.Codes;
using Serverless.Payments.Invoices;
using Serverless.Payments.Remittances.Posting;

namespace Serverless.Payments.Remittances;

/// <summary>Everything about manual remittance, put together.</summary>
public sealed class RemittanceDesk
{
    public RemittanceDesk(PaymentsPorts ports, RemittanceRecords records, BillingDesk billing, IntakeRecords originals, ValueItems values, Settlements settlements, AgencyCalendar calendar)
    {
        var tables = ports.Tables;
        Records = records;
        var saved = new SavedSessions(tables, records);
        var reader = new BatchReader(values);
        var starts = new PostingStarts(ports.Orchestrations);
        var queued = new QueueInvoices(billing.Records);
        Commands = new RemittanceCommands(tables, records, saved, reader, queued, starts, settlements, calendar);
        Queue = new QueueCommands(Commands, billing.Records, reader);
        Files = new RemittanceFiles(tables, originals, records, saved, new CheckTraces(tables, records, calendar), billing.Records, values, calendar);
        Drop = new RemittanceDropTaker(Files);
        Queries = new RemittanceQueries(records, queued, billing.Queries);
        Activities = new RemittancePostingActivities(tables, records, new InvoiceClaims(tables, billing.Records, records), starts, settlements, calendar, ports.Loggers.CreateLogger<RemittancePostingActivities>());
    }

    public RemittanceRecords Records { get; }

    public RemittanceCommands Commands { get; }

    /// <summary>The rows of the active records.</summary>
    public QueueCommands Queue { get; }

    /// <summary>Electronic remittances.</summary>
    public RemittanceFiles Files { get; }

    public RemittanceDropTaker Drop { get; }

    public RemittanceQueries Queries { get; }

    public RemittancePostingActivities Activities { get; }
}
