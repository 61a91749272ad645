using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.Approvals;

/// <summary>Reads payments, their histories and decisions by id.</summary>
public sealed class PaymentRecords(ITableStore tables, PaymentIds ids)
{
    public PaymentIds Ids => ids;

    /// <summary>The payment, or null where this installation has none of that id.</summary>
    public async Task<Payment?> FindAsync(string paymentId, CancellationToken cancellation = default)
        => ids.TryReadClient(paymentId, out var clientId)
            ? await tables.FindAsync<Payment>(Tables.Payments, clientId, PaymentRowKeys.Payment(paymentId), cancellation)
            : null;

    /// <summary>The payment's moves in their order.</summary>
    public async Task<IReadOnlyList<PaymentMove>> HistoryAsync(Payment payment, CancellationToken cancellation = default)
    {
        var moves = new List<PaymentMove>();
        await foreach (var row in tables.ScanAsync(Tables.Payments, payment.Facts.ClientId, RowRange.StartingWith(PaymentRowKeys.HistoryPrefix(payment.Id)), cancellation))
        {
            moves.Add(Rows.Read<PaymentMove>(row));
        }

        return moves;
    }

    public async Task<Decision?> FindDecisionAsync(string paymentId, string decisionId, CancellationToken cancellation = default)
        => ids.TryReadClient(paymentId, out var clientId)
            ? await tables.FindAsync<Decision>(Tables.Payments, clientId, PaymentRowKeys.Decision(paymentId, decisionId), cancellation)
            : null;

    /// <summary>The decisions of a payment that are not settled.</summary>
    public async Task<IReadOnlyList<Decision>> PendingDecisionsAsync(Payment payment, CancellationToken cancellation = default)
    {
        var pending = new List<Decision>();
        await foreach (var row in tables.ScanAsync(Tables.Payments, payment.Facts.ClientId, RowRange.StartingWith(PaymentRowKeys.DecisionPrefix(payment.Id)), cancellation))
        {
            var decision = Rows.Read<Decision>(row);
            if (decision.Outcome is null)
            {
                pending.Add(decision);
            }
        }

        return pending;
    }

    /// <summary>Stores a decision unless it stands already.</summary>
    /// <returns>The decision as it stands, with its outcome where it is settled.</returns>
    public async Task<Decision> StoreAsync(Decision decision, CancellationToken cancellation = default)
    {
        if (!ids.TryReadClient(decision.PaymentId, out var clientId))
        {
            throw new ArgumentException($"'{decision.PaymentId}' is no payment's id.", nameof(decision));
        }

        try
        {
            await tables.SubmitAsync(Tables.Payments, clientId, [TableOperation.Insert(PaymentRowKeys.Decision(decision.PaymentId, decision.Id), Rows.Write(decision))], cancellation);
            return decision;
        }
        catch (TableConflictException)
        {
            return await FindDecisionAsync(decision.PaymentId, decision.Id, cancellation)
                ?? throw new InvalidOperationException($"Decision {decision.Id} stands and cannot be read.");
        }
    }

    /// <summary>The payment with its ETag, for a conditional write.</summary>
    public async Task<(Payment Payment, string ETag)?> FindWithETagAsync(string paymentId, CancellationToken cancellation = default)
        => ids.TryReadClient(paymentId, out var clientId)
            && await tables.GetAsync(Tables.Payments, clientId, PaymentRowKeys.Payment(paymentId), cancellation) is { } row
            ? (Rows.Read<Payment>(row), row.ETag)
            : null;

    public Task<Client?> FindClientAsync(Payment payment, CancellationToken cancellation = default)
        => tables.FindAsync<Client>(Tables.Payments, payment.Facts.ClientId, ClientRowKeys.Client, cancellation);
}
