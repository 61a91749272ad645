using Microsoft.Extensions.Logging;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;

namespace Serverless.Payments.Billing;

/// <summary>Everything about invoices billed to payers, put together: they are taken in, and listed and read as they stand.</summary>
public sealed class BillingDesk
{
    /// <param name="ports">What it stands on.</param>
    /// <param name="directory">Knows which clients there are.</param>
    /// <param name="calendar">The agency's days.</param>
    /// <param name="isCommitted">Whether the batch that has claimed an invoice has committed that posting.</param>
    public BillingDesk(PaymentsPorts ports, AgencyDirectory directory, AgencyCalendar calendar, Func<PendingPosting, CancellationToken, Task<bool>> isCommitted)
    {
        var (tables, loggers) = (ports.Tables, ports.Loggers);
        var intakes = new BillingIntakeRecords(tables, ports.Blobs);
        Records = new BillingRecords(tables, isCommitted);
        Payers = new BillingPayers(tables);
        Queries = new BillingQueries(tables, Records);
        Lists = new BillingLists(Payers, Queries, Records);
        Intake = new BillingIntakeCommands(ports.Orchestrations, intakes, directory, calendar, loggers.CreateLogger<BillingIntakeCommands>());
        Activities = new BillingIntakeActivities(tables, intakes, loggers.CreateLogger<BillingIntakeActivities>());
        Drop = new BillingDropTaker(Intake);
    }

    /// <summary>One invoice, as it stands.</summary>
    public BillingRecords Records { get; }

    public BillingPayers Payers { get; }

    /// <summary>Those of one payer.</summary>
    public BillingQueries Queries { get; }

    /// <summary>Those of every payer.</summary>
    public BillingLists Lists { get; }

    public BillingIntakeCommands Intake { get; }

    public BillingIntakeActivities Activities { get; }

    /// <summary>Takes in files of billing invoices that were dropped.</summary>
    public BillingDropTaker Drop { get; }
}
