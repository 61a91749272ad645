using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Settlement;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Requests;

/// <summary>
/// Moves payment requests. A move is one transaction in the mass payment's partition, conditional on the request as it was
/// read: the request, its history, and the journal entry. The new place in the list is written before it, the old one removed after.
/// </summary>
public sealed class RequestMover(ITableStore tables, RequestRecords records, RequestIndex index, AgencyCalendar calendar)
{
    /// <summary>Attempts at a move that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Gives a request up that SMART has not taken or does not pay; what was set aside is released, and its need may be made anew.</summary>
    /// <param name="caller">Who acts; role operations.</param>
    /// <param name="requestId">The payment request.</param>
    /// <param name="reason">Why; kept in its history.</param>
    /// <param name="actId">What makes the act itself; repeated, it has one effect.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RequestResult> CancelAsync(Caller caller, string requestId, string reason, string actId, int? ifVersion = null, CancellationToken cancellation = default)
        => ActAsync(new(RequestStatus.Cancelled, caller, reason, actId, ifVersion), requestId, [RequestStatus.Authorized, RequestStatus.ErrorBySmart, RequestStatus.HeldBySmart], cancellation);

    /// <summary>Authorises a request again that SMART found at fault or withheld; the next run sends it under a new key.</summary>
    /// <param name="caller">Who acts; role operations.</param>
    /// <param name="requestId">The payment request.</param>
    /// <param name="note">For its history; may be left out.</param>
    /// <param name="actId">What makes the act itself; repeated, it has one effect.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RequestResult> AuthorizeAsync(Caller caller, string requestId, string? note, string actId, int? ifVersion = null, CancellationToken cancellation = default)
        => ActAsync(new(RequestStatus.Authorized, caller, note, actId, ifVersion), requestId, [RequestStatus.ErrorBySmart, RequestStatus.HeldBySmart], cancellation);

    /// <summary>Books SMART's answer to a request that a run has taken. Repeating it books it once.</summary>
    /// <param name="requestId">The payment request.</param>
    /// <param name="attempt">The attempt that was sent.</param>
    /// <param name="answer">What SMART says.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null where it is booked; else why it cannot be.</returns>
    public async Task<string?> BookAsync(string requestId, int attempt, SettlementAnswer answer, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await records.FindWithETagAsync(requestId, cancellation) is not var (request, etag, _))
            {
                return $"there is no payment request {requestId}";
            }

            if (request.Status != RequestStatus.Authorized || request.Attempt != attempt || request.RunId is null)
            {
                return await FindBookedAsync(request, attempt, cancellation) is null ? $"payment request {requestId} is {request.Status.DisplayName()}, at attempt {request.Attempt}" : null;
            }

            var after = request with { Status = StatusOf(answer.Outcome), Version = request.Version + 1, StatusSince = calendar.Now, RunId = null };
            if (await TryMoveAsync(request, etag, after, new RequestMove(request.Status, after.Status, "SMART", Role.Smart, after.StatusSince, answer.Reason, Booked(attempt)), cancellation))
            {
                return null;
            }

            if (tries == AttemptsMax)
            {
                throw new TimeoutException($"Payment request {requestId} is changed by others all the time; the answer is booked later.");
            }
        }
    }

    /// <summary>The outcome of an attempt, where it is booked.</summary>
    public async Task<SettlementOutcome?> FindBookedAsync(PaymentRequest request, int attempt, CancellationToken cancellation)
    {
        foreach (var move in await records.HistoryAsync(request, cancellation))
        {
            if (move.RequestId == Booked(attempt) && move.Role == Role.Smart)
            {
                return OutcomeOf(move.To);
            }
        }

        return null;
    }

    private async Task<RequestResult> ActAsync(Act act, string requestId, RequestStatus[] from, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= AttemptsMax; tries++)
        {
            if (await records.FindWithETagAsync(requestId, cancellation) is not var (request, etag, _))
            {
                return new(null, Refusal.NotFound("payment request"));
            }

            if ((await records.HistoryAsync(request, cancellation)).Any(move => move.RequestId == act.Id))
            {
                return new(request, null);
            }

            if (Check(request, act, from) is { } refusal)
            {
                return new(null, refusal);
            }

            var after = request with
            {
                Status = act.To,
                Version = request.Version + 1,
                StatusSince = calendar.Now,
                Attempt = act.To == RequestStatus.Authorized ? request.Attempt + 1 : request.Attempt,
            };
            if (await TryMoveAsync(request, etag, after, new RequestMove(request.Status, after.Status, act.By.User, Role.Operations, after.StatusSince, act.Reason, act.Id), cancellation))
            {
                return new(after, null);
            }
        }

        return new(null, new(RefusalKind.Conflict, "BUSY", "The payment request is being changed; read it again."));
    }

    private static Refusal? Check(PaymentRequest request, Act act, RequestStatus[] from)
    {
        if (!act.By.Is(Role.Operations))
        {
            return new(RefusalKind.Forbidden, "WRONG_ROLE", "Operations look after payment requests.");
        }

        if (act.IfVersion is { } seen && seen != request.Version)
        {
            return new(RefusalKind.Stale, "STALE", $"You saw version {seen}; the payment request is at version {request.Version}. Read it again.");
        }

        if (!from.Contains(request.Status))
        {
            return new(RefusalKind.Conflict, "ILLEGAL_MOVE", $"The payment request is {request.Status.DisplayName()}; from there it does not become {act.To.DisplayName()}.");
        }

        return request.RunId is null
            ? null
            : new(RefusalKind.Conflict, "TAKEN_BY_RUN", $"Run {request.RunId} has sent the payment request to SMART; its answer is awaited.");
    }

    private async Task<bool> TryMoveAsync(PaymentRequest before, string etag, PaymentRequest after, RequestMove move, CancellationToken cancellation)
    {
        await index.AddAsync([after], cancellation);
        try
        {
            await tables.SubmitAsync(Tables.MassPayments, after.MassPaymentId, RequestRecords.MoveOperations(after, etag, move), cancellation);
        }
        catch (TableConflictException)
        {
            // The row that was listed stays: another process may be making the same move; who reads it checks the record.
            return false;
        }

        await index.RemoveAsync([before], cancellation);
        return true;
    }

    /// <summary>One answer counts for an attempt.</summary>
    private static string Booked(int attempt) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"smart-{attempt}");

    private static RequestStatus StatusOf(SettlementOutcome outcome) => outcome switch
    {
        SettlementOutcome.Paid => RequestStatus.PaidBySmart,
        SettlementOutcome.Error => RequestStatus.ErrorBySmart,
        SettlementOutcome.Rejected => RequestStatus.RejectedBySmart,
        SettlementOutcome.Held => RequestStatus.HeldBySmart,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "SMART has four answers."),
    };

    private static SettlementOutcome OutcomeOf(RequestStatus status) => Enum.GetValues<SettlementOutcome>().First(outcome => StatusOf(outcome) == status);

    /// <param name="Id">What makes it itself.</param>
    private sealed record Act(RequestStatus To, Caller By, string? Reason, string Id, int? IfVersion);
}

/// <summary>What an act on a payment request led to.</summary>
/// <param name="Request">As it stands now; null where the act was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record RequestResult(PaymentRequest? Request, Refusal? Refusal);
