using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.People;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// The way in for whoever acts on a provider payment, whatever they use. It refuses at once what it can, stores the act,
/// raises it, and waits a while for the outcome. The same act id has one effect, however often it is sent.
/// </summary>
public sealed class ProviderPaymentCommands(
    ProviderPaymentRecords records,
    PaymentVisibility visibility,
    AttendanceMover mover,
    AttendancePaymentStart start,
    Settlements settlements,
    AgencyCalendar calendar)
{
    /// <summary>How long an outcome is waited for before the caller is told where to read it.</summary>
    public static readonly TimeSpan ActWait = TimeSpan.FromSeconds(2);

    /// <summary>After which an act that is not settled is raised again by whoever asks for it.</summary>
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(30);

    /// <summary>Submits the attendance sheet, or a changed one; the parent is to sign it (CARE-2). The same sheet again changes nothing.</summary>
    /// <param name="caller">Who submits; role provider, of that provider.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="days">The sheet's rows as they came; all faults are reported together.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> SubmitAsync(Caller caller, string paymentId, IReadOnlyList<AttendanceDayText> days, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Submit, request, (payment, act) => WithSheet(payment, act, days), cancellation);

    /// <summary>Enters a sheet that came on paper, or corrects one that was submitted, which the parent must then sign again.</summary>
    /// <param name="caller">Who enters it; role operations.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="days">The sheet's rows as they came; all faults are reported together.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> EnterAsync(Caller caller, string paymentId, IReadOnlyList<AttendanceDayText> days, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Enter, request, (payment, act) => WithSheet(payment, act, days), cancellation);

    /// <summary>Signs exactly the sheet that stands; the payment is received by it.</summary>
    /// <param name="caller">Who signs; role parent, of this child.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="name">As the parent writes it.</param>
    /// <param name="sheetHash">The hash of the sheet that the parent saw, so that no other is signed. Without it, and without a version, what stands at this moment is signed.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> SignAsync(Caller caller, string paymentId, string name, string? sheetHash, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Sign, request, (_, act) => WithText(act with { SheetHash = sheetHash }, name, "name", AttendanceRules.NameCharsMax), cancellation);

    /// <summary>Marks what came on paper as received. A sheet that waits for the parent's signature is received so with a reason, and is a paper one from then on.</summary>
    /// <param name="caller">Who marks it; role operations.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="reason">Why a digital sheet was signed on paper; may be left out where none was submitted.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> ReceiveAsync(Caller caller, string paymentId, string? reason, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Receive, request, (_, act) => WithOptionalText(act, reason, "reason"), cancellation);

    /// <summary>Authorises the payment: the amount is calculated from attendance and rate, and set aside. 422 with every fault where something stands against it; the status stays.</summary>
    /// <param name="caller">Who authorises; role operations, and nobody who submitted, signed or answered.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="note">For the history; may be left out.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> AuthorizeAsync(Caller caller, string paymentId, string? note, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Authorize, request, (_, act) => WithOptionalText(act, note, "note"), cancellation);

    /// <summary>Asks the provider. What an authorisation has set aside is released; one that an export has stamped refuses.</summary>
    /// <param name="caller">Who asks; role operations.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="question">What the provider is to say.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> HoldAsync(Caller caller, string paymentId, string question, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Hold, request, (_, act) => WithText(act, question, "question", AttendanceRules.TextCharsMax), cancellation);

    /// <summary>Answers the open question; the payment is Received again.</summary>
    /// <param name="caller">Who answers; role provider, of that provider, or operations where the answer came by telephone or on paper.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="answer">What the provider says.</param>
    /// <param name="request">Which act, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored act stands.</param>
    public Task<ProviderPaymentResult> AnswerAsync(Caller caller, string paymentId, string answer, AttendanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, paymentId, AttendanceAction.Answer, request, (_, act) => WithText(act, answer, "answer", AttendanceRules.TextCharsMax), cancellation);

    /// <summary>A stored act, and what it has led to so far; null where there is none that the caller may see.</summary>
    public async Task<(AttendanceAct Act, ProviderPaymentResult Result)?> ReadActAsync(Caller caller, string paymentId, string actId, CancellationToken cancellation = default)
        => await records.FindAsync(paymentId, cancellation) is { } payment
            && await visibility.IsVisibleAsync(caller, payment.ProviderId, payment.ClientId, cancellation)
            && await records.FindActAsync(paymentId, actId, cancellation) is { } act
            ? (act, await ResultAsync(await SettleIfLateAsync(act, cancellation) ?? await RaiseIfLostAsync(act, cancellation), cancellation))
            : null;

    /// <summary>Who stored an act may have been stopped before it was raised; whoever asks for it later has it heard of.</summary>
    private async Task<AttendanceAct> RaiseIfLostAsync(AttendanceAct act, CancellationToken cancellation)
    {
        if (calendar.Now - act.At > LostAfter)
        {
            await start.StartAsync(act.PaymentId, cancellation);
            await start.RaiseAsync(act.PaymentId, act.Id, cancellation);
        }

        return act;
    }

    private async Task<ProviderPaymentResult> ActAsync(
        Caller caller, string paymentId, AttendanceAction action, AttendanceRequest request, Func<ProviderPayment, AttendanceAct, (AttendanceAct? Act, ProviderPaymentResult? Instead)> complete, CancellationToken cancellation)
    {
        if (await records.FindAsync(paymentId, cancellation) is not { } payment || !await visibility.IsVisibleAsync(caller, payment.ProviderId, payment.ClientId, cancellation))
        {
            return ProviderPaymentResult.Refused(Refusal.NotFound("provider payment"));
        }

        // What would be refused now may be the repetition of what was taken before.
        if (await records.FindActAsync(paymentId, request.ActId, cancellation) is { } stored)
        {
            return await AwaitAsync(stored, cancellation);
        }

        if (AttendanceRules.RoleFor(caller, payment, action) is not { } role)
        {
            return ProviderPaymentResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "This is done by the payment's provider, by a parent of the child, or by the agency's operations, each their part; it is not yours."));
        }

        if (role == Role.Operations && AttendanceRules.IsParty(caller, payment.ProviderId, payment.ClientId))
        {
            return ProviderPaymentResult.Refused(AttendanceRules.Party);
        }

        if (request.IfVersion is { } seen && seen != payment.Version)
        {
            return ProviderPaymentResult.Refused(new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the payment is at version {payment.Version}. Read it again."));
        }

        var draft = new AttendanceAct { Id = request.ActId, PaymentId = paymentId, Action = action, By = caller.User, Role = role, Version = payment.Version, IsConditional = request.IfVersion is not null, At = calendar.Now };
        var (act, instead) = complete(payment, draft);

        // Where the form is at fault, the status is still what is told first; a text that cannot be kept is one all the same.
        if (AttendanceRules.Check(payment, act ?? draft with { Text = "-" }) is { } refusal)
        {
            return ProviderPaymentResult.Refused(refusal);
        }

        // From here on the caller's patience counts no more: an act that may stand must be heard of.
        return act is null ? instead! : await AwaitAsync(await records.StoreAsync(payment.ClientId, act, CancellationToken.None), cancellation);
    }

    private async Task<ProviderPaymentResult> AwaitAsync(AttendanceAct stored, CancellationToken cancellation)
    {
        if (stored.Outcome is not null)
        {
            return await ResultAsync(stored, cancellation);
        }

        // Who generated the payment may have been stopped before this was started, and what is not there hears of nothing.
        await start.StartAsync(stored.PaymentId, CancellationToken.None);
        await start.RaiseAsync(stored.PaymentId, stored.Id, CancellationToken.None);
        var settled = await settlements.WaitAsync(stored.PaymentId, () => SettleIfLateAsync(stored, cancellation), ActWait, cancellation);
        return await ResultAsync(settled ?? stored, cancellation);
    }

    private async Task<ProviderPaymentResult> ResultAsync(AttendanceAct act, CancellationToken cancellation)
    {
        if (act.Outcome is not { } outcome)
        {
            return ProviderPaymentResult.Accepted(act);
        }

        if (outcome.Refusal is { } refusal)
        {
            return ProviderPaymentResult.Refused(refusal);
        }

        // Whoever is answered finds the payment in the tabs; the activity may still be on its way there.
        var payment = await records.FindAsync(act.PaymentId, cancellation) ?? throw new InvalidOperationException($"Provider payment {act.PaymentId} is gone.");
        await mover.ShowAsync(payment, cancellation);
        return ProviderPaymentResult.Done(payment);
    }

    /// <summary>
    /// The act once it is settled. One whose payment has moved on can only be refused; it is settled here, because an
    /// orchestration that ended no longer hears of it.
    /// </summary>
    private async Task<AttendanceAct?> SettleIfLateAsync(AttendanceAct act, CancellationToken cancellation)
    {
        var stored = await records.FindActAsync(act.PaymentId, act.Id, cancellation);
        if (stored is not { Outcome: null })
        {
            return stored;
        }

        if (await records.FindAsync(act.PaymentId, cancellation) is not { } payment || payment.Version == stored.Version)
        {
            return null;
        }

        await mover.SettleAsync(stored.PaymentId, stored.Id, cancellation);
        return await records.FindActAsync(stored.PaymentId, stored.Id, cancellation);
    }

    private (AttendanceAct? Act, ProviderPaymentResult? Instead) WithSheet(ProviderPayment payment, AttendanceAct act, IReadOnlyList<AttendanceDayText> days)
    {
        var reading = AttendanceSheetForm.Read(days, ServicePeriod.Parse(payment.Period), calendar.Today);
        return reading.Faults.Count == 0
            ? (act with { Days = reading.Days }, null)
            : (null, ProviderPaymentResult.Refused(new(RefusalKind.Invalid, "SHEET_AT_FAULT", $"The attendance sheet was not taken; {(reading.Faults.Count == 1 ? "one thing is" : $"{reading.Faults.Count} things are")} wrong with it.") { Errors = reading.Faults }));
    }

    private static (AttendanceAct? Act, ProviderPaymentResult? Instead) WithOptionalText(AttendanceAct act, string? text, string field)
        => string.IsNullOrWhiteSpace(text) ? (act, null) : WithText(act, text, field, AttendanceRules.TextCharsMax);

    private static (AttendanceAct? Act, ProviderPaymentResult? Instead) WithText(AttendanceAct act, string? text, string field, int charsMax)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.Length is > 0 && trimmed.Length <= charsMax && !trimmed.Any(character => char.IsControl(character) && character is not ('\n' or '\r'))
            ? (act with { Text = Ssn.Mask(trimmed) }, null)
            : (null, ProviderPaymentResult.Refused(RefusalKind.Invalid, "TEXT_REQUIRED", field, $"'{field}' is a text of 1 to {charsMax} characters, without control characters."));
    }
}
