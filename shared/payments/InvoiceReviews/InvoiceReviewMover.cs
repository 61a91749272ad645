using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.MassPayments;
using Serverless.Storage;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// Writes what receipts and decisions do. A move is one transaction in the provider's partition, conditional on the invoice:
/// the invoice, its history, the decision's outcome, and for a correction the corrected invoice and its number. Repeating it,
/// wherever it was interrupted, changes nothing further.
/// </summary>
public sealed class InvoiceReviewMover(
    ITableStore tables,
    InvoiceReviewRecords records,
    InvoiceReviewLists lists,
    MassPaymentDrafts drafts,
    Settlements settlements,
    AgencyCalendar calendar,
    ILogger<InvoiceReviewMover> logger)
{
    /// <summary>Attempts at a move that others keep getting ahead of; beyond it the activity fails and is tried again later.</summary>
    private const int AttemptsMax = 50;

    /// <summary>Makes the invoice stand, unless its number is taken.</summary>
    /// <returns>The invoice that stands under the id, or null where another one has the number.</returns>
    public async Task<ReviewedInvoice?> ReceiveAsync(ReviewedInvoice invoice, CancellationToken cancellation)
    {
        await lists.AddAsync(invoice, cancellation);
        try
        {
            await tables.SubmitAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(invoice.ProviderId), [.. Standing(invoice), TableOperation.Insert(InvoiceReviewKeys.Number(invoice.InvoiceNumber), invoice.Id)], cancellation);
            Log.MassInvoiceReceived(logger, invoice.Id, invoice.Lines, invoice.Faults);
            return invoice;
        }
        catch (TableConflictException)
        {
            return await records.FindAsync(invoice.Id, cancellation);
        }
    }

    /// <summary>Settles a decision: moves the invoice, or records why it does not move.</summary>
    /// <returns>The invoice after it.</returns>
    public async Task<ReviewedInvoice> DecideAsync(string invoiceId, string decisionId, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var invoice = await TryDecideAsync(invoiceId, decisionId, cancellation);
                settlements.Signal(invoiceId);
                return invoice;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody else's move came first; everything is read and judged again.
            }
        }
    }

    private async Task<ReviewedInvoice> TryDecideAsync(string invoiceId, string decisionId, CancellationToken cancellation)
    {
        // The decision first: where it is settled, the invoice that is read after it has moved.
        var (decision, decisionETag) = await records.FindDecisionWithETagAsync(invoiceId, decisionId, cancellation)
            ?? throw new InvalidOperationException($"Decision {decisionId} on invoice {invoiceId} was raised and is not stored.");
        var (invoice, etag) = await records.FindWithETagAsync(invoiceId, cancellation)
            ?? throw new InvalidOperationException($"Decision {decisionId} is on invoice {invoiceId}, which is not there.");
        if (decision.Outcome is not null)
        {
            await lists.LeaveAsync(invoice, cancellation);
            return invoice;
        }

        var step = new Step(invoice, etag, decision, decisionETag);
        if (InvoiceReviewRules.CheckStatus(invoice, decision.Action, decision.Id) is { } refusal)
        {
            return await RefuseAsync(step, refusal, cancellation);
        }

        if (invoice.Version != decision.Version)
        {
            // No status is entered twice, so that one version alone has it.
            throw new InvalidOperationException($"Invoice {invoiceId} is {invoice.Status} at version {invoice.Version}; decision {decisionId} saw it so at version {decision.Version}.");
        }

        return decision.Action switch
        {
            ReviewAction.Verify => await VerifyAsync(step, cancellation),
            ReviewAction.Return => await MoveAsync(step, invoice with { Status = ReviewStatus.Returned, Reasons = decision.Reasons }, [], cancellation),
            _ => await CorrectAsync(step, cancellation),
        };
    }

    /// <summary>
    /// Fills the draft and routes the invoice to Operations. That it has begun is written first: a draft that stands while
    /// the invoice still waits must not be left behind by another decision, or the same lines would be paid twice.
    /// </summary>
    private async Task<ReviewedInvoice> VerifyAsync(Step step, CancellationToken cancellation)
    {
        var (invoice, decision) = (step.Invoice, step.Decision);
        var draft = new MassPaymentDraft(invoice.ProviderId, decision.ServiceId!, decision.AidCode!, invoice.Id);
        if (invoice.Verification is null)
        {
            if (await drafts.CheckAsync(draft, cancellation) is { } refusal)
            {
                return await RefuseAsync(step, refusal, cancellation);
            }

            invoice = invoice with { Verification = new(decision.Id, draft.ServiceId, draft.AidCode) };
            var etags = await tables.SubmitAsync(Tables.InvoiceReviews, InvoiceReviewKeys.Partition(invoice.ProviderId), [TableOperation.Update(InvoiceReviewKeys.Invoice(invoice.Id), Rows.Write(invoice), step.ETag)], cancellation);
            step = step with { Invoice = invoice, ETag = etags[0]! };
        }

        var lines = await records.LinesAsync(invoice, cancellation);
        var page = await drafts.CreateCheckedAsync(draft, [.. lines.Select(line => line.ToEntry())], decision.By, $"invoice|{invoice.Id}", cancellation);
        var verified = invoice with { Status = ReviewStatus.Verified, Verification = null, MassPaymentId = page.Id, ServiceId = page.ServiceId, AidCode = page.AidCode };
        return await MoveAsync(step, verified, [], cancellation);
    }

    private async Task<ReviewedInvoice> CorrectAsync(Step step, CancellationToken cancellation)
    {
        var corrected = step.Decision.Corrected ?? throw new InvalidOperationException($"Decision {step.Decision.Id} corrects invoice {step.Invoice.Id} by none.");
        var holder = await records.FindByNumberAsync(corrected.ProviderId, corrected.InvoiceNumber, cancellation);
        if (holder is not null && holder != step.Invoice.Id)
        {
            return await RefuseAsync(step, InvoiceReviewRules.Duplicate(holder), cancellation);
        }

        var (old, now) = (InvoiceReviewKeys.Number(step.Invoice.InvoiceNumber), InvoiceReviewKeys.Number(corrected.InvoiceNumber));
        List<TableOperation> numbers = old == now
            ? [TableOperation.Upsert(now, corrected.Id)]
            : [TableOperation.Delete(old), TableOperation.Insert(now, corrected.Id)];
        await lists.AddAsync(corrected, cancellation);
        var superseded = step.Invoice with { Status = ReviewStatus.Superseded, SupersededBy = corrected.Id };
        return await MoveAsync(step, superseded, [.. Standing(corrected), .. numbers], cancellation);
    }

    /// <param name="step">What is settled.</param>
    /// <param name="to">The invoice in its new status; its version and time are set here.</param>
    /// <param name="beside">What is written with it.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<ReviewedInvoice> MoveAsync(Step step, ReviewedInvoice to, IReadOnlyList<TableOperation> beside, CancellationToken cancellation)
    {
        var decision = step.Decision;
        var moved = to with { Version = step.Invoice.Version + 1, StatusSince = calendar.Now };
        var move = new ReviewMove(step.Invoice.Status, moved.Status, decision.By, decision.Role, moved.StatusSince, decision.Reasons);
        await lists.AddAsync(moved, cancellation);
        await tables.SubmitAsync(
            Tables.InvoiceReviews,
            InvoiceReviewKeys.Partition(moved.ProviderId),
            [
                TableOperation.Update(InvoiceReviewKeys.Invoice(moved.Id), Rows.Write(moved), step.ETag),
                TableOperation.Insert(InvoiceReviewKeys.History(moved.Id, moved.Version), Rows.Write(move)),
                Settled(step, new ReviewOutcome(moved.Status, moved.Version, null)),
                .. beside,
            ],
            cancellation);
        Log.MassInvoiceMoved(logger, moved.Id, step.Invoice.Status, moved.Status);
        await lists.LeaveAsync(moved, cancellation);
        return moved;
    }

    private async Task<ReviewedInvoice> RefuseAsync(Step step, Refusal refusal, CancellationToken cancellation)
    {
        var invoice = step.Invoice;
        await tables.SubmitAsync(
            Tables.InvoiceReviews,
            InvoiceReviewKeys.Partition(invoice.ProviderId),
            [TableOperation.Update(InvoiceReviewKeys.Invoice(invoice.Id), Rows.Write(invoice), step.ETag), Settled(step, new ReviewOutcome(invoice.Status, invoice.Version, refusal))],
            cancellation);
        Log.MassInvoiceRefused(logger, invoice.Id, step.Decision.Action, refusal.Code);
        return invoice;
    }

    private static TableOperation[] Standing(ReviewedInvoice invoice) =>
    [
        TableOperation.Insert(InvoiceReviewKeys.Invoice(invoice.Id), Rows.Write(invoice)),
        TableOperation.Insert(InvoiceReviewKeys.History(invoice.Id, invoice.Version), Rows.Write(new ReviewMove(null, invoice.Status, invoice.ReceivedBy, invoice.ReceivedAs, invoice.ReceivedAt, []))),
    ];

    private static TableOperation Settled(Step step, ReviewOutcome outcome)
        => TableOperation.Update(InvoiceReviewKeys.Decision(step.Decision.InvoiceId, step.Decision.Id), Rows.Write(step.Decision with { Outcome = outcome }), step.DecisionETag);

    /// <summary>An invoice and the decision on it, each with the ETag that its change insists on.</summary>
    private sealed record Step(ReviewedInvoice Invoice, string ETag, ReviewDecision Decision, string DecisionETag);
}
