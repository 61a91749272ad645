using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Billing;
using Serverless.Payments.Calendar;
using Serverless.Payments.Caps;
using Serverless.Payments.Charges;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Payments.Drops;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Payments.Ledger;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Links;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.Moving;
using Serverless.Payments.Notifications;
using Serverless.Payments.People;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.Remittances;
using Serverless.Payments.Smart;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;
using Serverless.Payments.WeeklyRun;
using Serverless.Storage;

namespace Serverless.Payments;

/// <summary>Everything of this project put together over one store, one engine and the payment systems.</summary>
public sealed class PaymentsApplication : IDisposable
{
    private readonly PaymentIds ids;
    private readonly ClientGate gate;
    private readonly ImportMarks marks;
    private readonly MassPaymentParts massPayments;

    private PaymentsApplication(PaymentsPorts ports, PaymentIds ids, LinkKey linkKey)
    {
        var (tables, blobs, caps, smart, orchestrations, time, loggers, ssnKeys) = ports;
        this.ids = ids;
        gate = new ClientGate();
        marks = new ImportMarks(tables);
        Ports = ports;
        Calendar = new AgencyCalendar(time);
        Users = new UserRecords(tables);
        Delegations = new DelegationRecords(tables, Users, Calendar);
        Absences = new Absences(Delegations, ports.Orchestrations, Calendar);
        Policies = new ApprovalPolicies(tables);
        Directory = new AgencyDirectory(tables, gate);
        Providers = new ProviderQueries(Directory);
        People = new PeopleRecords(tables, new SsnVault(ssnKeys));
        Records = new PaymentRecords(tables, ids);

        var index = new PaymentIndex(tables);
        var settlements = new Settlements(time);
        var visibility = new PaymentVisibility(Directory);
        var validation = new ValidationReader(tables, Directory, caps, Calendar);
        Escalations = new Escalations(tables, Records, index, Users, Calendar);
        Deciders = new Deciders(Records, Users, Delegations, Escalations, Calendar);
        var standIns = new StandInReader(Records, Users, Delegations, Escalations, Policies, Calendar);
        var sights = new PaymentSights(visibility, Directory, standIns);
        var mover = new PaymentMover(tables, Records, index, validation, Policies, standIns, gate, settlements, Calendar, loggers.CreateLogger<PaymentMover>());
        Payments = new PaymentCommands(orchestrations, Records, mover, sights, standIns, settlements, Calendar);
        Queries = new PaymentQueries(tables, Records, sights);
        Budgets = new BudgetUses(tables, Directory);
        Oddities = new OddityReader(tables, Budgets);
        Counts = new PaymentCounts(tables, Calendar);
        Inbox = new Inbox(Queries, Directory, standIns);
        massPayments = new MassPaymentParts(tables, People, Directory, Calendar, settlements, orchestrations, loggers);
        var runs = new RunRecords(tables);
        var claims = new RunClaims(tables, Records, gate);
        var settlement = new RunSettlement(Records, Payments, Calendar, loggers.CreateLogger<RunSettlement>());
        Runs = new RunCommands(orchestrations, runs, Calendar);
        Watch = new RunWatch(runs, Calendar, loggers.CreateLogger<RunWatch>());
        var steps = new RunSteps(
            new RunSending(claims, runs, caps),
            new RunBooking(runs, settlement, caps),
            new RequestSending(new RequestClaims(tables, massPayments.Requests, massPayments.Index), runs, smart),
            new RequestSettling(runs, massPayments.Requests, massPayments.Moves, smart, loggers.CreateLogger<RequestSettling>()));
        var intake = new IntakeRecords(tables, blobs);
        Invoices = new InvoiceCommands(orchestrations, intake, Calendar, loggers.CreateLogger<InvoiceCommands>());
        var outbox = new MailOutbox(tables, orchestrations, Calendar, delivers: ports.MailCarrier is not null);
        Notices = new Notices(tables, Calendar, new NoticeMails(Users, outbox));
        Mails = new MailDesk(ports, linkKey, outbox, new MailPeople(Users, Delegations, Policies, Escalations), Records, Payments, Queries, Inbox, Oddities, Notices, Directory, Calendar);
        Values = new ValueItems(tables, Calendar);
        Charges = new ChargeDesk(tables, Directory, Calendar, loggers.CreateLogger<ChargeDesk>());
        InvoiceReviews = new InvoiceReviewDesk(ports, Directory, MassPaymentDrafts, Notices, settlements, Calendar);
        ProviderPayments = new ProviderPaymentDesk(ports, ids, Directory, Notices, settlements, Calendar);

        var remittances = new RemittanceRecords(tables);
        Billing = new BillingDesk(ports, Directory, Calendar, remittances.IsCommittedAsync);
        Remittances = new RemittanceDesk(ports, remittances, Billing, intake, Values, settlements, Calendar);

        Repair = new PaymentsRepair(
            new ApprovalRepair(tables, Records, Payments, new PaymentIndexRepair(tables, Records, index, gate, loggers.CreateLogger<PaymentIndexRepair>()), orchestrations, loggers.CreateLogger<ApprovalRepair>()), Runs, Invoices, massPayments, InvoiceReviews.Repair, ProviderPayments, Billing, Remittances.Commands, outbox);
        Tasks = new PaymentsTasks(
            new PaymentApprovalActivities(mover, Records),
            new WeeklyRunActivities(runs, steps, new EarlierRunSteps(runs.Earlier, claims, settlement, Records, caps), Calendar, loggers.CreateLogger<WeeklyRunActivities>()),
            new WeeklyScheduleActivities(Runs, Calendar),
            new InvoiceIntakeActivities(intake, Records, Payments, loggers.CreateLogger<InvoiceIntakeActivities>()),
            massPayments.Activities,
            InvoiceReviews.Activities,
            ProviderPayments,
            Billing.Activities,
            Remittances.Activities,
            Mails);

        // Files whose fields are of no kind in particular are told what is wrong with them as providers' invoices.
        Drop = new FileDrop([Remittances.Drop, Billing.Drop, new InvoiceDropTaker(Invoices)], loggers.CreateLogger<FileDrop>());
    }

