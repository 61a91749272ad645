using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>
/// What people do to adjustments. Each act is one transaction in the child's partition, conditional on what it was decided by:
/// the adjustment, its history and the journal entry. The new place in the list is written before it, the old one removed after.
/// </summary>
/// <param name="tables">Where everything stands.</param>
/// <param name="records">The adjustments.</param>
/// <param name="payments">What they correct.</param>
/// <param name="index">The adjustments by status.</param>
/// <param name="visibility">Who sees them.</param>
/// <param name="calendar">Says what time it is.</param>
/// <param name="isHeld">Whether the export that has stamped an adjustment, by their ids, still holds it; a stamp that does not hold is cleared by the next act.</param>
public sealed class AdjustmentCommands(
    ITableStore tables,
    AdjustmentRecords records,
    ProviderPaymentRecords payments,
    AdjustmentIndex index,
    PaymentVisibility visibility,
    AgencyCalendar calendar,
    Func<string, string, CancellationToken, Task<bool>> isHeld)
{
    /// <summary>Attempts at an act that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;

    private static readonly Refusal Busy = new(RefusalKind.Conflict, "BUSY", "The payment's adjustments are being changed by others all the time; try again.");

    /// <summary>Corrects a paid payment: so much more, or less (CARE-3). Money moves once somebody else has authorised it.</summary>
    /// <param name="caller">Who acts; role operations.</param>
    /// <param name="paymentId">The payment.</param>
    /// <param name="amount">Dollars; below zero where the provider gets less.</param>
    /// <param name="reason">Why; up to <see cref="AdjustmentRules.ReasonCharsMax"/> characters. Social Security numbers in it are masked.</param>
    /// <param name="requestId">What makes the act itself; repeated, it has one effect.</param>
    /// <param name="ifVersion">The payment's version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AdjustmentResult> AdjustAsync(Caller caller, string paymentId, Money amount, string reason, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
    {
        if (await payments.FindAsync(paymentId, cancellation) is not { } payment || !await visibility.IsVisibleAsync(caller, payment.ProviderId, payment.ClientId, cancellation))
        {
            return AdjustmentResult.Refused(Refusal.NotFound("provider payment"));
        }

        if (AdjustmentRules.RoleToAdjust(caller) is not { } role)
        {
            return AdjustmentResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Operations correct payments."));
        }

        if (AttendanceRules.IsParty(caller, payment.ProviderId, payment.ClientId))
        {
            return AdjustmentResult.Refused(AttendanceRules.Party);
        }

        var draft = new AdjustmentDraft(payments.Ids.OfAdjustment(payment.ClientId, payment.Id, requestId), amount, reason, caller.User, calendar.Now);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            // The guard first: whoever writes after it was read is seen below, or refuses this attempt.
            var guard = await ChildGuard.ReadAsync(tables, payment.ClientId, payment.Period, cancellation);
            if (await records.FindAsync(draft.Id, cancellation) is { } made)
            {
                return AdjustmentResult.Done(made);
            }

            payment = await payments.FindAsync(paymentId, cancellation) ?? throw new InvalidOperationException($"Provider payment {paymentId} was there and is not any more.");
            if (ifVersion is { } seen && seen != payment.Version)
            {
                return AdjustmentResult.Refused(Stale(seen, payment.Version, "payment"));
            }

            var others = (await records.OfChildAsync(payment.ClientId, cancellation)).Where(other => other.PaymentId == payment.Id).ToList();
            var (adjustment, refusal) = AdjustmentRules.Make(payment, others, draft);
            if (adjustment is null)
            {
                return AdjustmentResult.Refused(refusal!);
            }

            if (await TryMakeAsync(guard, adjustment, role, requestId, cancellation))
            {
                return AdjustmentResult.Done(adjustment);
            }
        }

        return AdjustmentResult.Refused(Busy);
    }

    /// <summary>Sets the money of an adjustment aside; the next export pays it. Its author cannot (UPI-7's rule, here too).</summary>
    /// <param name="caller">Who acts; role operations, manager or ofo.</param>
    /// <param name="adjustmentId">The adjustment.</param>
    /// <param name="requestId">What makes the act itself; repeated, it has one effect.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="note">For its history; may be left out.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<AdjustmentResult> AuthorizeAsync(Caller caller, string adjustmentId, string requestId, int? ifVersion = null, string? note = null, CancellationToken cancellation = default)
        => ActAsync(new(AdjustmentStatus.Authorized, caller, note, requestId, ifVersion), adjustmentId, "note", cancellation);

    /// <summary>Gives an adjustment up before it is paid; what was set aside is released.</summary>
    /// <param name="caller">Who acts; its author, or role operations, manager or ofo.</param>
    /// <param name="adjustmentId">The adjustment.</param>
    /// <param name="reason">For its history; may be left out.</param>
    /// <param name="requestId">What makes the act itself; repeated, it has one effect.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<AdjustmentResult> WithdrawAsync(Caller caller, string adjustmentId, string? reason, string requestId, int? ifVersion = null, CancellationToken cancellation = default)
        => ActAsync(new(AdjustmentStatus.Withdrawn, caller, reason, requestId, ifVersion), adjustmentId, "reason", cancellation);

    /// <param name="act">What is done.</param>
    /// <param name="adjustmentId">The adjustment.</param>
    /// <param name="noteField">What the act's note is called.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<AdjustmentResult> ActAsync(Act act, string adjustmentId, string noteField, CancellationToken cancellation)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await records.FindWithETagAsync(adjustmentId, cancellation) is not var (adjustment, etag) || !await visibility.IsVisibleAsync(act.By, adjustment.ProviderId, adjustment.ClientId, cancellation))
            {
                return AdjustmentResult.Refused(Refusal.NotFound("adjustment"));
            }

            if ((await records.HistoryAsync(adjustment, cancellation)).Any(move => move.ActId == act.Id))
            {
                await LeaveAsync(adjustment, cancellation);
                return AdjustmentResult.Done(adjustment);
            }

            if ((await CheckAsync(adjustment, act, cancellation) ?? AdjustmentRules.CheckNote(act.Note, noteField)) is { } refusal)
            {
                if (attempt > 1)
                {
                    await LeaveAsync(adjustment, cancellation);
                }

                return AdjustmentResult.Refused(refusal);
            }

            var after = act.To == AdjustmentStatus.Authorized
                ? AdjustmentRules.Authorized(adjustment, act.By, calendar.Now)
                : AdjustmentRules.Withdrawn(adjustment, calendar.Now);
            if (await TryMoveAsync(adjustment, etag, after, act, cancellation))
            {
                return AdjustmentResult.Done(after);
            }
        }

        return AdjustmentResult.Refused(Busy);
    }

    private async Task<Refusal?> CheckAsync(Adjustment adjustment, Act act, CancellationToken cancellation)
    {
        if (RoleFor(adjustment, act) is null)
        {
            return new(RefusalKind.Forbidden, "WRONG_ROLE", act.To == AdjustmentStatus.Authorized
                ? "Operations, managers and the Office of Fiscal Operations authorise adjustments."
                : "Its author, operations, managers and the Office of Fiscal Operations withdraw an adjustment.");
        }

        if (AttendanceRules.IsParty(act.By, adjustment.ProviderId, adjustment.ClientId))
        {
            return AttendanceRules.Party;
        }

        if (act.IfVersion is { } seen && seen != adjustment.Version)
        {
            return Stale(seen, adjustment.Version, "adjustment");
        }

        return act.To == AdjustmentStatus.Authorized
            ? AdjustmentRules.CheckAuthorize(adjustment, act.By)
            : AdjustmentRules.CheckWithdraw(adjustment, adjustment.ExportId is { } export && await isHeld(adjustment.Id, export, cancellation));
    }

    private async Task<bool> TryMakeAsync(ChildGuard guard, Adjustment adjustment, Role role, string requestId, CancellationToken cancellation)
    {
        var move = new AdjustmentMove(null, adjustment.Status, adjustment.Author, role, adjustment.CreatedAt, adjustment.Reason, requestId);
        await index.AddAsync(adjustment, cancellation);
        try
        {
            await tables.SubmitAsync(
                Tables.ProviderPayments,
                adjustment.ClientId,
                [
                    guard.Bump(),
                    TableOperation.Insert(ProviderPaymentKeys.Adjustment(adjustment.Id), Rows.Write(adjustment)),
                    TableOperation.Insert(ProviderPaymentKeys.History(adjustment.Id, adjustment.Version), Rows.Write(move)),
                ],
                cancellation);
            return true;
        }
        catch (TableConflictException)
        {
            // Somebody else's correction came first; everything is read and judged again. The row that was listed stays,
            // because a twin of this request may be making the same adjustment; who reads it checks the record.
            return false;
        }
    }

    private async Task<bool> TryMoveAsync(Adjustment before, string etag, Adjustment after, Act act, CancellationToken cancellation)
    {
        var role = RoleFor(before, act) ?? throw new InvalidOperationException($"{act.By.User} has no role to make adjustment {before.Id} {act.To}.");
        var move = new AdjustmentMove(before.Status, after.Status, act.By.User, role, after.StatusSince, AdjustmentRules.Noted(act.Note), act.Id);
        await index.AddAsync(after, cancellation);
        try
        {
            await tables.SubmitAsync(Tables.ProviderPayments, after.ClientId, AdjustmentRecords.MoveOperations(before, etag, after, move), cancellation);
        }
        catch (TableConflictException)
        {
            return false;
        }

        await index.RemoveAsync(before, cancellation);
        return true;
    }

    /// <summary>Takes an adjustment out of the lists of every status that it cannot come to any more; a broken off or refused act may have left it there.</summary>
    private async Task LeaveAsync(Adjustment adjustment, CancellationToken cancellation)
    {
        foreach (var status in Enum.GetValues<AdjustmentStatus>().Where(status => !AdjustmentRules.MayBecome(adjustment.Status, status)))
        {
            await index.RemoveAsync(adjustment with { Status = status }, cancellation);
        }
    }

    private static Role? RoleFor(Adjustment adjustment, Act act)
        => act.To == AdjustmentStatus.Authorized ? AdjustmentRules.RoleToAuthorize(act.By) : AdjustmentRules.RoleToWithdraw(act.By, adjustment);

    private static Refusal Stale(int seen, int now, string what)
        => new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the {what} is at version {now}. Read it again.");

    /// <param name="Id">What makes it itself.</param>
    private sealed record Act(AdjustmentStatus To, Caller By, string? Note, string Id, int? IfVersion);
}
