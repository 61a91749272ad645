using System.Runtime.CompilerServices;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;

namespace Serverless.Payments.Mails.Asking;

/// <summary>
/// Asks those to whom a turn has come since it was asked for: an absence began or ended, or a client has another coordinator. Who was
/// asked before is not asked again, so that it may be done every morning, and for one person at any time.
/// </summary>
public sealed class TurnHandovers(PaymentQueries payments, UserRecords users, DelegationRecords delegations, StagePrompts prompts, AgencyCalendar calendar)
{
    /// <summary>Payments of one status that are looked at in one morning, the longest waiting first.</summary>
    public const int PaymentsMax = 5_000;

    /// <summary>Days after an absence in which who is back is asked; mornings may be missed.</summary>
    private const int BackDays = 14;

    /// <summary>Payments that are looked at together: a morning's are done within minutes, however far away the tables are.</summary>
    private const int AtOnce = 8;

    private static readonly Caller Reader = new("mails", new HashSet<Role> { Role.Auditor });

    private static readonly (PaymentStatus Status, Role Role)[] Turns =
    [
        (PaymentStatus.WaitingScApproval, Role.Coordinator),
        (PaymentStatus.Review, Role.Coordinator),
        (PaymentStatus.WaitingDspdApproval, Role.Technician),
        (PaymentStatus.HeldByCaps, Role.Ofo),
    ];

    public async Task RunAsync(CancellationToken cancellation = default)
    {
        // A client may have another coordinator.
        foreach (var (status, _) in Turns.Where(turn => turn.Role == Role.Coordinator))
        {
            await Parallel.ForEachAsync(WaitingAsync(status, cancellation), Options(cancellation), async (payment, stop) => await prompts.RecordAsync(payment, MailKind.Ask, stop));
        }

        // Where a turn is a whole role's, delegations alone hand it over.
        var absent = await AbsentAsync(cancellation);
        foreach (var (status, role) in Turns.Where(turn => turn.Role != Role.Coordinator))
        {
            await AskForAsync(status, [.. absent.Where(user => user.Roles.Contains(role))], cancellation);
        }
    }

    /// <summary>The activity of <see cref="TurnHandover"/>: what waits for one person, whose absence began or ended just now.</summary>
    /// <returns>Whether there is such a person.</returns>
    public async Task<bool> AskAsync(ActivityContext context, TurnHandoverInput input)
    {
        if (await users.FindAsync(input.User, context.CancellationToken) is not { } principal)
        {
            return false;
        }

        // A coordinator's turns come by assignment, whatever role the record has.
        foreach (var (status, _) in Turns.Where(turn => turn.Role == Role.Coordinator || principal.Roles.Contains(turn.Role)))
        {
            await AskForAsync(status, [principal], context.CancellationToken);
        }

        return true;
    }

    private async Task AskForAsync(PaymentStatus status, IReadOnlyList<User> principals, CancellationToken cancellation)
    {
        if (principals.Count == 0)
        {
            return;
        }

        await Parallel.ForEachAsync(WaitingAsync(status, cancellation), Options(cancellation), async (payment, stop) =>
        {
            foreach (var principal in principals)
            {
                await prompts.RecordForAsync(principal, payment, stop);
            }
        });
    }

    private static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };

    /// <summary>Who is absent with somebody to act meanwhile, or was lately.</summary>
    private async Task<IReadOnlyList<User>> AbsentAsync(CancellationToken cancellation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var today = calendar.Today;
        await foreach (var delegation in delegations.ListAsync(null, cancellation))
        {
            if (delegation.Begin <= today && delegation.End.AddDays(BackDays) >= today)
            {
                names.Add(delegation.From);
            }
        }

        var found = new List<User>();
        foreach (var name in names)
        {
            if (await users.FindAsync(name, cancellation) is { } user)
            {
                found.Add(user);
            }
        }

        return found;
    }

    private async IAsyncEnumerable<Payment> WaitingAsync(PaymentStatus status, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        var count = 0;
        do
        {
            var page = await payments.ListAsync(Reader, new PaymentFilter(status), after, PaymentQueries.TopMax, cancellation);
            foreach (var payment in page.Items)
            {
                yield return payment;
            }

            count += page.Items.Count;
            after = page.Next;
        }
        while (after is not null && count < PaymentsMax);
    }
}
