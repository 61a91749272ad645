using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Notifications;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Payments.ProviderPayments.Periods;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Everything about provider payments by attendance, put together.</summary>
public sealed class ProviderPaymentDesk
{
    public ProviderPaymentDesk(PaymentsPorts ports, PaymentIds ids, AgencyDirectory directory, Notices notices, Settlements settlements, AgencyCalendar calendar)
    {
        var (tables, loggers) = (ports.Tables, ports.Loggers);
        Enrollments = new EnrollmentRecords(tables);
        Policies = new AttendancePolicies(tables);
        Records = new ProviderPaymentRecords(tables, new ProviderPaymentIds(ids));
        var lists = new ProviderPaymentLists(tables);
        Pages = new ProviderPaymentPages(lists, directory, ports.Time);
        Listed = new ListedPayments(directory);
        var visibility = new ProviderPaymentVisibility(directory);
        var authorization = new AuthorizationReader(Records, directory, Enrollments, Policies);
        var start = new AttendancePaymentStart(ports.Orchestrations);
        var adjustments = new AdjustmentRecords(tables, Records.Ids);
        var adjustmentIndex = new AdjustmentIndex(tables, adjustments);
        Exports = new PaymentExportDesk(ports, Records, adjustments, adjustmentIndex, lists, Listed, calendar);
        var mover = new AttendanceMover(tables, Records, authorization, Exports.Stamps, lists, Listed, new ProviderPaymentNotices(notices), settlements, calendar, loggers.CreateLogger<AttendanceMover>());
        Commands = new ProviderPaymentCommands(Records, visibility, mover, start, settlements, calendar);
        Adjustments = new AdjustmentCommands(tables, adjustments, Records, adjustmentIndex, visibility, calendar, Exports.Stamps.IsHeldAsync);
        AdjustmentQueries = new AdjustmentQueries(adjustments, adjustmentIndex, visibility);
        Queries = new ProviderPaymentQueries(Records, adjustments, authorization, visibility);

        var periods = new PeriodRecords(tables);
        Periods = new ServicePeriodCommands(ports.Orchestrations, periods, settlements, calendar);
        Repair = new ProviderPaymentRepair(tables, Records, adjustmentIndex, lists, Listed, start, ports.Orchestrations, loggers.CreateLogger<ProviderPaymentRepair>());
        Activities = new AttendancePaymentActivities(Records, mover);
        Generation = new GenerationActivities(tables, periods, Records, Enrollments, directory, lists, Listed, start, settlements, calendar, loggers.CreateLogger<GenerationActivities>());
    }

    public EnrollmentRecords Enrollments { get; }

    public AttendancePolicies Policies { get; }

    public ProviderPaymentRecords Records { get; }

    public ProviderPaymentCommands Commands { get; }

    public ProviderPaymentQueries Queries { get; }

    /// <summary>The tabs of service periods.</summary>
    public ProviderPaymentPages Pages { get; }

    /// <summary>Knows provider and child by name.</summary>
    public ListedPayments Listed { get; }

    public AdjustmentCommands Adjustments { get; }

    public AdjustmentQueries AdjustmentQueries { get; }

    public PaymentExportDesk Exports { get; }

    public ServicePeriodCommands Periods { get; }

    public ProviderPaymentRepair Repair { get; }

    public AttendancePaymentActivities Activities { get; }

    public GenerationActivities Generation { get; }

    /// <summary>Takes up generations and exports whose orchestration was lost.</summary>
    /// <returns>How many are not completed.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default) 
        => await Periods.ResumeAsync(cancellation) + await Exports.Commands.ResumeAsync(cancellation);
}