    public PaymentsPorts Ports { get; }

    public AgencyCalendar Calendar { get; }

    public UserRecords Users { get; }

    /// <summary>Who acts for whom during an absence.</summary>
    public DelegationRecords Delegations { get; }

    /// <summary>Delegations, with the mails that go out for them at once.</summary>
    public Absences Absences { get; }

    /// <summary>The policy for approvals, with its history.</summary>
    public ApprovalPolicies Policies { get; }

    /// <summary>What was handed to superiors because it waited too long.</summary>
    public Escalations Escalations { get; }

    /// <summary>Who may decide on a payment as it stands.</summary>
    public Deciders Deciders { get; }

    public AgencyDirectory Directory { get; }

    public ProviderQueries Providers { get; }

    public PeopleRecords People { get; }

    public PaymentRecords Records { get; }

    public PaymentCommands Payments { get; }

    public PaymentQueries Queries { get; }

    public Inbox Inbox { get; }

    /// <summary>What of clients' budgets is used.</summary>
    public BudgetUses Budgets { get; }

    /// <summary>What is unusual about a payment.</summary>
    public OddityReader Oddities { get; }

    /// <summary>How many payments are in which status, since when.</summary>
    public PaymentCounts Counts { get; }

    public RunCommands Runs { get; }

    /// <summary>Tells when a run is late; a host asks it hourly.</summary>
    public RunWatch Watch { get; }

    public InvoiceCommands Invoices { get; }

    public MassPaymentRecords MassPayments => massPayments.Pages;

    public MassPaymentDrafts MassPaymentDrafts => massPayments.Drafts;

    public MassPaymentCommands MassPaymentCommands => massPayments.Commands;

    public NeedRecords Needs => massPayments.Needs;

    public RequestRecords PaymentRequests => massPayments.Requests;

    /// <summary>What people do with payment requests.</summary>
    public RequestMover RequestMoves => massPayments.Moves;

    /// <summary>Providers' invoices, before they become mass payments.</summary>
    public InvoiceReviewDesk InvoiceReviews { get; }

    /// <summary>Payments by attendance: service periods, sheets, tabs, adjustments and exports.</summary>
    public ProviderPaymentDesk ProviderPayments { get; }

    /// <summary>Invoices billed to payers.</summary>
    public BillingDesk Billing { get; }

    /// <summary>Manual and electronic remittances.</summary>
    public RemittanceDesk Remittances { get; }

    public Notices Notices { get; }

    /// <summary>Mails to whoever must act, and the links in them.</summary>
    public MailDesk Mails { get; }

    /// <summary>The code tables that an admin edits.</summary>
    public ValueItems Values { get; }

    /// <summary>Participants' charges and payments.</summary>
    public ChargeDesk Charges { get; }

    public EnrollmentRecords Enrollments => ProviderPayments.Enrollments;

    public AttendancePolicies AttendancePolicies => ProviderPayments.Policies;

    public PaymentsRepair Repair { get; }

