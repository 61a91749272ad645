using System.Runtime.CompilerServices;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Storage;

namespace Serverless.Payments.Users.Delegations;

/// <summary>Who acts for whom during an absence (UPI-7). A delegation is recorded once, and may be revoked; nothing else of it changes.</summary>
public sealed class DelegationRecords(ITableStore tables, UserRecords users, AgencyCalendar calendar)
{
    /// <summary>Days that an absence can last.</summary>
    public const int DaysMax = 366;

    /// <summary>Delegations of one person, or to one person, that are not over.</summary>
    public const int OpenMax = 50;

    /// <summary>Attempts at a revocation that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    /// <summary>The delegation, whether it is in force or not; null where there is none of that id.</summary>
    public async Task<Delegation?> FindAsync(string id, CancellationToken cancellation = default)
        => PaymentFactsForm.IsId(id) ? await tables.FindAsync<Delegation>(Tables.Users, DelegationKeys.Partition, DelegationKeys.Record(id), cancellation) : null;

    /// <summary>Every delegation, by id.</summary>
    /// <param name="after">Only those behind this id; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Delegation> ListAsync(string? after = null, CancellationToken cancellation = default)
    {
        var all = RowRange.StartingWith(DelegationKeys.RecordPrefix);
        return ReadAsync(after is null ? all : new RowRange(DelegationKeys.Record(after) + "!", all.Before), cancellation);
    }

    /// <summary>What the user gave and was given, by the last day.</summary>
    public async Task<IReadOnlyList<Delegation>> OfUserAsync(string user, CancellationToken cancellation = default)
        => UserRules.IsName(user)
            ? [.. (await ReadAllAsync(RowRange.StartingWith(DelegationKeys.FromPrefix(user)), cancellation))
                .Concat(await ReadAllAsync(RowRange.StartingWith(DelegationKeys.ToPrefix(user)), cancellation))
                .OrderBy(delegation => delegation.End).ThenBy(delegation => delegation.Id, StringComparer.Ordinal)]
            : [];

    /// <summary>The users for whom the user acts on the day, each once, by name. It does not pass on.</summary>
    public async Task<IReadOnlyList<string>> ActingForAsync(string user, DateOnly day, CancellationToken cancellation = default)
        => Names((await OpenAsync(DelegationKeys.ToPrefix, user, day, cancellation)).Where(delegation => delegation.IsInForce(day)).Select(delegation => delegation.From));

    /// <summary>The users who act for the user on the day, each once, by name.</summary>
    public async Task<IReadOnlyList<string>> DelegatesOfAsync(string user, DateOnly day, CancellationToken cancellation = default)
        => Names((await OpenAsync(DelegationKeys.FromPrefix, user, day, cancellation)).Where(delegation => delegation.IsInForce(day)).Select(delegation => delegation.To));

    /// <summary>Records a delegation. The same request id makes one.</summary>
    /// <param name="caller">Who records it: the absent user, or an admin.</param>
    /// <param name="from">The user who is absent.</param>
    /// <param name="to">The user who acts meanwhile.</param>
    /// <param name="begin">The first day, in America/Denver; not before today.</param>
    /// <param name="end">The last day, included.</param>
    /// <param name="requestId">The same for a request and its retry.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DelegationResult> RecordAsync(Caller caller, string from, string to, DateOnly begin, DateOnly end, string requestId, CancellationToken cancellation = default)
    {
        if (caller.User != from && !caller.Is(Role.Admin))
        {
            return DelegationResult.Refused(new(RefusalKind.Forbidden, "NOT_YOURS", "Only the absent user or an admin records a delegation."));
        }

        if (await FindAsync(requestId, cancellation) is { } made)
        {
            return DelegationResult.Done(made);
        }

        var faults = await CheckAsync(from, to, begin, end, cancellation);
        if (faults.Count > 0)
        {
            return DelegationResult.Refused(new(RefusalKind.Invalid, "INVALID", string.Join(' ', faults.Select(fault => fault.Message))) { Errors = faults });
        }

        var delegation = new Delegation(requestId, from, to, begin, end, caller.User, calendar.Now);
        try
        {
            var data = Rows.Write(delegation);
            await tables.SubmitAsync(Tables.Users, DelegationKeys.Partition, [.. DelegationKeys.All(delegation).Select(row => TableOperation.Insert(row, data))], cancellation);
            return DelegationResult.Done(delegation);
        }
        catch (TableConflictException)
        {
            // The same request came twice at one moment; the other one made it.
            return DelegationResult.Done(await FindAsync(requestId, cancellation) ?? throw new InvalidOperationException($"Delegation {requestId} stands and cannot be read."));
        }
    }

