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
public sealed class ProviderPaymentDesk : IDisposable
{
    private readonly ProviderPaymentLists lists;

    public ProviderPaymentDesk(PaymentsPorts ports, PaymentIds ids, AgencyDirectory directory, Notices notices, Settlements settlements, AgencyCalendar calendar)
    {
        var (tables, loggers) = (ports.Tables, ports.Loggers);
        Enrollments = new EnrollmentRecords(tables);
        Policies = new AttendancePolicies(tables);
        Records = new ProviderPaymentRecords(tables, new ProviderPaymentIds(ids));
        lists = new ProviderPaymentLists(tables);
        Listed = new ListedPayments(directory);
        var visibility = new PaymentVisibility(directory);
        AdjustmentRecords = new AdjustmentRecords(tables, Records.Ids);
        var authorization = new AuthorizationReader(Records, AdjustmentRecords, directory, Policies);
        var start = new AttendancePaymentStart(ports.Orchestrations);
        var adjustmentIndex = new AdjustmentIndex(tables, AdjustmentRecords);
        Exports = new PaymentExportDesk(ports, Records, AdjustmentRecords, adjustmentIndex, lists, Listed, calendar);
        var mover = new AttendanceMover(tables, Records, authorization, Exports.Stamps, lists, Listed, new ProviderPaymentNotices(notices), settlements, calendar, loggers.CreateLogger<AttendanceMover>());
        Commands = new ProviderPaymentCommands(Records, visibility, mover, start, settlements, calendar);
        Adjustments = new AdjustmentCommands(tables, AdjustmentRecords, Records, adjustmentIndex, visibility, calendar, Exports.Stamps.IsHeldAsync);
        AdjustmentQueries = new AdjustmentQueries(AdjustmentRecords, adjustmentIndex, visibility);
        Pages = new ProviderPaymentPages(lists, directory, ports.Time);
        Queries = new ProviderPaymentQueries(Records, AdjustmentRecords, authorization, visibility);

        var periods = new PeriodRecords(tables);
        var generations = new GenerationStart(ports.Orchestrations);
        Periods = new ServicePeriodCommands(generations, periods, settlements, calendar);
        Repair = new ProviderPaymentRepair(tables, Records, mover, AdjustmentRecords, adjustmentIndex, lists, Listed, start, ports.Orchestrations, loggers.CreateLogger<ProviderPaymentRepair>());
        Activities = new AttendancePaymentActivities(Records, mover);
        Generation = new GenerationActivities(tables, periods, Records, Enrollments, directory, lists, Listed, start, generations, settlements, calendar, loggers.CreateLogger<GenerationActivities>());
    }

    public EnrollmentRecords Enrollments { get; }

    public AttendancePolicies Policies { get; }

    public ProviderPaymentRecords Records { get; }

    public ProviderPaymentCommands Commands { get; }

    public ProviderPaymentQueries Queries { get; }

    /// <summary>The five tabs of a service period.</summary>
    public ProviderPaymentPages Pages { get; }

    /// <summary>Knows provider and child by name.</summary>
    public ListedPayments Listed { get; }

    public AdjustmentCommands Adjustments { get; }

    public AdjustmentQueries AdjustmentQueries { get; }

    public AdjustmentRecords AdjustmentRecords { get; }

    public PaymentExportDesk Exports { get; }

    public ServicePeriodCommands Periods { get; }

    public ProviderPaymentRepair Repair { get; }

    public AttendancePaymentActivities Activities { get; }

    public GenerationActivities Generation { get; }

    /// <summary>Takes up generations and exports whose orchestration was lost.</summary>
    /// <returns>How many are not completed.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
        => await Periods.ResumeAsync(cancellation) + await Exports.Commands.ResumeAsync(cancellation);

    public void Dispose() => lists.Dispose();
}
