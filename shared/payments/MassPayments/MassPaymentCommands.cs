using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;

namespace Serverless.Payments.MassPayments;

/// <summary>Approves mass payments, tells how far they are, and takes up approvals whose orchestration was lost.</summary>
public sealed class MassPaymentCommands(MassPaymentRecords records, MassPaymentApproval approval, MassPaymentStarts starts, Settlements settlements)
{
    /// <summary>How long an approval is waited for before the caller is told where to read it.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Approves a mass payment (KEES-6). Repeated, while it is at work or after it is approved, it creates nothing and answers
    /// the same; the ids derive from the mass payment and the entries. A draft that was refused is approved anew.
    /// </summary>
    /// <param name="caller">Who approves; role operations.</param>
    /// <param name="id">The mass payment.</param>
    /// <param name="ifVersion">The version that was seen; null where it does not matter.</param>
    /// <param name="wait">How long the end is waited for; <see cref="Wait"/> where nothing is said.</param>
    /// <param name="cancellation">Gives up waiting; an approval that was asked for goes on.</param>
    /// <returns>The page, approved, or still in Approving where it takes longer than is waited for; or why it was refused, with every fault.</returns>
    public async Task<MassPaymentResult> ApproveAsync(Caller caller, string id, int? ifVersion = null, TimeSpan? wait = null, CancellationToken cancellation = default)
    {
        if (!caller.Is(Role.Operations))
        {
            return MassPaymentResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Operations approve mass payments."));
        }

        var result = await approval.AskAsync(id, caller.User, ifVersion, cancellation);
        if (result.Page is not { Status: MassPaymentStatus.Approving } asked)
        {
            return result;
        }

        // Whatever ends the caller's patience from here on must not keep it from starting.
        await starts.StartAsync(asked, CancellationToken.None);
        var ended = await settlements.WaitAsync(id, () => FindEndedAsync(asked, cancellation), wait ?? Wait, cancellation);
        return ended switch
        {
            null => MassPaymentResult.Done(asked),
            { Status: MassPaymentStatus.Approved } => MassPaymentResult.Done(ended),
            _ => await RefusedAsync(ended, cancellation),
        };
    }

    /// <summary>
    /// Gives up an approval that is at work: the mass payment is a draft again and nothing of it exists. Repeating it changes
    /// nothing; one that has been approved meanwhile stays so.
    /// </summary>
    /// <param name="caller">Who recalls it; role operations.</param>
    /// <param name="id">The mass payment.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MassPaymentResult> RecallAsync(Caller caller, string id, CancellationToken cancellation = default)
    {
        if (!caller.Is(Role.Operations))
        {
            return MassPaymentResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Operations recall mass payments."));
        }

        var result = await approval.RecallAsync(id, cancellation);
        settlements.Signal(id);
        return result;
    }

    /// <summary>How far an approval is that is at work; null where nothing is known of it.</summary>
    /// <param name="page">The mass payment, as it was read.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MassPaymentProgress?> ProgressAsync(MassPayment page, CancellationToken cancellation = default)
        => page.Status == MassPaymentStatus.Approving ? await starts.ProgressAsync(page, cancellation) : null;

    /// <summary>Starts the approvals that were asked for and are not at their end; a running one is left alone.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var open = 0;
        await foreach (var page in records.ApprovingAsync(cancellation))
        {
            await starts.StartAsync(page, cancellation);
            open++;
        }

        return open;
    }

    private async Task<MassPayment?> FindEndedAsync(MassPayment asked, CancellationToken cancellation)
        => await records.FindAsync(asked.Id, cancellation) is { } page && (page.Asked != asked.Asked || page.Status != MassPaymentStatus.Approving) ? page : null;

    private async Task<MassPaymentResult> RefusedAsync(MassPayment page, CancellationToken cancellation)
    {
        if (page.Refused is not { } refused)
        {
            return MassPaymentResult.Refused(new(RefusalKind.Conflict, "RECALLED", "The approval was recalled; nothing was created."));
        }

        var faults = await records.FaultsAsync(page.Id, refused.Attempt, cancellation);
        return new MassPaymentResult(null, new(RefusalKind.Invalid, "NOT_APPROVED", $"The mass payment has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}; nothing was created. Mend the entries named, or remove them, and approve again.")) { Faults = faults };
    }
}