    /// <summary>Ends a delegation now. One that was revoked before stays as it is.</summary>
    /// <param name="caller">Who ends it: the absent user, or an admin; for others it is not there, but for whom it was given to.</param>
    /// <param name="id">Which delegation.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DelegationResult> RevokeAsync(Caller caller, string id, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(id, cancellation) is not { } delegation || !(caller.Is(Role.Admin) || caller.User == delegation.From || caller.User == delegation.To))
            {
                return DelegationResult.Refused(Refusal.NotFound("delegation"));
            }

            if (caller.User != delegation.From && !caller.Is(Role.Admin))
            {
                return DelegationResult.Refused(new(RefusalKind.Forbidden, "NOT_YOURS", "Only the absent user or an admin revokes a delegation."));
            }

            if (delegation.RevokedAt is not null)
            {
                return DelegationResult.Done(delegation);
            }

            var row = await tables.GetAsync(Tables.Users, DelegationKeys.Partition, DelegationKeys.Record(id), cancellation)
                ?? throw new InvalidOperationException($"Delegation {id} is gone.");
            var revoked = Rows.Read<Delegation>(row) with { RevokedBy = caller.User, RevokedAt = calendar.Now };
            var data = Rows.Write(revoked);
            try
            {
                await tables.SubmitAsync(
                    Tables.Users,
                    DelegationKeys.Partition,
                    [TableOperation.Update(row.RowKey, data, row.ETag), TableOperation.Upsert(DelegationKeys.From(revoked), data), TableOperation.Upsert(DelegationKeys.To(revoked), data)],
                    cancellation);
                return DelegationResult.Done(revoked);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody else revoked it at this moment; that one stands.
            }
        }
    }

    private static IReadOnlyList<string> Names(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<ValidationMessage>> CheckAsync(string from, string to, DateOnly begin, DateOnly end, CancellationToken cancellation)
    {
        var faults = new List<ValidationMessage>();
        Expect(await users.FindAsync(from, cancellation) is not null, "UNKNOWN_USER", "from", "There is no such user to be absent.");
        Expect(await users.FindAsync(to, cancellation) is { Active: true }, "UNKNOWN_USER", "to", "There is no such active user to act meanwhile.");
        Expect(await users.FindAsync(to, cancellation) is not { } delegated || delegated.IsOfAgency(), "NOT_OF_AGENCY", "to", "A provider's user or a parent does not decide for the agency; choose one of its own people.");
        Expect(from != to, "SAME_USER", "to", "Somebody else acts during an absence.");
        Expect(begin >= calendar.Today, "PAST_DATES", "begin", "A delegation begins today or later.");
        Expect(end >= begin, "DATES_REVERSED", "end", "A delegation ends on the day it begins or later.");
        Expect(end < begin || end.DayNumber - begin.DayNumber < DaysMax, "TOO_LONG", "end", $"A delegation lasts at most {DaysMax} days.");
        if (faults.Count == 0)
        {
            Expect((await OpenAsync(DelegationKeys.FromPrefix, from, calendar.Today, cancellation)).Count < OpenMax, "TOO_MANY", "from", $"Somebody has at most {OpenMax} delegations that are not over; revoke one.");
            Expect((await OpenAsync(DelegationKeys.ToPrefix, to, calendar.Today, cancellation)).Count < OpenMax, "TOO_MANY", "to", $"Somebody is given at most {OpenMax} delegations that are not over; choose another.");
        }

        return faults;

        void Expect(bool holds, string code, string field, string message)
        {
            if (!holds)
            {
                faults.Add(new(code, field, message));
            }
        }
    }

    /// <summary>What is not over and was not revoked.</summary>
    private async Task<IReadOnlyList<Delegation>> OpenAsync(Func<string, string> prefixOf, string user, DateOnly day, CancellationToken cancellation)
    {
        if (!UserRules.IsName(user))
        {
            return [];
        }

        var prefix = prefixOf(user);
        var range = new RowRange(prefix + DelegationKeys.Day(day), RowRange.StartingWith(prefix).Before);
        return [.. (await ReadAllAsync(range, cancellation)).Where(delegation => delegation.RevokedAt is null)];
    }

    private async Task<IReadOnlyList<Delegation>> ReadAllAsync(RowRange range, CancellationToken cancellation)
    {
        var delegations = new List<Delegation>();
        await foreach (var delegation in ReadAsync(range, cancellation))
        {
            delegations.Add(delegation);
        }

        return delegations;
    }

    private async IAsyncEnumerable<Delegation> ReadAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanAsync(Tables.Users, DelegationKeys.Partition, range, cancellation))
        {
            yield return Rows.Read<Delegation>(row);
        }
    }
}
