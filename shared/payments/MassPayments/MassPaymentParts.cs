using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.People;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments;

/// <summary>Everything of mass payments put together.</summary>
public sealed class MassPaymentParts
{
    public MassPaymentParts(ITableStore tables, PeopleRecords people, AgencyDirectory directory, AgencyCalendar calendar, Settlements settlements, IOrchestrationClient orchestrations, ILoggerFactory loggers)
    {
        Pages = new MassPaymentRecords(tables);
        Drafts = new MassPaymentDrafts(tables, Pages, directory, calendar);
        Index = new RequestIndex(tables);
        Requests = new RequestRecords(tables, Pages);
        Moves = new RequestMover(tables, Requests, Index, calendar);
        Needs = new NeedRecords(tables, Pages, Requests);
        var approval = new MassPaymentApproval(tables, Pages, calendar);
        var starts = new MassPaymentStarts(orchestrations);
        Commands = new MassPaymentCommands(Pages, approval, starts, settlements);
        Repair = new RequestRepair(Pages, Requests, Index);
        Activities = new MassPaymentActivities(
            Pages, approval, new MassPaymentValidation(Pages, Drafts, people, Needs), starts, Needs, Requests, Index, settlements, loggers.CreateLogger<MassPaymentActivities>());
    }

    public MassPaymentRecords Pages { get; }

    public MassPaymentDrafts Drafts { get; }

    public MassPaymentCommands Commands { get; }

    public RequestRecords Requests { get; }

    public RequestMover Moves { get; }

    public RequestIndex Index { get; }

    public NeedRecords Needs { get; }

    public RequestRepair Repair { get; }

    public MassPaymentActivities Activities { get; }
}
