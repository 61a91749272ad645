using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Codes;

namespace Serverless.Payments.Remittances;

/// <summary>
/// What may be done with a session (SAN-1, SAN-2, SAN-6): functions from a session to the session after it, or to the reason
/// why it stays as it is. Nothing here knows where it is stored.
/// </summary>
public static class RemittanceRules
{
    /// <summary>The most checks of a batch; a posting books each with an entry of its own, all in one transaction.</summary>
    public const int ChecksMax = 60;

    /// <summary>The most invoices in a queue, over all checks.</summary>
    public const int QueueMax = 10_000;

    public const int RefNoCharsMax = 50;
    public const int CommentCharsMax = 500;

    /// <summary>What is wrong with the batch options; all of it.</summary>
    /// <param name="batch">As entered.</param>
    /// <param name="type">Its batch type.</param>
    public static IReadOnlyList<ValidationMessage> CheckBatch(RemittanceBatch batch, ValueItem type)
    {
        var faults = new List<ValidationMessage>();
        if (!type.ApplyAs.Contains(batch.ApplyAs))
        {
            faults.Add(new("TYPE_NOT_OFFERED", "batchType", $"The batch type {type.Code} is offered for {string.Join(", ", type.ApplyAs)}, not for {batch.ApplyAs}."));
        }

        if (type.IsTakeback && batch.Total >= Money.Zero)
        {
            faults.Add(new("TAKEBACK_TOTAL", "batchTotal", $"A batch of takebacks has a total below zero (SAN-7), not {batch.Total}."));
        }
        else if (!type.IsTakeback && batch.Total < Money.Zero)
        {
            faults.Add(new("NEGATIVE_TOTAL", "batchTotal", $"{batch.Total} is a batch of takebacks; choose the batch type for it (TB), or a total of 0.00 or more."));
        }
        else if (batch.ApplyAs == ApplyAsForms.Adjustment && batch.Total != Money.Zero)
        {
            faults.Add(new("ADJUSTMENT_TOTAL", "batchTotal", $"Adjustments move no cash (SAN-5); their batch total is 0.00, not {batch.Total}."));
        }

        return faults;
    }

    /// <summary>Edit Batch (SAN-1): Apply As is locked once a check was entered, and so is whether the batch takes back.</summary>
    public static RemittanceDecision Edit(RemittanceState state, RemittanceBatch batch, ValueItem type)
    {
        var session = state.Remittance;
        if (CheckOpen(session) is { } refusal)
        {
            return new(null, refusal);
        }

        if (session.Checks.Count > 0 && (batch.ApplyAs != session.Batch.ApplyAs || batch.IsTakeback != session.Batch.IsTakeback))
        {
            var isApplyAs = batch.ApplyAs != session.Batch.ApplyAs;
            return Refused(RefusalKind.Conflict, isApplyAs ? "APPLY_AS_LOCKED" : "BATCH_TYPE_LOCKED", isApplyAs ? "applyAs" : "batchType", "A check has been entered in this batch; Apply As, and whether it takes payments back, can no longer be changed (SAN-1). Delete the checks, or discard the session.");
        }

        if (CheckBatch(batch, type) is { Count: > 0 } faults)
        {
            return new(null, BatchAtFault(faults));
        }

        return IsBeyond(state.ChecksTotal, batch.Total)
            ? Refused(RefusalKind.Invalid, "CHECKS_EXCEED_BATCH", "batchTotal", $"The checks entered so far come to {state.ChecksTotal}; the batch total cannot be {batch.Total}.")
            : Done(session with { Batch = batch });
    }

    /// <summary>Enters the next check (SAN-2).</summary>
    /// <param name="state">The session.</param>
    /// <param name="check">As entered; its number and sheet are given here.</param>
    /// <param name="type">Its type.</param>
    public static RemittanceDecision AddCheck(RemittanceState state, RemittanceCheck check, ValueItem type)
    {
        var session = state.Remittance;
        if (CheckOpen(session) is { } refusal)
        {
            return new(null, refusal);
        }

        if (session.CurrentCheck is { } current)
        {
            return Refused(RefusalKind.Conflict, "CHECK_OPEN", "", $"Check {current.RefNo} is being posted, one at a time (SAN-2). Go to the next once it is fully posted, or delete it.");
        }

        if (session.Checks.Count == ChecksMax)
        {
            return Refused(RefusalKind.Invalid, "TOO_MANY_CHECKS", "refNo", $"A batch holds at most {ChecksMax} checks; enter the others in another one.");
        }

        var faults = CheckFaults(session, check, type);
        if (faults.Count > 0)
        {
            return new(null, new(RefusalKind.Invalid, faults[0].Code, faults.Count == 1 ? faults[0].Message : $"{faults.Count} things are wrong with the check.") { Errors = faults });
        }

        var total = state.ChecksTotal + check.Amount;
        return IsBeyond(total, session.Batch.Total)
            ? Refused(RefusalKind.Invalid, "CHECKS_EXCEED_BATCH", "amount", $"With this check the checks come to {total}; the batch total is {session.Batch.Total}. Mend the amount, or edit the batch.")
            : Done(session with { Checks = [.. session.Checks, check with { N = session.Checks.Count + 1, Sheet = session.NextSheet, IsDone = false }], NextSheet = session.NextSheet + 1 });
    }

