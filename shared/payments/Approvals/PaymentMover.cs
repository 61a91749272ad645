using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Approvals.StandIns;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>
/// Writes what submissions and decisions do. A move is one transaction in the client's partition, conditional on
/// the guard: the payment, its history, the reservation, the journal entry and the decision's outcome. Repeating
/// it, wherever it was interrupted, changes nothing further.
/// </summary>
public sealed class PaymentMover(
    ITableStore tables,
    PaymentRecords records,
    PaymentIndex index,
    ValidationReader validation,
    ApprovalPolicies policies,
    StandInReader standIns,
    ClientGate gate,
    Settlements settlements,
    AgencyCalendar calendar,
    ILogger<PaymentMover> logger)
{
    /// <summary>Attempts at a move that others keep getting ahead of; beyond it the activity fails and is tried again later.</summary>
    private const int AttemptsMax = 50;

    /// <summary>Makes the payment of a submission, or finds it made: Waiting SC Approval, or Error where the validation fails.</summary>
    public async Task<PaymentStatus> SubmitAsync(Submission submission, CancellationToken cancellation)
    {
        var clientId = submission.Facts.ClientId;
        using var pass = await gate.EnterAsync(clientId, cancellation);
        var refused = new List<IndexKey>();
        for (var attempt = 1; ; attempt++)
        {
            if (await records.FindAsync(submission.PaymentId, cancellation) is { } made)
            {
                await WithdrawAsync(refused, made, cancellation);
                return Settled(made);
            }

            var guard = await ClientGuard.ReadAsync(tables, clientId, cancellation);
            var replaced = await FindReplacedAsync(submission, cancellation);
            var found = await validation.ValidateAsync(submission.PaymentId, submission.Facts, cancellation);
            var (payment, move) = Made(submission, found, await policies.ReadAsync(cancellation));
            IReadOnlyList<IndexKey> listed = [PaymentIndex.StatusKey(payment), PaymentIndex.ProviderKey(payment), PaymentIndex.PeriodKey(payment)];
            await index.AddAsync(listed, cancellation);

            var operations = new List<TableOperation> { guard.Bump(), TableOperation.Insert(PaymentRowKeys.Payment(payment.Id), Rows.Write(payment)) };
            if (replaced is { } old)
            {
                operations.Add(TableOperation.Update(PaymentRowKeys.Payment(old.Payment.Id), Rows.Write(old.Payment with { ResubmittedAs = payment.Id }), old.ETag));
            }

            AddEffects(operations, null, payment, move);
            try
            {
                await tables.SubmitAsync(Tables.Payments, clientId, operations, cancellation);
                Log.Submitted(logger, payment.Id, payment.Status.DisplayName());
                await WithdrawAsync(refused, payment, cancellation);
                return Settled(payment);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody else's move of this client came first; everything is read and validated again.
                refused.AddRange(listed);
            }
        }
    }

    /// <summary>Settles a decision: moves the payment, or records why it does not move.</summary>
    /// <returns>The payment's status after it.</returns>
    public async Task<PaymentStatus> DecideAsync(string paymentId, string decisionId, CancellationToken cancellation)
    {
        var clientId = records.Ids.TryReadClient(paymentId, out var client)
            ? client
            : throw new ArgumentException($"'{paymentId}' is no payment's id.", nameof(paymentId));
        using var pass = await gate.EnterAsync(clientId, cancellation);
        var listed = new List<IndexKey>();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var status = await TryDecideAsync(clientId, paymentId, decisionId, listed, cancellation);
                if (attempt > 1 && await records.FindAsync(paymentId, cancellation) is { } standing)
                {
                    await WithdrawAsync(listed, standing, cancellation);
                }

                return status;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody else's move of this client came first; everything is read and judged again.
            }
        }
    }

    private async Task<PaymentStatus> TryDecideAsync(string clientId, string paymentId, string decisionId, List<IndexKey> listed, CancellationToken cancellation)
    {
        var guard = await ClientGuard.ReadAsync(tables, clientId, cancellation);
        var decisionRow = await tables.GetAsync(Tables.Payments, clientId, PaymentRowKeys.Decision(paymentId, decisionId), cancellation)
            ?? throw new InvalidOperationException($"Decision {decisionId} of payment {paymentId} was raised and is not stored.");
        var decision = Rows.Read<Decision>(decisionRow);

        // After the decision: where another process has just settled it, the status must be the one that it led to.
        var (payment, paymentETag) = await records.FindWithETagAsync(paymentId, cancellation)
            ?? throw new InvalidOperationException($"Decision {decisionId} is for payment {paymentId}, which is not there.");
        if (decision.Outcome is { } settled)
        {
            await LeaveAsync(decision, settled, payment, cancellation);
            return payment.Status;
        }

        var basis = await standIns.BasisAsync(payment, decision, cancellation);
        var refusal = ApprovalRules.Check(payment, decision, basis);
        IReadOnlyList<ValidationMessage> found = refusal is null && LegalMoves.Find(payment.Status, decision.Action)!.Validates
            ? await validation.ValidateAsync(paymentId, decision.Correction ?? payment.Facts, cancellation)
            : [];
        var applied = refusal is null ? ApprovalRules.Apply(payment, decision, found, calendar.Now, basis) : null;
        if (applied is not { } result)
        {
            refusal ??= ApprovalRules.ValidationFailed(found);
            var refused = new DecisionOutcome(payment.Status, payment.Version, refusal);
            await tables.SubmitAsync(Tables.Payments, clientId, [OutcomeOperation(decision, decisionRow.ETag, refused)], cancellation);
            Log.Refused(logger, paymentId, decision.Action, refusal.Code);
            settlements.Signal(paymentId);
            return payment.Status;
        }

        // A first approval of two keeps the status, and within one tick of the clock the place in its list, too: then nothing is left.
        var left = PaymentIndex.StatusKey(payment);
        var outcome = new DecisionOutcome(result.Payment.Status, result.Payment.Version, null, left == PaymentIndex.StatusKey(result.Payment) ? null : left);
        await WriteMoveAsync(guard, payment, paymentETag, result, OutcomeOperation(decision, decisionRow.ETag, outcome), listed, cancellation);
        Log.Moved(logger, paymentId, payment.Status.DisplayName(), result.Payment.Status.DisplayName());
        await LeaveAsync(decision, outcome, payment, cancellation);
        return result.Payment.Status;
    }

    private async Task WriteMoveAsync(ClientGuard guard, Payment before, string etag, (Payment Payment, PaymentMove Move) after, TableOperation outcome, List<IndexKey> listed, CancellationToken cancellation)
    {
        var payment = after.Payment;
        List<IndexKey> entered = [PaymentIndex.StatusKey(payment)];
        if (payment.Period != before.Period)
        {
            entered.Add(PaymentIndex.PeriodKey(payment));
        }

        // The row of a month is the same for whoever moves the payment there, so that one of them must not take it back.
        listed.Add(entered[0]);
        await index.AddAsync(entered, cancellation);
        var operations = new List<TableOperation>
        {
            guard.Bump(),
            TableOperation.Update(PaymentRowKeys.Payment(payment.Id), Rows.Write(payment), etag),
            outcome,
        };
        AddEffects(operations, before, payment, after.Move);
        await tables.SubmitAsync(Tables.Payments, payment.Facts.ClientId, operations, cancellation);
        if (payment.Period != before.Period)
        {
            await index.RemoveAsync(PaymentIndex.PeriodKey(before), cancellation);
        }
    }

    /// <summary>
    /// Takes back what was listed for attempts that were refused. Only once the move is settled: until then another process
    /// may be making the same one under the same key, and a payment that no list names would be in no run.
    /// </summary>
    private Task WithdrawAsync(IReadOnlyList<IndexKey> listed, Payment standing, CancellationToken cancellation)
        => Task.WhenAll(listed.Where(key => !PaymentIndex.IsCurrent(key, standing)).Distinct().Select(key => index.RemoveAsync(key, cancellation)));

    private static void AddEffects(List<TableOperation> operations, Payment? before, Payment after, PaymentMove move)
    {
        operations.Add(TableOperation.Insert(PaymentRowKeys.History(after.Id, after.Version), Rows.Write(move)));
        if (PaymentBooking.Entry(before, after) is { } entry)
        {
            operations.Add(TableOperation.Insert(PaymentRowKeys.Journal(after.Id, after.Version), Rows.Write(entry)));
        }

        var wasLive = before?.Status.IsLive() ?? false;
        if (!wasLive && after.Status.IsLive())
        {
            var reservation = Reservation.Of(after);
            operations.Add(TableOperation.Insert(PaymentRowKeys.Reservation(reservation), Rows.Write(reservation)));
        }
        else if (wasLive && !after.Status.IsLive())
        {
            operations.Add(TableOperation.Delete(PaymentRowKeys.Reservation(Reservation.Of(before!))));
        }
    }

    private static TableOperation OutcomeOperation(Decision decision, string etag, DecisionOutcome outcome)
        => TableOperation.Update(PaymentRowKeys.Decision(decision.PaymentId, decision.Id), Rows.Write(decision with { Outcome = outcome }), etag);

    /// <summary>Takes the payment out of the list it left, then wakes who waits: an answer of 200 comes after both.</summary>
    private async Task LeaveAsync(Decision decision, DecisionOutcome outcome, Payment payment, CancellationToken cancellation)
    {
        if (outcome.Left is { } left)
        {
            await index.RemoveAsync(left, cancellation);
        }

        if (outcome.Refusal is null && ApprovalRules.RoleAwaited(decision.Stage) is not null)
        {
            await standIns.Escalations.LeaveAsync(payment, decision.Version, cancellation);
        }

        settlements.Signal(payment.Id);
    }

    private PaymentStatus Settled(Payment payment)
    {
        settlements.Signal(payment.Id);
        return payment.Status;
    }

    private async Task<(Payment Payment, string ETag)?> FindReplacedAsync(Submission submission, CancellationToken cancellation)
    {
        if (submission.ResubmissionOf is not { } replacedId)
        {
            return null;
        }

        var replaced = await records.FindWithETagAsync(replacedId, cancellation)
            ?? throw new InvalidOperationException($"Payment {submission.PaymentId} replaces {replacedId}, which is not there.");
        return replaced.Payment.ResubmittedAs is null || replaced.Payment.ResubmittedAs == submission.PaymentId
            ? replaced
            : throw new InvalidOperationException($"Payment {replacedId} was replaced by {replaced.Payment.ResubmittedAs} already.");
    }

    private (Payment Payment, PaymentMove Move) Made(Submission submission, IReadOnlyList<ValidationMessage> found, ApprovalPolicy policy)
    {
        var now = calendar.Now;
        var payment = new Payment
        {
            Id = submission.PaymentId,
            Facts = submission.Facts,
            Status = found.Count == 0 ? PaymentStatus.WaitingScApproval : PaymentStatus.Error,
            Version = 1,
            StatusSince = now,
            CreatedAt = now,
            SubmittedBy = submission.By,
            SubmissionId = submission.SubmissionId,
            Validation = found,
            Acts = [new Payment.Act(submission.By, submission.Role)],
            InvoiceNumber = submission.InvoiceNumber,
            ResubmissionOf = submission.ResubmissionOf,
        };
        return (ApprovalRules.Entered(payment, policy), new PaymentMove(null, payment.Status, submission.By, submission.Role, now, null, found));
    }
}
