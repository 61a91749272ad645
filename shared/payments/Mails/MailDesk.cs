using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.Mails.Links;
using Serverless.Payments.Notifications;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Mails;

/// <summary>Mails and the links in them, put together.</summary>
public sealed class MailDesk : IDisposable
{
    internal MailDesk(PaymentsPorts ports, LinkKey key, MailOutbox outbox, MailPeople people, PaymentRecords records, PaymentCommands payments, PaymentQueries queries, Inbox inbox, OddityReader oddities, Notices notices, AgencyDirectory directory, AgencyCalendar calendar)
    {
        var (users, delegations, policies, escalations) = people;
        var addressees = new Addressees(records, users, delegations, calendar);
        var prompts = new StagePrompts(addressees, outbox);
        Outbox = outbox;
        Links = new DecisionLinks(ports.Tables, key, users, policies, records, payments, calendar);
        Asks = new ApproverAsks(records, policies, prompts, escalations, users, outbox, new DeadEnds(records, notices, ports.Loggers.CreateLogger<DeadEnds>()));
        Handovers = new TurnHandovers(queries, users, delegations, prompts, calendar);
        var retention = new MailRetention(outbox, Links, records, calendar, ports.Loggers.CreateLogger<MailRetention>());
        Digests = new DigestActivities(users, policies, outbox, Handovers, retention, ports.Orchestrations, calendar);
        var letters = new PaymentMails(records, addressees, prompts, oddities, directory, Links, ports.PublicAddress);
        var composer = new MailComposer(users, letters, new DigestMails(inbox, notices, outbox, ports.PublicAddress, calendar), new NoticeLetters(ports.PublicAddress), calendar);
        Sending = new MailSending(outbox, composer, ports.MailCarrier, calendar, ports.Loggers.CreateLogger<MailSending>());
    }

    /// <summary>The mails that are to be sent, and what became of them.</summary>
    public MailOutbox Outbox { get; }

    /// <summary>The links in mails that decide.</summary>
    public DecisionLinks Links { get; }

    public ApproverAsks Asks { get; }

    public DigestActivities Digests { get; }

    public TurnHandovers Handovers { get; }

    public MailSending Sending { get; }

    /// <summary>Sees to it that the digests go out, and that whatever is recorded and waits is delivered.</summary>
    public async Task ResumeAsync(CancellationToken cancellation = default)
    {
        await Digests.EnsureScheduleAsync(cancellation);
        await Outbox.ResumeAsync(cancellation);
    }

    public void Dispose() => Sending.Dispose();
}

/// <summary>What mails know of the people and how approvals go.</summary>
internal sealed record MailPeople(UserRecords Users, DelegationRecords Delegations, ApprovalPolicies Policies, Escalations Escalations);