    /// <summary>Delete: the current check and its rows are gone (SAN-2).</summary>
    public static RemittanceDecision DeleteCheck(RemittanceState state)
    {
        var session = state.Remittance;
        return CheckOpen(session) is { } refusal ? new(null, refusal)
            : session.CurrentCheck is not { } current ? NoCheck()
            : Done(session with { Checks = [.. session.Checks.Where(check => check != current).Select((check, index) => check with { N = index + 1 })] });
    }

    /// <summary>Next: only once the check is fully posted (SAN-2).</summary>
    /// <param name="state">The session.</param>
    /// <param name="rows">What is wrong with rows of the check (<see cref="QueueFaults"/>).</param>
    public static RemittanceDecision Next(RemittanceState state, IReadOnlyList<ValidationMessage> rows)
    {
        var session = state.Remittance;
        return CheckOpen(session) is { } refusal ? new(null, refusal)
            : session.CurrentCheck is not { } current ? NoCheck()
            : state.RemainingOf(current) != Money.Zero ? Refused(RefusalKind.Invalid, "NOT_FULLY_POSTED", "remaining", $"Check {current.RefNo} has {state.RemainingOf(current)} left; the next comes once it is fully posted (SAN-2).")
            : rows.Count > 0 ? new(null, new(RefusalKind.Invalid, rows[0].Code, "Rows of the check are out of range; mend them first.") { Errors = rows })
            : Done(session with { Checks = [.. session.Checks.Select(check => check == current ? check with { IsDone = true } : check)] });
    }

    /// <summary>Clear Queue: every row of every check is gone; the checks stay, and the first is the current one again.</summary>
    public static RemittanceDecision ClearQueue(RemittanceState state)
    {
        var session = state.Remittance;
        return CheckOpen(session) is { } refusal
            ? new(null, refusal)
            : Done(session with
            {
                Checks = [.. session.Checks.Select((check, index) => check with { Sheet = session.NextSheet + index, IsDone = false })],
                NextSheet = session.NextSheet + session.Checks.Count,
            });
    }

    /// <summary>Save pauses the session (SAN-6); that the user has no other is seen to where all sessions are known.</summary>
    public static RemittanceDecision Save(RemittanceState state) => state.Remittance.Status switch
    {
        RemittanceStatus.Open => Done(state.Remittance with { Status = RemittanceStatus.Saved }),
        _ => new(null, NotOpen(state.Remittance)),
    };

    /// <summary>Takes a saved session up again.</summary>
    public static RemittanceDecision Resume(RemittanceState state) => state.Remittance.Status switch
    {
        RemittanceStatus.Saved => Done(state.Remittance with { Status = RemittanceStatus.Open }),
        _ => Refused(RefusalKind.Conflict, "NOT_SAVED", "", $"The session is {state.Remittance.Status}; only a saved one is resumed."),
    };

    /// <summary>Discards an open or saved session; nothing of it was posted.</summary>
    public static RemittanceDecision Discard(RemittanceState state) => state.Remittance.Status switch
    {
        RemittanceStatus.Open or RemittanceStatus.Saved => Done(state.Remittance with { Status = RemittanceStatus.Discarded }),
        _ => Refused(RefusalKind.Conflict, "NOT_OPEN", "", $"The session is {state.Remittance.Status}; only one that is open or saved can be discarded."),
    };

