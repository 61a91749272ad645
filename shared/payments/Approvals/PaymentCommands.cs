using Serverless.Durable;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>
/// The way in for everybody who submits and decides, whatever they use. It refuses at once what it can, stores the
/// decision, raises it, and waits a while for the outcome.
/// </summary>
public sealed class PaymentCommands(
    IOrchestrationClient orchestrations,
    PaymentRecords records,
    PaymentMover mover,
    PaymentSights sights,
    StandInReader standIns,
    Settlements settlements,
    AgencyCalendar calendar)
{
    /// <summary>How long a decision's outcome is waited for before the caller is told where to read it.</summary>
    public static readonly TimeSpan DecisionWait = TimeSpan.FromSeconds(2);

    /// <summary>How long a submission is waited for.</summary>
    public static readonly TimeSpan SubmissionWait = TimeSpan.FromSeconds(10);

    /// <summary>Submits a payment for the caller's own provider (UPI-1). The same submission id makes one payment.</summary>
    /// <param name="caller">Who submits; role provider.</param>
    /// <param name="facts">What is claimed.</param>
    /// <param name="submissionId">What makes this submission itself; derived from the request where it carries a key.</param>
    /// <param name="cancellation">Gives up waiting; the submission stands.</param>
    public async Task<CommandResult> SubmitAsync(Caller caller, PaymentFacts facts, string submissionId, CancellationToken cancellation = default)
    {
        if (PaymentFactsForm.Check(facts) is { } malformed)
        {
            return CommandResult.Refused(malformed);
        }

        if (!caller.Is(Role.Provider) || caller.ProviderId != facts.ProviderId)
        {
            return CommandResult.Refused(new(RefusalKind.Forbidden, "NOT_YOUR_PROVIDER", "A provider submits payments of its own only."));
        }

        return await SubmitAsync(Prepare(facts, submissionId, caller.User, Role.Provider), SubmissionWait, cancellation);
    }

    /// <summary>What a submission will be, with the id that its payment will have.</summary>
    public Submission Prepare(PaymentFacts facts, string submissionId, string by, Role role, string? invoiceNumber = null)
        => new(records.Ids.Create(facts.ClientId, submissionId), submissionId, facts, by, role, invoiceNumber);

    /// <summary>Starts the payment's orchestration unless it runs, and waits for the payment.</summary>
    public async Task<CommandResult> SubmitAsync(Submission submission, TimeSpan wait, CancellationToken cancellation)
    {
        await StartAsync(new PaymentApprovalInput(submission.PaymentId, submission), cancellation);
        var payment = await settlements.WaitAsync(submission.PaymentId, () => records.FindAsync(submission.PaymentId, cancellation), wait, cancellation);
        return payment is null ? CommandResult.Accepted(submission.PaymentId, null) : CommandResult.Done(payment);
    }

    /// <summary>Decides on a payment. The same decision id has one effect, however often it is sent.</summary>
    /// <param name="caller">Who decides.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="decisionId">What makes this decision itself; derived from the request where it carries a key.</param>
    /// <param name="cancellation">Gives up waiting; a stored decision stands.</param>
    public async Task<CommandResult> DecideAsync(Caller caller, string paymentId, DecisionRequest request, string decisionId, CancellationToken cancellation = default)
    {
        if (await records.FindAsync(paymentId, cancellation) is not { } payment || !await sights.Of(caller).SeesAsync(payment, cancellation))
        {
            return CommandResult.Refused(Refusal.NotFound("payment"));
        }

        var (decision, refusal) = await PrepareAsync(caller, payment, request, decisionId, cancellation);
        if (decision is not null)
        {
            return await AwaitAsync(await records.StoreAsync(decision, cancellation), cancellation);
        }

        // What is refused now may be the repetition of what was taken before.
        if (await records.FindDecisionAsync(paymentId, decisionId, cancellation) is { } stored)
        {
            return await AwaitAsync(stored, cancellation);
        }

        return request.Action == PaymentAction.Resubmit && payment.Status.IsFinal()
            ? await ResubmitFinalAsync(caller, payment, request, decisionId, cancellation)
            : CommandResult.Refused(refusal!);
    }

    /// <summary>
    /// What the caller may do with the payment as it stands, and as whom. A note, where one is needed, is taken for given; what
    /// the validation will say is not known before it runs.
    /// </summary>
    public async Task<IReadOnlyList<OpenMove>> MovesAsync(Caller caller, Payment payment, CancellationToken cancellation = default)
    {
        var open = new List<OpenMove>();
        foreach (var action in LegalMoves.All.Where(move => move.From == payment.Status && Roles.OfPeople.Contains(move.Role)).Select(move => move.Action).Distinct())
        {
            var (decision, _) = await PrepareAsync(caller, payment, new DecisionRequest(action, "asked"), "asked", cancellation);
            if (decision is not null)
            {
                open.Add(new(action, decision.Role, decision.OnBehalfOf));
            }
        }

        var mayReplace = payment.Status.IsFinal() && payment.Status != PaymentStatus.PaidByCaps && payment.ResubmittedAs is null && caller.IsOfProvider(payment.Facts.ProviderId);
        return mayReplace ? [new(PaymentAction.Resubmit, Role.Provider, null)] : open;
    }

    /// <summary>A stored decision as far as it has come. Whoever decided reads how it went, also where the payment is out of sight since.</summary>
    public async Task<CommandResult> ReadDecisionAsync(Caller caller, string paymentId, string decisionId, CancellationToken cancellation = default)
    {
        return await records.FindAsync(paymentId, cancellation) is { } payment
            && await records.FindDecisionAsync(paymentId, decisionId, cancellation) is { } decision
            && (decision.By == caller.User || await sights.Of(caller).SeesAsync(payment, cancellation))
            ? await ResultAsync(await SettleIfLateAsync(decision, cancellation) ?? decision, cancellation)
            : CommandResult.Refused(Refusal.NotFound("decision"));
    }

    /// <summary>Raises a stored decision and waits for its outcome; for CAPS's answers and repair, too.</summary>
    public async Task<Decision?> RaiseAsync(Decision stored, TimeSpan wait, CancellationToken cancellation)
    {
        if (stored.Outcome is not null)
        {
            return stored;
        }

        await orchestrations.RaiseEventAsync(PaymentApproval.InstanceId(stored.PaymentId), PaymentApproval.DecisionEvent, new DecisionRaised(stored.Id), cancellation);
        return await settlements.WaitAsync(stored.PaymentId, () => SettleIfLateAsync(stored, cancellation), wait, cancellation);
    }

    /// <summary>Starts a payment's orchestration; without effect where it runs.</summary>
    public async Task StartAsync(PaymentApprovalInput input, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(PaymentApproval.Name, input with { Asks = true }, new StartOrchestrationOptions(PaymentApproval.InstanceId(input.PaymentId)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // A repeated submission finds its first one at work.
        }
    }

    /// <summary>The decision to be stored, or what stands against it.</summary>
    private async Task<(Decision? Decision, Refusal? Refusal)> PrepareAsync(Caller caller, Payment payment, DecisionRequest request, string decisionId, CancellationToken cancellation)
    {
        if (CheckVersion(payment, request) is { } stale)
        {
            return (null, stale);
        }

        var refusal = new Refusal(RefusalKind.Forbidden, "WRONG_ROLE", $"{request.Action} is not for you in the status {payment.Status.DisplayName()}.");
        if (RoleFor(caller, payment, request.Action) is { } own)
        {
            var decision = Asked(caller, payment, request, decisionId, own, null);
            if (await CheckAsync(payment, decision, cancellation) is not { } against)
            {
                return (decision, null);
            }

            refusal = against;
        }

        return refusal.Code is "WRONG_ROLE" or "NOT_ASSIGNED" && LegalMoves.Find(payment.Status, request.Action) is { } move
            ? await PrepareForOtherAsync(caller, payment, request, decisionId, move.Role, refusal, cancellation)
            : (null, refusal);
    }

    /// <summary>Who may not decide for themselves may be entitled to decide for somebody else; the first for whom nothing stands against it.</summary>
    /// <param name="refusal">Why the caller does not decide for themselves.</param>
    private async Task<(Decision? Decision, Refusal? Refusal)> PrepareForOtherAsync(
        Caller caller, Payment payment, DecisionRequest request, string decisionId, Role role, Refusal refusal, CancellationToken cancellation)
    {
        // Our records may not say what the token does.
        if (caller.IsOfProvider(payment.Facts.ProviderId) || caller.IsParentOf(payment.Facts.ClientId))
        {
            return (null, refusal);
        }

        var against = new List<Refusal>();
        foreach (var principal in await standIns.PrincipalsAsync(caller.User, payment, role, cancellation))
        {
            var decision = Asked(caller, payment, request, decisionId, role, principal);
            if (await CheckAsync(payment, decision, cancellation) is not { } refused)
            {
                return (decision, null);
            }

            against.Add(refused);
        }

        return (null, against.Count > 0 ? against[0] : refusal);
    }

    private async Task<Refusal?> CheckAsync(Payment payment, Decision decision, CancellationToken cancellation)
        => (decision.Correction is { } correction ? PaymentFactsForm.Check(correction) : null)
            ?? ApprovalRules.Check(payment, decision, await standIns.BasisAsync(payment, decision, cancellation));

    private Decision Asked(Caller caller, Payment payment, DecisionRequest request, string decisionId, Role role, string? onBehalfOf)
        => new()
        {
            Id = decisionId,
            PaymentId = payment.Id,
            Action = request.Action,
            By = caller.User,
            OnBehalfOf = onBehalfOf,
            Via = request.ByLink ? DecisionRequest.Link : null,
            Role = role,
            Stage = payment.Status,
            Version = payment.Version,
            Note = request.Note,
            Correction = request.Correction?.ApplyTo(payment.Facts),
            At = calendar.Now,
        };

    private static Role? RoleFor(Caller caller, Payment payment, PaymentAction action)
    {
        // In a status that admits the action, it is that status's role that counts; else any role that ever may, so
        // that the refusal is about the status (409) and not about the person (403).
        if (LegalMoves.Find(payment.Status, action) is { } move)
        {
            return MayAct(caller, move.Role, payment) ? move.Role : null;
        }

        foreach (var role in caller.Roles)
        {
            if (LegalMoves.IsFor(action, role) && MayAct(caller, role, payment))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>A provider acts on its own payments alone, also where another role lets the person see more.</summary>
    private static bool MayAct(Caller caller, Role role, Payment payment)
        => caller.Is(role) && (role != Role.Provider || caller.ProviderId == payment.Facts.ProviderId);

    private static Refusal? CheckVersion(Payment payment, DecisionRequest request)
        => request.IfVersion is { } version && version != payment.Version
            ? new(RefusalKind.Stale, "STALE", $"You saw version {version}; the payment is at version {payment.Version}. Read it again.")
            : null;

    private async Task<CommandResult> AwaitAsync(Decision stored, CancellationToken cancellation)
        => await ResultAsync(await RaiseAsync(stored, DecisionWait, cancellation) ?? stored, cancellation);

    private async Task<CommandResult> ResultAsync(Decision decision, CancellationToken cancellation)
    {
        if (decision.Outcome is not { } outcome)
        {
            return CommandResult.Accepted(decision.PaymentId, decision.Id);
        }

        return outcome.Refusal is { } refusal
            ? CommandResult.Refused(refusal)
            : CommandResult.Done(await records.FindAsync(decision.PaymentId, cancellation)
                ?? throw new InvalidOperationException($"Payment {decision.PaymentId} is gone."));
    }

    /// <summary>
    /// The decision once it is settled. One whose payment has moved on can only be refused; it is settled here,
    /// because an orchestration that ended no longer hears of it.
    /// </summary>
    private async Task<Decision?> SettleIfLateAsync(Decision decision, CancellationToken cancellation)
    {
        var stored = await records.FindDecisionAsync(decision.PaymentId, decision.Id, cancellation);
        if (stored is not { Outcome: null })
        {
            return stored;
        }

        var payment = await records.FindAsync(decision.PaymentId, cancellation);
        if (payment is null || payment.Version == stored.Version)
        {
            return null;
        }

        await mover.DecideAsync(stored.PaymentId, stored.Id, cancellation);
        return await records.FindDecisionAsync(stored.PaymentId, stored.Id, cancellation);
    }

    private async Task<CommandResult> ResubmitFinalAsync(Caller caller, Payment payment, DecisionRequest request, string decisionId, CancellationToken cancellation)
    {
        if (!caller.Is(Role.Provider) || caller.ProviderId != payment.Facts.ProviderId)
        {
            return CommandResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Only the provider resubmits a payment."));
        }

        if (CheckVersion(payment, request) is { } stale)
        {
            return CommandResult.Refused(stale);
        }

        if (payment.Status == PaymentStatus.PaidByCaps)
        {
            return CommandResult.Refused(new(RefusalKind.Conflict, "PAID", "The payment is paid; it cannot be resubmitted."));
        }

        var facts = request.Correction?.ApplyTo(payment.Facts) ?? payment.Facts;
        var refusal = PaymentFactsForm.Check(facts) ?? PaymentFactsForm.CheckSameParties(payment.Facts, facts);
        if (refusal is not null)
        {
            return CommandResult.Refused(refusal);
        }

        // The id derives from the payment replaced, so that there is one replacement whoever asks; the submission
        // id tells a repeated request from a second one.
        var replacementId = records.Ids.Create(facts.ClientId, $"resubmission|{payment.Id}");
        var submission = new Submission(replacementId, decisionId, facts, caller.User, Role.Provider, payment.InvoiceNumber, payment.Id);
        var made = payment.ResubmittedAs is null
            ? await SubmitAsync(submission, SubmissionWait, cancellation)
            : CommandResult.Done(await records.FindAsync(replacementId, cancellation) ?? throw new InvalidOperationException($"Payment {replacementId} is gone."));
        return made.Payment is { } replacement && replacement.SubmissionId != decisionId
            ? CommandResult.Refused(new(RefusalKind.Conflict, "RESUBMITTED", $"The payment was resubmitted as {replacement.Id} already."))
            : made;
    }
}
