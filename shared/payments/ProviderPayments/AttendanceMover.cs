using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments;

/// <summary>
/// Writes what acts do. An act is one transaction in the child's partition, conditional on the payment and the act as they
/// were read: the payment, its history, the sheet or the calculation, the journal entry, and the act's outcome. Repeating it,
/// wherever it was interrupted, changes nothing further.
/// </summary>
public sealed class AttendanceMover(
    ITableStore tables,
    ProviderPaymentRecords records,
    AuthorizationReader authorization,
    ExportStamps stamps,
    ProviderPaymentLists lists,
    ListedPayments listed,
    ProviderPaymentNotices notices,
    Settlements settlements,
    AgencyCalendar calendar,
    ILogger<AttendanceMover> logger)
{
    /// <summary>Attempts at an act that others keep getting ahead of; beyond it the activity fails and is tried again later.</summary>
    private const int AttemptsMax = 50;

    /// <summary>Settles an act: does it, or records why not. When the call returns the tabs show the payment so.</summary>
    /// <returns>The payment after it.</returns>
    public async Task<ProviderPayment> SettleAsync(string paymentId, string actId, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var payment = await TrySettleAsync(paymentId, actId, cancellation);
                await ShowAsync(payment, cancellation);
                await notices.TellAsync(payment, cancellation);
                settlements.Signal(paymentId);
                return payment;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody else's act came first; everything is read and judged again.
            }
        }
    }

    /// <summary>Lets the tabs show the payment at least as it is here; costs one read where they do.</summary>
    public async Task ShowAsync(ProviderPayment payment, CancellationToken cancellation)
        => await lists.ShowAsync([await listed.OfAsync(payment, cancellation)], cancellation);

    private async Task<ProviderPayment> TrySettleAsync(string paymentId, string actId, CancellationToken cancellation)
    {
        // The act first: where it is settled, the payment that is read after it has moved.
        var (act, actETag) = await records.FindActWithETagAsync(paymentId, actId, cancellation)
            ?? throw new InvalidOperationException($"Act {actId} on provider payment {paymentId} was raised and is not stored.");
        var (payment, etag) = await records.FindWithETagAsync(paymentId, cancellation)
            ?? throw new InvalidOperationException($"Act {actId} is on provider payment {paymentId}, which is not there.");
        if (act.Outcome is not null)
        {
            return payment;
        }

        var step = new Step(payment, etag, act, actETag);
        if (IsRepetition(payment, act))
        {
            return await LeaveAsync(step, cancellation);
        }

        var refusal = act.Version == payment.Version ? AttendanceRules.Check(payment, act) : Moved(payment, act);
        refusal ??= await CheckStampAsync(payment, act, cancellation);
        if (refusal is not null)
        {
            return await RefuseAsync(step, refusal, cancellation);
        }

        return act.Action == AttendanceAction.Authorize ? await AuthorizeAsync(step, cancellation) : await ApplyAsync(step, cancellation);
    }

    private async Task<Refusal?> CheckStampAsync(ProviderPayment payment, AttendanceAct act, CancellationToken cancellation)
        => act.Action == AttendanceAction.Hold && payment.ExportId is { } exportId && await stamps.IsHeldAsync(payment.Id, exportId, cancellation)
            ? AttendanceRules.Stamped(exportId)
            : null;

    private Task<ProviderPayment> ApplyAsync(Step step, CancellationToken cancellation)
    {
        var (payment, act) = (step.Payment, step.Act);
        var hash = act.Days.Count > 0 ? SheetHash.Of(payment.Id, act.Days) : null;
        var after = AttendanceRules.Apply(payment, act, hash, calendar.Now);
        TableOperation[] sheet = after.Sheet?.Number != payment.Sheet?.Number
            ? [TableOperation.Insert(ProviderPaymentKeys.Sheet(after.Id, after.Sheet!.Number), Rows.Write(act.Days))]
            : [];

        // A stamp that an export did not come to use is void, and must not outlast the authorisation that it was put on.
        return after.Version == payment.Version
            ? LeaveAsync(step, cancellation)
            : MoveAsync(step, act.Action == AttendanceAction.Hold ? after with { ExportId = null } : after, sheet, cancellation);
    }

    private async Task<ProviderPayment> AuthorizeAsync(Step step, CancellationToken cancellation)
    {
        var payment = step.Payment;
        var guard = await ChildGuard.ReadAsync(tables, payment.ClientId, payment.Period, cancellation);
        var (calculation, faults) = AttendanceAuthorization.Decide(payment, await authorization.ReadAsync(payment, cancellation));
        if (calculation is null)
        {
            return await RefuseAsync(step, AttendanceAuthorization.Refused(faults), cancellation);
        }

        var after = AttendanceAuthorization.Apply(payment, calculation, calendar.Now);
        TableOperation[] beside = [guard.Bump(), TableOperation.Insert(ProviderPaymentKeys.Calculation(after.Id, after.Version), Rows.Write(calculation))];
        return await MoveAsync(step, after, beside, cancellation);
    }

    /// <param name="step">What is settled.</param>
    /// <param name="after">The payment in its next version.</param>
    /// <param name="beside">What is written with it.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<ProviderPayment> MoveAsync(Step step, ProviderPayment after, IReadOnlyList<TableOperation> beside, CancellationToken cancellation)
    {
        var (before, act) = (step.Payment, step.Act);
        var move = new ProviderPaymentMove(act.Action, StatusPair.Of(before), StatusPair.Of(after), act.By, act.Role, calendar.Now, act.Text, after.Sheet?.Hash, after.Amount);
        List<TableOperation> operations =
        [
            TableOperation.Update(ProviderPaymentKeys.Payment(after.Id), Rows.Write(after), step.ETag),
            TableOperation.Insert(ProviderPaymentKeys.History(after.Id, after.Version), Rows.Write(move)),
            Settled(step, after, null),
            .. beside,
        ];
        if (ProviderPaymentBooking.Entry(before, after) is { } entry)
        {
            operations.Add(TableOperation.Insert(ProviderPaymentKeys.Journal(after.Id, after.Version), Rows.Write(entry)));
        }

        await tables.SubmitAsync(Tables.ProviderPayments, after.ClientId, operations, cancellation);
        Log.ProviderPaymentMoved(logger, after.Id, act.Action, after.Submission, after.Status);
        return after;
    }

    /// <summary>There is nothing to change.</summary>
    private async Task<ProviderPayment> LeaveAsync(Step step, CancellationToken cancellation)
    {
        await tables.SubmitAsync(Tables.ProviderPayments, step.Payment.ClientId, [Settled(step, step.Payment, null)], cancellation);
        return step.Payment;
    }

    private async Task<ProviderPayment> RefuseAsync(Step step, Refusal refusal, CancellationToken cancellation)
    {
        await tables.SubmitAsync(Tables.ProviderPayments, step.Payment.ClientId, [Settled(step, step.Payment, refusal)], cancellation);
        Log.ProviderPaymentRefused(logger, step.Payment.Id, step.Act.Action, refusal.Code);
        return step.Payment;
    }

    /// <summary>The same sheet sent twice at one moment: the second one finds it standing, and has nothing to change.</summary>
    private static bool IsRepetition(ProviderPayment payment, AttendanceAct act)
        => !act.IsConditional
            && act.Version != payment.Version
            && act.Days.Count > 0
            && AttendanceRules.Check(payment, act) is null
            && AttendanceRules.Apply(payment, act, SheetHash.Of(payment.Id, act.Days), act.At).Version == payment.Version;

    private static Refusal Moved(ProviderPayment payment, AttendanceAct act)
        => new(act.IsConditional ? RefusalKind.Stale : RefusalKind.Conflict, act.IsConditional ? "STALE" : "MOVED", $"The payment was at version {act.Version} when you acted and is at version {payment.Version} now: {payment.Submission.DisplayName()} and {payment.Status.DisplayName()}. Read it again.");

    private static TableOperation Settled(Step step, ProviderPayment after, Refusal? refusal)
    {
        var settled = step.Act with { Outcome = new(StatusPair.Of(after), after.Version, refusal) };
        return TableOperation.Update(ProviderPaymentKeys.Act(after.Id, settled.Id), Rows.Write(settled), step.ActETag);
    }

    /// <summary>A payment and the act on it, each with the ETag that its change insists on.</summary>
    private sealed record Step(ProviderPayment Payment, string ETag, AttendanceAct Act, string ActETag);
}
