using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Payments.Invoices;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage;

namespace Serverless.Payments;

/// <summary>Everything of this project put together over one store, one engine and one payment system.</summary>
public sealed class PaymentsApplication : IDisposable
{
    private readonly PaymentIds ids;
    private readonly ClientGate gate;

    private PaymentsApplication(PaymentsPorts ports, PaymentIds ids)
    {
        var (tables, blobs, caps, orchestrations, time, loggers) = ports;
        this.ids = ids;
        gate = new ClientGate();
        Ports = ports;
        Calendar = new AgencyCalendar(time);
        Directory = new AgencyDirectory(tables, gate);
        Records = new PaymentRecords(tables, ids);

        var settlements = new Settlements(time);
        var visibility = new PaymentVisibility(Directory);
        var validation = new ValidationReader(tables, Directory, caps, Calendar);
        var mover = new PaymentMover(tables, Records, new PaymentIndex(tables), validation, gate, settlements, Calendar, loggers.CreateLogger<PaymentMover>());
        Payments = new PaymentCommands(orchestrations, Records, mover, visibility, settlements, Calendar);
        Queries = new PaymentQueries(tables, Records, visibility);
        Inbox = new Inbox(Queries);
        var runs = new RunRecords(tables);
        Runs = new RunCommands(orchestrations, runs, Calendar);
        var intake = new IntakeRecords(tables, blobs);
        Invoices = new InvoiceCommands(orchestrations, intake, Calendar, loggers.CreateLogger<InvoiceCommands>());

        Repair = new PaymentsRepair(new ApprovalRepair(tables, Records, Payments, orchestrations, loggers.CreateLogger<ApprovalRepair>()), Runs, Invoices);
        Tasks = new PaymentsTasks(
            new PaymentApprovalActivities(mover, Records),
            new WeeklyRunActivities(runs, new RunClaims(tables, Records, runs, gate), new RunSettlement(caps, Records, Payments, runs, Calendar, loggers.CreateLogger<RunSettlement>()), Calendar, loggers.CreateLogger<WeeklyRunActivities>()),
            new WeeklyScheduleActivities(Runs, Calendar),
            new InvoiceIntakeActivities(intake, Records, Payments, loggers.CreateLogger<InvoiceIntakeActivities>()));
        Drop = new InvoiceDrop(Invoices, loggers.CreateLogger<InvoiceDrop>());
    }

    public PaymentsPorts Ports { get; }

    public AgencyCalendar Calendar { get; }

    public AgencyDirectory Directory { get; }

    public PaymentRecords Records { get; }

    public PaymentCommands Payments { get; }

    public PaymentQueries Queries { get; }

    public Inbox Inbox { get; }

    public RunCommands Runs { get; }

    public InvoiceCommands Invoices { get; }

    public PaymentsRepair Repair { get; }

    /// <summary>What an engine must be able to run; registered before it starts.</summary>
    public PaymentsTasks Tasks { get; }

    /// <summary>What happens to a dropped file, in a host that is told of each.</summary>
    public InvoiceDrop Drop { get; }

    /// <summary>Reads or makes what the installation is made with, once, and puts the parts together.</summary>
    public static async Task<PaymentsApplication> OpenAsync(PaymentsPorts ports, CancellationToken cancellation = default)
        => new(ports, await PaymentIds.OpenAsync(ports.Tables, cancellation));

    /// <summary>
    /// What a host does after it has started the engine: keeps the weekly schedule going, and takes up runs and intakes that
    /// were recorded and whose start was lost.
    /// </summary>
    public async Task ResumeAsync(CancellationToken cancellation = default)
    {
        await Runs.EnsureScheduleAsync(cancellation);
        await Runs.ResumeAsync(cancellation);
        await Invoices.ResumeAsync(cancellation);
    }

    public void Dispose()
    {
        ids.Dispose();
        gate.Dispose();
    }
}

/// <summary>What the application stands on.</summary>
public sealed record PaymentsPorts(
    ITableStore Tables,
    IBlobStore Blobs,
    ICaps Caps,
    IOrchestrationClient Orchestrations,
    TimeProvider Time,
    ILoggerFactory Loggers);
