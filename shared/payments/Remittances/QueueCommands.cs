using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Remittances;

/// <summary>What a biller does in the rows of the active records (SAN-4).</summary>
public sealed class QueueCommands(RemittanceCommands sessions, BillingRecords billing, BatchReader reader)
{
    /// <summary>Enters amounts into a row; a field that is left out stays as it is.</summary>
    public Task<RemittanceResult> PutAsync(Caller caller, string id, RowAddress address, RowText text, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, address, request, async row =>
        {
            if (text is { Post: null, Adjustment: null, Type: null })
            {
                return RowDecision.Refused(RefusalKind.Invalid, "NOTHING_ENTERED", "post", "Enter what is posted, an adjustment with its type, or both.");
            }

            // Where the amount alone is typed, it is the type's that stands.
            var code = text.Type ?? (text.Adjustment is null || row.Adjustments is not [var standing] ? null : standing.Type);
            if (string.IsNullOrWhiteSpace(code))
            {
                return QueueRules.Put(row, new RowEntry(text.Post, text.Adjustment, null));
            }

            var (type, refusal) = await reader.AdjustmentAsync(code, cancellation);
            return refusal is null ? QueueRules.Put(row, new RowEntry(text.Post, text.Adjustment, type)) : new RowDecision(null, refusal);
        }, cancellation);

    /// <summary>One of the buttons P, W, D and X.</summary>
    public Task<RemittanceResult> ActAsync(Caller caller, string id, RowAddress address, RowAction action, RemittanceRequest request, CancellationToken cancellation = default)
        => ActAsync(caller, id, address, request, async row =>
        {
            if (action != RowAction.WriteOff)
            {
                return action switch
                {
                    RowAction.Pay => QueueRules.Pay(row),
                    RowAction.Deny => QueueRules.Deny(row),
                    RowAction.Clear => QueueRules.Clear(row),
                    _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A row has no such button."),
                };
            }

            var (type, refusal) = await reader.AdjustmentAsync(ValueTables.WriteOff, cancellation);
            return refusal is null ? QueueRules.WriteOff(row, type!) : new RowDecision(null, refusal);
        }, cancellation, isClearing: action == RowAction.Clear);

    private Task<RemittanceResult> ActAsync(Caller caller, string id, RowAddress address, RemittanceRequest request, Func<QueueRow, Task<RowDecision>> decide, CancellationToken cancellation, bool isClearing = false)
        => sessions.ActAsync(caller, id, request, async state =>
        {
            if (RemittanceRules.CheckOpen(state.Remittance) is { } closed)
            {
                return Refused(closed);
            }

            if (await billing.FindAsync(address.Invoice, cancellation) is not { } invoice)
            {
                return Refused(Refusal.NotFound($"invoice {(BillingKeys.IsNumber(address.Invoice) ? address.Invoice : "of that number")}"));
            }

            var row = new QueueRow(state, invoice, address.Line);
            if (isClearing && row.Standing is null && state.EntriesOf(invoice.Number).FirstOrDefault() is { } done)
            {
                return ClearOfDone(state, done);
            }

            var (entry, refusal) = await decide(row);
            return refusal is not null
                ? Refused(refusal)
                : new QueueDecision(new RemittanceDecision(state.Remittance with { Version = state.Remittance.Version + 1 }, null), entry, entry is null ? row.Standing : null);
        }, cancellation);

    /// <summary>What was entered under a check that is done leaves the queue whole, and the check is at work again.</summary>
    private static QueueDecision ClearOfDone(RemittanceState state, QueueEntry entry) => new(
        new RemittanceDecision(
            state.Remittance with
            {
                Version = state.Remittance.Version + 1,
                Checks = [.. state.Remittance.Checks.Select(check => check.Sheet == entry.Sheet ? check with { IsDone = false } : check)],
            },
            null),
        null,
        entry);

    private static QueueDecision Refused(Refusal refusal) => new(new RemittanceDecision(null, refusal), null, null);
}
