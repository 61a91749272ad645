using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.People;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// The way in for whoever decides on an invoice, whatever they use. It refuses at once what it can, stores the decision,
/// raises it, and waits a while for the outcome. The same decision id has one effect, however often it is sent.
/// </summary>
public sealed class InvoiceReviewCommands(
    InvoiceReviewRecords records,
    InvoiceReceipts receipts,
    InvoiceReviewMover mover,
    InvoiceReviewStart start,
    MassPaymentDrafts drafts,
    Settlements settlements,
    AgencyCalendar calendar)
{
    /// <summary>How long an outcome is waited for before the caller is told where to read it; a draft of 10,000 lines takes seconds.</summary>
    public static readonly TimeSpan DecisionWait = TimeSpan.FromSeconds(10);

    /// <summary>Finds the invoice right: routes it to Operations, with a draft filled from its lines.</summary>
    /// <param name="caller">Who decides; role office.</param>
    /// <param name="invoiceId">The invoice.</param>
    /// <param name="page">What the draft is for.</param>
    /// <param name="decision">Which decision, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored decision stands.</param>
    public Task<ReviewResult> VerifyAsync(Caller caller, string invoiceId, ReviewedPage page, ReviewRequest decision, CancellationToken cancellation = default)
        => DecideAsync(caller, invoiceId, ReviewAction.Verify, decision, async (invoice, draft) =>
        {
            var (serviceId, aidCode) = (page.ServiceId ?? invoice.ServiceId, page.AidCode ?? invoice.AidCode);
            var refusal = CheckPage(serviceId, aidCode)
                ?? await drafts.CheckAsync(new MassPaymentDraft(invoice.ProviderId, serviceId!, aidCode!, invoice.Id), cancellation)
                ?? InvoiceReviewRules.CheckLines(await records.LinesAsync(invoice, cancellation), aidCode!);
            return refusal is null ? (draft with { ServiceId = serviceId, AidCode = aidCode }, null) : (null, ReviewResult.Refused(refusal));
        }, cancellation);

    /// <summary>Finds the invoice wrong: returns it to the provider, and the Regional Provider Agreement Manager is told.</summary>
    /// <param name="caller">Who decides; role office.</param>
    /// <param name="invoiceId">The invoice.</param>
    /// <param name="reasons">What the provider must correct; a Social Security number in them is masked.</param>
    /// <param name="decision">Which decision, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored decision stands.</param>
    public Task<ReviewResult> ReturnAsync(Caller caller, string invoiceId, IReadOnlyList<string> reasons, ReviewRequest decision, CancellationToken cancellation = default)
        => DecideAsync(caller, invoiceId, ReviewAction.Return, decision, (_, draft) => Task.FromResult<(ReviewDecision?, ReviewResult?)>(
            InvoiceReviewRules.CheckReasons(reasons) is { } refusal
                ? (null, ReviewResult.Refused(refusal))
                : (draft with { Reasons = [.. reasons.Select(reason => Ssn.Mask(reason.Trim()))] }, null)), cancellation);

    /// <summary>Sends the corrected invoice, which supersedes the returned one; both are kept and name each other.</summary>
    /// <param name="caller">Who corrects; role provider, of that provider, or the office where it received the invoice for the provider.</param>
    /// <param name="invoiceId">The invoice that was returned.</param>
    /// <param name="receipt">The corrected one; service and aid code stay where it names none.</param>
    /// <param name="decision">Which decision, and on which version.</param>
    /// <param name="cancellation">Gives up waiting; a stored decision stands.</param>
    /// <returns>The corrected invoice.</returns>
    public Task<ReviewResult> CorrectAsync(Caller caller, string invoiceId, InvoiceReceipt receipt, ReviewRequest decision, CancellationToken cancellation = default)
        => DecideAsync(caller, invoiceId, ReviewAction.Correct, decision, async (invoice, draft) =>
        {
            if (receipt.ProviderId is { } named && named != invoice.ProviderId)
            {
                return (null, ReviewResult.Refused(new(RefusalKind.Invalid, "PROVIDER_FIXED", "A corrected invoice keeps the provider.")));
            }

            var whole = receipt with { ProviderId = invoice.ProviderId, ServiceId = receipt.ServiceId ?? invoice.ServiceId, AidCode = receipt.AidCode ?? invoice.AidCode };
            var signature = new ReceiptSignature(InvoiceReviewKeys.IdOf(invoice.ProviderId, $"correction|{draft.Id}"), draft.By, draft.Role, draft.At);
            var prepared = await receipts.PrepareAsync(whole, signature, invoice, cancellation);
            return prepared.Invoice is { } corrected ? (draft with { Corrected = corrected }, null) : (null, prepared);
        }, cancellation);

    /// <summary>A stored decision, and what it has led to so far; null where there is none that the caller may see.</summary>
    public async Task<(ReviewDecision Decision, ReviewResult Result)?> ReadDecisionAsync(Caller caller, string invoiceId, string decisionId, CancellationToken cancellation = default)
        => await records.FindAsync(invoiceId, cancellation) is { } invoice
            && InvoiceReviewRules.IsVisible(caller, invoice)
            && await records.FindDecisionAsync(invoiceId, decisionId, cancellation) is { } decision
            ? (decision, await ResultAsync(await SettleIfLateAsync(decision, cancellation) ?? decision, cancellation))
            : null;

    /// <param name="caller">Who decides.</param>
    /// <param name="invoiceId">On what.</param>
    /// <param name="action">What.</param>
    /// <param name="request">Which decision.</param>
    /// <param name="completeAsync">Completes the decision, or says what stands against it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    private async Task<ReviewResult> DecideAsync(
        Caller caller, string invoiceId, ReviewAction action, ReviewRequest request, Func<ReviewedInvoice, ReviewDecision, Task<(ReviewDecision? Decision, ReviewResult? Instead)>> completeAsync, CancellationToken cancellation)
    {
        if (await records.FindAsync(invoiceId, cancellation) is not { } invoice || !InvoiceReviewRules.IsVisible(caller, invoice))
        {
            return ReviewResult.Refused(Refusal.NotFound("invoice"));
        }

        // What would be refused now may be the repetition of what was taken before.
        if (await records.FindDecisionAsync(invoiceId, request.DecisionId, cancellation) is { } stored)
        {
            return await AwaitAsync(stored, cancellation);
        }

        if (InvoiceReviewRules.RoleFor(caller, invoice, action) is not { } role)
        {
            return ReviewResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", action == ReviewAction.Correct ? "Only the provider corrects its invoice, or the local office one that it received for the provider." : "Only the local office verifies and returns invoices."));
        }

        if (request.IfVersion is { } seen && seen != invoice.Version)
        {
            return ReviewResult.Refused(new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the invoice is at version {invoice.Version}. Read it again."));
        }

        if (InvoiceReviewRules.CheckStatus(invoice, action, request.DecisionId) is { } refusal)
        {
            return ReviewResult.Refused(refusal);
        }

        var draft = new ReviewDecision { Id = request.DecisionId, InvoiceId = invoice.Id, Action = action, By = caller.User, Role = role, Version = invoice.Version, At = calendar.Now };
        var (decision, instead) = await completeAsync(invoice, draft);

        // From here on the caller's patience counts no more: a decision that may stand must be heard of.
        return decision is null ? instead! : await AwaitAsync(await records.StoreAsync(decision, CancellationToken.None), cancellation);
    }

    private async Task<ReviewResult> AwaitAsync(ReviewDecision stored, CancellationToken cancellation)
    {
        if (stored.Outcome is not null)
        {
            return await ResultAsync(stored, cancellation);
        }

        // Who received the invoice may have been stopped before it was started, and what is not there hears of nothing.
        await start.StartAsync(stored.InvoiceId, CancellationToken.None);
        await start.RaiseAsync(stored, CancellationToken.None);
        var settled = await settlements.WaitAsync(stored.InvoiceId, () => SettleIfLateAsync(stored, cancellation), DecisionWait, cancellation);
        return await ResultAsync(settled ?? stored, cancellation);
    }

    private async Task<ReviewResult> ResultAsync(ReviewDecision decision, CancellationToken cancellation)
    {
        if (decision.Outcome is not { } outcome)
        {
            return ReviewResult.Accepted(decision);
        }

        if (outcome.Refusal is { } refusal)
        {
            return ReviewResult.Refused(refusal);
        }

        var id = decision.Corrected?.Id ?? decision.InvoiceId;
        return ReviewResult.Done(await records.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Invoice {id} is gone."));
    }

    /// <summary>
    /// The decision once it is settled. One whose invoice has moved on can only be refused; it is settled here, because an
    /// orchestration that ended no longer hears of it.
    /// </summary>
    private async Task<ReviewDecision?> SettleIfLateAsync(ReviewDecision decision, CancellationToken cancellation)
    {
        var stored = await records.FindDecisionAsync(decision.InvoiceId, decision.Id, cancellation);
        if (stored is not { Outcome: null })
        {
            return stored;
        }

        if (await records.FindAsync(decision.InvoiceId, cancellation) is not { } invoice || invoice.Version == stored.Version)
        {
            return null;
        }

        await mover.DecideAsync(stored.InvoiceId, stored.Id, cancellation);
        return await records.FindDecisionAsync(stored.InvoiceId, stored.Id, cancellation);
    }

    private static Refusal? CheckPage(string? serviceId, string? aidCode)
    {
        List<ValidationMessage> missing = [];
        if (serviceId is null)
        {
            missing.Add(new("SERVICE_REQUIRED", "serviceId", "The provider has several services of type Smart Vendor; name the one that the invoice is for."));
        }

        if (aidCode is null)
        {
            missing.Add(new("AID_CODE_REQUIRED", "aidCode", "The provider named no aid code; name the one that holds for every line."));
        }

        return missing.Count == 0 ? null : new(RefusalKind.Invalid, missing[0].Code, string.Join(' ', missing.Select(fault => fault.Message))) { Errors = missing };
    }
}

/// <summary>Which decision, and on what.</summary>
/// <param name="DecisionId">What makes it itself; derived from the request where it carries a key.</param>
/// <param name="IfVersion">The version that the caller saw; refused as stale where it is another. Not checked where null.</param>
public sealed record ReviewRequest(string DecisionId, int? IfVersion = null);

/// <summary>What a verified invoice's draft is for; what is null is the invoice's.</summary>
public sealed record ReviewedPage(string? AidCode = null, string? ServiceId = null);