    /// <summary>Post Now: only where the checks add up to the batch, and every one is fully posted (SAN-2, SAN-5).</summary>
    /// <param name="state">The session.</param>
    /// <param name="rows">What is wrong with rows of the queue (<see cref="QueueFaults"/>).</param>
    /// <param name="by">Who pressed it.</param>
    /// <param name="at">When.</param>
    public static RemittanceDecision Post(RemittanceState state, IReadOnlyList<ValidationMessage> rows, string by, DateTimeOffset at)
    {
        var session = state.Remittance;
        if (session.Status is not (RemittanceStatus.Open or RemittanceStatus.Saved))
        {
            return new(null, NotOpen(session));
        }

        var faults = new List<ValidationMessage>();
        if (state.Queue.Count == 0 && session.Checks.All(check => check.ProviderAdjustments.Count == 0))
        {
            faults.Add(new("NOTHING_QUEUED", "queue", "Nothing is in the queue; there is nothing to post."));
        }

        if (state.ChecksTotal != session.Batch.Total)
        {
            faults.Add(new("CHECKS_DO_NOT_ADD_UP", "batchTotal", $"The checks come to {state.ChecksTotal}, the batch total is {session.Batch.Total} (SAN-2)."));
        }

        faults.AddRange(session.Checks
            .Where(check => state.RemainingOf(check) != Money.Zero)
            .Select(check => new ValidationMessage("NOT_FULLY_POSTED", "remaining", $"Check {check.RefNo} has {state.RemainingOf(check)} left (SAN-5).")));
        faults.AddRange(rows);
        return faults.Count > 0
            ? new(null, new(RefusalKind.Invalid, faults[0].Code, "The session cannot be posted yet; nothing was.") { Errors = faults })
            : Done(session with { Status = RemittanceStatus.Posting, Attempt = session.Attempt + 1, AskedBy = by, AskedAt = at, Refused = null });
    }

    /// <summary>Why rows of the queue cannot be changed; null where they can.</summary>
    public static Refusal? CheckOpen(Remittance session) => session.Status == RemittanceStatus.Open ? null : NotOpen(session);

    public static Refusal BatchAtFault(IReadOnlyList<ValidationMessage> faults)
        => new(RefusalKind.Invalid, faults[0].Code, faults.Count == 1 ? faults[0].Message : $"{faults.Count} things are wrong with the batch.") { Errors = faults };

    private static List<ValidationMessage> CheckFaults(Remittance session, RemittanceCheck check, ValueItem type)
    {
        var faults = new List<ValidationMessage>();
        if (!type.ApplyAs.Contains(session.Batch.ApplyAs) || type.IsTakeback != session.Batch.IsTakeback)
        {
            faults.Add(new("TYPE_NOT_OFFERED", "type", $"{type.Code} is not offered in a batch of type {session.Batch.Type} that applies as {session.Batch.ApplyAs}."));
        }

        if (session.Batch.IsTakeback && check.Amount >= Money.Zero)
        {
            faults.Add(new("TAKEBACK_AMOUNT", "amount", $"A takeback has an amount below zero (SAN-7), not {check.Amount}."));
        }
        else if (!session.Batch.IsTakeback && check.Amount < Money.Zero)
        {
            faults.Add(new("NEGATIVE_AMOUNT", "amount", $"{check.Amount} takes payments back; takebacks have a batch of their own (SAN-7)."));
        }

        if (session.Checks.Any(standing => string.Equals(standing.RefNo, check.RefNo, StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add(new("DUPLICATE_CHECK", "refNo", $"Check {check.RefNo} is in this batch already."));
        }

        return faults;
    }

    /// <summary>Whether checks come to more than the batch, either way.</summary>
    private static bool IsBeyond(Money checks, Money total) => total < Money.Zero ? checks < total : checks > total;

    private static RemittanceDecision Done(Remittance after) => new(after with { Version = after.Version + 1 }, null);

    private static RemittanceDecision NoCheck() => Refused(RefusalKind.Conflict, "NO_CHECK", "", "There is no check at work; enter the next one first (SAN-2).");

    private static RemittanceDecision Refused(RefusalKind kind, string code, string field, string message)
        => new(null, new(kind, code, message) { Errors = field.Length == 0 ? [] : [new(code, field, message)] });

    private static Refusal NotOpen(Remittance session) => session.Status switch
    {
        RemittanceStatus.Saved => new(RefusalKind.Conflict, "SAVED", "The session is saved; resume it first."),
        RemittanceStatus.Posting => new(RefusalKind.Conflict, "POSTING", "The session is being posted; wait for its end."),
        _ => new(RefusalKind.Conflict, "NOT_OPEN", $"The session is {session.Status}; nothing of it changes any more."),
    };
}

/// <summary>The session after an act, or why it was refused and stays.</summary>
public sealed record RemittanceDecision(Remittance? After, Refusal? Refusal);
