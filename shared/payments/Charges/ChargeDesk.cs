using Microsoft.Extensions.Logging;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Charges;

/// <summary>What billers do with participants' charges and payments (PS-1 to PS-5), and who reads them.</summary>
/// <remarks>
/// Each act is one transaction in the participant's partition: the event, its journal entry and the request's mark, conditional on
/// the number of events that it was decided by. Nothing is ever half done, so that no orchestration is needed to finish it.
/// </remarks>
public sealed class ChargeDesk(ITableStore tables, AgencyDirectory directory, AgencyCalendar calendar, ILogger<ChargeDesk> logger)
{
    /// <summary>Attempts at an act that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;

    private static readonly Refusal Busy = new(RefusalKind.Conflict, "BUSY", "The participant's account is being changed by others all the time; try again.");

    public ChargeRecords Records { get; } = new(tables);

    /// <summary>Enters a charge; it consumes open credit first.</summary>
    /// <param name="request">Who asks, and for whom.</param>
    /// <param name="command">The charge.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ChargeResult> ChargeAsync(ChargeRequest request, ChargeCommand command, CancellationToken cancellation = default)
        => ActAsync(request, (account, act) => ChargeDecisions.Charge(account, command, act), cancellation);

    /// <summary>Enters a payment; it goes to the oldest charges first, or as it was distributed.</summary>
    /// <param name="request">Who asks, and for whom.</param>
    /// <param name="form"><c>check</c> or <c>cash</c>, in any case.</param>
    /// <param name="command">Makes the payment, given its form and the agency's date.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ChargeResult> PayAsync(ChargeRequest request, string form, Func<PaymentForm, DateOnly, PayCommand> command, CancellationToken cancellation = default)
    {
        var (read, refusal) = ReadForm(form);
        return ActAsync(request, (account, act) => refusal is null ? ChargeDecisions.Pay(account, command(read, act.Today), act) : new(null, refusal), cancellation);
    }

    /// <summary>Corrects the total of a payment.</summary>
    /// <param name="request">Who asks, and for whom.</param>
    /// <param name="command">Which payment, and what it should be.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ChargeResult> AdjustAsync(ChargeRequest request, AdjustCommand command, CancellationToken cancellation = default)
        => ActAsync(request, (account, act) => ChargeDecisions.Adjust(account, command, act), cancellation);

    /// <summary>The account of a participant, an empty one where nothing was entered; null where there is no such client, or not for the caller to see.</summary>
    public async Task<ChargeAccount?> FindAsync(Caller caller, string participant, CancellationToken cancellation = default)
        => (caller.Is(Role.Biller) || caller.Is(Role.Auditor)) && await IsClientAsync(participant, cancellation) ? (await Records.ReadAsync(participant, cancellation)).Account : null;

    private async Task<ChargeResult> ActAsync(ChargeRequest request, Func<ChargeAccount, Act, Decided> decide, CancellationToken cancellation)
    {
        if (!request.By.Is(Role.Biller))
        {
            return ChargeResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Billers enter charges and payments of participants."));
        }

        if (!await IsClientAsync(request.Participant, cancellation))
        {
            return ChargeResult.Refused(Refusal.NotFound("participant"));
        }

        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await Records.FindDoneAsync(request.Participant, request.Id, cancellation) is { } done)
            {
                return ChargeResult.Done(await Records.ReadAtAsync(request.Participant, done, cancellation));
            }

            var before = await Records.ReadAsync(request.Participant, cancellation);
            if (request.IfVersion?.Invoke(before.Account.Version) == false)
            {
                return ChargeResult.Refused(new(RefusalKind.Stale, "STALE", $"The account is at version {before.Account.Version}, not at the one that was named. Read it again."));
            }

            var (made, refusal) = decide(before.Account, new Act(request.By.User, calendar.Now, calendar.Today));
            if (made is null)
            {
                Log.ChargeActRefused(logger, refusal!.Code);
                return ChargeResult.Refused(refusal);
            }

            if (await Records.TryWriteAsync(before, made, request.Id, cancellation) is { } after)
            {
                Log.ChargeActRecorded(logger, made.N, made.Moves.Count);
                return ChargeResult.Done(after);
            }
        }

        return ChargeResult.Refused(Busy);
    }

    private async Task<bool> IsClientAsync(string participant, CancellationToken cancellation)
        => Client.IsId(participant) && await directory.FindClientAsync(participant, cancellation) is not null;

    private static (PaymentForm Form, Refusal? Refusal) ReadForm(string text) => text.Trim().ToUpperInvariant() switch
    {
        "CHECK" => (PaymentForm.Check, null),
        "CASH" => (PaymentForm.Cash, null),
        "INTERFACE" => (default, ChargeForm.Invalid("INTERFACE_FORM", "form", "Only the billing calculation enters payments of the form interface; a person gives check or cash.")),
        _ => (default, ChargeForm.Invalid("BAD_FORM", "form", "The form of a payment is check or cash.")),
    };
}

/// <summary>Who asks for an act on whose account.</summary>
/// <param name="By">Role biller.</param>
/// <param name="Participant">The client.</param>
/// <param name="Id">The same for a request and its retry, which has one effect.</param>
/// <param name="IfVersion">Whether to go on, given how many events the account has.</param>
public sealed record ChargeRequest(Caller By, string Participant, string Id, Func<int, bool>? IfVersion = null);

/// <summary>What an act led to.</summary>
/// <param name="Account">As the act left it; for a repeated request as it was then. Null where it was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record ChargeResult(ChargeAccount? Account, Refusal? Refusal)
{
    public static ChargeResult Done(ChargeAccount account) => new(account, null);

    public static ChargeResult Refused(Refusal refusal) => new(null, refusal);
}
