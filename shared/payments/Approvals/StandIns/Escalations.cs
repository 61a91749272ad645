using Serverless.Payments.Calendar;
using Serverless.Payments.Users;
using Serverless.Storage;

namespace Serverless.Payments.Approvals.StandIns;

/// <summary>What was handed to superiors because it waited too long (UPI-7): a row for each payment and version, and lists by superior.</summary>
public sealed class Escalations(ITableStore tables, PaymentRecords records, PaymentIndex index, UserRecords users, AgencyCalendar calendar)
{
    /// <summary>The escalation of the payment's present version, or null where there is none.</summary>
    public Task<Escalation?> FindAsync(Payment payment, CancellationToken cancellation = default)
        => FindAsync(payment, payment.Version, cancellation);

    /// <summary>
    /// Hands a payment that still waits to the superiors of those who may decide, too. Neither its status nor its version changes.
    /// Repeating it has no further effect, and answers the same.
    /// </summary>
    /// <param name="paymentId">The payment.</param>
    /// <param name="version">The version that waits; nothing happens where the payment has moved on.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The superiors, each once; none where it moved on, or where nobody stands above who could decide.</returns>
    public async Task<IReadOnlyList<string>> EscalateAsync(string paymentId, int version, CancellationToken cancellation = default)
    {
        if (await records.FindAsync(paymentId, cancellation) is not { } payment || payment.Version != version)
        {
            return [];
        }

        if (await FindAsync(payment, cancellation) is { } made)
        {
            return made.Superiors;
        }

        var to = await SuperiorsAsync(payment, cancellation);
        if (to.Count == 0)
        {
            return [];
        }

        // The lists first: whoever reads them checks the row, and a row that no list names would be found by nobody.
        var escalation = new Escalation(paymentId, version, to, calendar.Now);
        await index.AddAsync([.. escalation.Superiors.Select(superior => PaymentIndex.EscalationKey(superior, paymentId, version))], cancellation);
        try
        {
            await tables.SubmitAsync(Tables.Payments, payment.Facts.ClientId, [TableOperation.Insert(PaymentRowKeys.Escalation(paymentId, version), Rows.Write(escalation))], cancellation);
            return escalation.Superiors;
        }
        catch (TableConflictException)
        {
            return (await FindAsync(payment, cancellation) ?? throw new InvalidOperationException($"The escalation of {paymentId} stands and cannot be read.")).Superiors;
        }
    }

    /// <summary>Takes a version that the payment has left off the superiors' lists; the row itself stays.</summary>
    internal async Task LeaveAsync(Payment payment, int left, CancellationToken cancellation)
    {
        if (await FindAsync(payment, left, cancellation) is { } escalation)
        {
            await Task.WhenAll(escalation.Superiors.Select(superior => index.RemoveAsync(PaymentIndex.EscalationKey(superior, payment.Id, left), cancellation)));
        }
    }

    /// <summary>The payments that were escalated to the user and still wait, in no particular order.</summary>
    internal async Task<IReadOnlyList<(Payment Payment, Escalation Escalation)>> OfAsync(string user, CancellationToken cancellation)
    {
        var escalated = new List<(Payment, Escalation)>();
        if (!UserRules.IsName(user))
        {
            return escalated;
        }

        await foreach (var row in tables.ScanAsync(Tables.PaymentIndex, PaymentIndex.EscalationPartition(user), RowRange.All, cancellation))
        {
            if (await records.FindAsync(PaymentIndex.PaymentIdOf(row.RowKey), cancellation) is { } payment
                && PaymentIndex.IsCurrent(new IndexKey(row.PartitionKey, row.RowKey), payment)
                && await FindAsync(payment, cancellation) is { } escalation
                && escalation.Superiors.Contains(user))
            {
                escalated.Add((payment, escalation));
            }
        }

        return escalated;
    }

    private Task<Escalation?> FindAsync(Payment payment, int version, CancellationToken cancellation)
        => tables.FindAsync<Escalation>(Tables.Payments, payment.Facts.ClientId, PaymentRowKeys.Escalation(payment.Id, version), cancellation);

    private async Task<IReadOnlyList<EscalatedTo>> SuperiorsAsync(Payment payment, CancellationToken cancellation)
    {
        var to = new List<EscalatedTo>();
        if (ApprovalRules.RoleAwaited(payment.Status) is not { } role)
        {
            return to;
        }

        foreach (var assignee in await Deciders.AssigneesAsync(users, await records.FindClientAsync(payment, cancellation), role, cancellation))
        {
            if (ApprovalRules.IsClean(payment, assignee.Name, role)
                && assignee.Superior is { } name
                && ApprovalRules.IsClean(payment, name, role)
                && await users.FindAsync(name, cancellation) is { Active: true } superior
                && superior.IsOfAgency()
                && !Deciders.IsParty(superior, payment))
            {
                to.Add(new EscalatedTo(name, assignee.Name));
            }
        }

        return to;
    }
}