    /// <summary>What an engine must be able to run; registered before it starts.</summary>
    public PaymentsTasks Tasks { get; }

    /// <summary>What happens to a dropped file, of whatever kind.</summary>
    public FileDrop Drop { get; }

    /// <summary>Every partition that may hold journal entries: a client's, for its payments and for what providers are paid for its care, a participant's charges, a mass payment's, a payer's, for what was billed to it, and a remittance session's.</summary>
    public async IAsyncEnumerable<JournalPlace> JournalPlacesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var clientId in Directory.ClientIdsAsync(cancellation))
        {
            yield return new JournalPlace(Tables.Payments, clientId);
            yield return new JournalPlace(Tables.ProviderPayments, clientId);
        }

        await foreach (var participant in Charges.Records.ParticipantsAsync(cancellation))
        {
            yield return new JournalPlace(Tables.Charges, participant);
        }

        await foreach (var (_, page) in MassPayments.ListAsync(cancellation: cancellation))
        {
            yield return new JournalPlace(Tables.MassPayments, page.Id);
        }

        await foreach (var payer in Billing.Payers.ScanAsync(cancellation))
        {
            yield return new JournalPlace(Tables.Billing, payer.Partition);
        }

        await foreach (var remittanceId in Remittances.Records.IdsAsync(cancellation))
        {
            yield return new JournalPlace(Tables.Remittances, remittanceId);
        }
    }

    /// <summary>Reads or makes what the installation is made with, once, and puts the parts together.</summary>
    /// <exception cref="InvalidDataException">The store holds half an import, or Social Security numbers under other keys; nothing was written.</exception>
    public static async Task<PaymentsApplication> OpenAsync(PaymentsPorts ports, CancellationToken cancellation = default)
    {
        await new ImportMarks(ports.Tables).CheckAsync(cancellation);
        await new SsnKeyChecks(ports.Tables, ports.Loggers.CreateLogger<SsnKeyChecks>()).KeepAsync(ports.SsnKeys, cancellation);

        // From here on a slot that passes is missed, whenever the schedule is first seen to.
        await new RunRecords(ports.Tables).WatchedSinceAsync(ports.Time.GetUtcNow(), cancellation);
        return new(ports, await PaymentIds.OpenAsync(ports.Tables, cancellation), await LinkKey.OpenAsync(ports.Tables, cancellation));
    }

    /// <summary>
    /// What a host does after it has started the engine: keeps the weekly schedule going, takes up runs, intakes, approvals of
    /// mass payments, invoices under review, generations of service periods, exports, files of billing invoices and mails that were recorded and whose start was lost, and starts the chains of an
    /// installation that has just moved in. It is safe to do it in several hosts at once, and broken off it is done again by the next.
    /// </summary>
    public async Task ResumeAsync(CancellationToken cancellation = default)
    {
        var moved = await marks.FindChainsAsync(cancellation);

        // The schedule first: nothing must keep the Wednesday run from being due. A run starts the chains that it needs.
        await Runs.EnsureScheduleAsync(moved?.ExportedAt, cancellation);
        await Runs.ResumeAsync(cancellation);
        await Invoices.ResumeAsync(cancellation);
        await MassPaymentCommands.ResumeAsync(cancellation);
        await InvoiceReviews.Repair.ResumeAsync(cancellation);
        await ProviderPayments.ResumeAsync(cancellation);
        await Billing.Intake.ResumeAsync(cancellation);
        await Remittances.Commands.ResumePostingsAsync(cancellation);
        await Mails.ResumeAsync(cancellation);
        if (moved is not null)
        {
            Log.ChainsStarted(Ports.Loggers.CreateLogger<PaymentsApplication>(), await Repair.StartChainsAsync(cancellation));
            await marks.SettleAsync(moved, cancellation);
        }
    }

    public void Dispose()
    {
        Counts.Dispose();
        ProviderPayments.Dispose();
        Mails.Dispose();
        ids.Dispose();
        gate.Dispose();
    }
}

/// <summary>What the application stands on.</summary>
public sealed record PaymentsPorts(
    ITableStore Tables,
    IBlobStore Blobs,
    ICaps Caps,
    ISmart Smart,
    IOrchestrationClient Orchestrations,
    TimeProvider Time,
    ILoggerFactory Loggers,
    SsnKeys SsnKeys)
{
    /// <summary>What carries mails; null where none is configured, so that they wait.</summary>
    public IMailCarrier? MailCarrier { get; init; }

    /// <summary>Where people reach the pages; what links in mails begin with.</summary>
    public PublicAddress PublicAddress { get; init; } = new();
}
