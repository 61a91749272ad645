using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Reads provider payments with their sheets, calculations, histories and acts, and stores acts.</summary>
public sealed class ProviderPaymentRecords(ITableStore tables, ProviderPaymentIds ids)
{
    public ProviderPaymentIds Ids => ids;

    public async Task<ProviderPayment?> FindAsync(string id, CancellationToken cancellation = default)
        => (await FindWithETagAsync(id, cancellation))?.Payment;

    /// <summary>The payment with its ETag, for a conditional write.</summary>
    public async Task<(ProviderPayment Payment, string ETag)?> FindWithETagAsync(string id, CancellationToken cancellation = default)
        => ids.TryReadClient(id, out var clientId)
            && await tables.GetAsync(Tables.ProviderPayments, clientId, ProviderPaymentKeys.Payment(id), cancellation) is { } row
            ? (Rows.Read<ProviderPayment>(row), row.ETag)
            : null;

    /// <summary>Every payment of a child, of all periods and providers.</summary>
    public async Task<IReadOnlyList<ProviderPayment>> OfChildAsync(string clientId, CancellationToken cancellation = default)
    {
        var payments = new List<ProviderPayment>();
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, clientId, RowRange.StartingWith(ProviderPaymentKeys.PaymentPrefix), cancellation))
        {
            payments.Add(Rows.Read<ProviderPayment>(row));
        }

        return payments;
    }

    /// <summary>The rows of the sheet that stands; none where there is no sheet.</summary>
    public async Task<IReadOnlyList<AttendanceDay>> SheetAsync(ProviderPayment payment, CancellationToken cancellation = default)
        => payment.Sheet is { } seal ? await SheetAsync(payment, seal.Number, cancellation) ?? [] : [];

    /// <summary>The rows of a sheet by its number, also of one that was replaced since.</summary>
    /// <returns>Null where the payment has no such sheet.</returns>
    public async Task<IReadOnlyList<AttendanceDay>?> SheetAsync(ProviderPayment payment, int number, CancellationToken cancellation = default)
        => number >= 1 && number <= payment.Sheet?.Number
            ? await tables.FindAsync<IReadOnlyList<AttendanceDay>>(Tables.ProviderPayments, payment.ClientId, ProviderPaymentKeys.Sheet(payment.Id, number), cancellation)
                ?? throw new InvalidOperationException($"Sheet {number} of provider payment {payment.Id} is not stored.")
            : null;

    /// <summary>The calculation of the authorisation that holds; null where it is not authorised.</summary>
    public async Task<Calculation?> CalculationAsync(ProviderPayment payment, CancellationToken cancellation = default)
        => payment.CalculatedAt is { } version
            ? await tables.FindAsync<Calculation>(Tables.ProviderPayments, payment.ClientId, ProviderPaymentKeys.Calculation(payment.Id, version), cancellation)
                ?? throw new InvalidOperationException($"The calculation of provider payment {payment.Id} is not stored.")
            : null;

    /// <summary>The acts that changed something, in their order.</summary>
    public async Task<IReadOnlyList<ProviderPaymentMove>> HistoryAsync(ProviderPayment payment, CancellationToken cancellation = default)
    {
        var moves = new List<ProviderPaymentMove>();
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, payment.ClientId, RowRange.StartingWith(ProviderPaymentKeys.HistoryPrefix(payment.Id)), cancellation))
        {
            moves.Add(Rows.Read<ProviderPaymentMove>(row));
        }

        return moves;
    }

    public async Task<AttendanceAct?> FindActAsync(string id, string actId, CancellationToken cancellation = default)
        => (await FindActWithETagAsync(id, actId, cancellation))?.Act;

    public async Task<(AttendanceAct Act, string ETag)?> FindActWithETagAsync(string id, string actId, CancellationToken cancellation = default)
        => ids.TryReadClient(id, out var clientId)
            && await tables.GetAsync(Tables.ProviderPayments, clientId, ProviderPaymentKeys.Act(id, actId), cancellation) is { } row
            ? (Rows.Read<AttendanceAct>(row), row.ETag)
            : null;

    /// <summary>The acts on a payment that are not settled.</summary>
    public async Task<IReadOnlyList<AttendanceAct>> PendingActsAsync(ProviderPayment payment, CancellationToken cancellation = default)
    {
        var pending = new List<AttendanceAct>();
        await foreach (var row in tables.ScanAsync(Tables.ProviderPayments, payment.ClientId, RowRange.StartingWith(ProviderPaymentKeys.ActPrefix(payment.Id)), cancellation))
        {
            if (Rows.Read<AttendanceAct>(row) is { Outcome: null } act)
            {
                pending.Add(act);
            }
        }

        return pending;
    }

    /// <summary>Stores an act unless it stands already.</summary>
    /// <returns>The act as it stands, with its outcome where it is settled.</returns>
    public async Task<AttendanceAct> StoreAsync(string clientId, AttendanceAct act, CancellationToken cancellation = default)
    {
        try
        {
            await tables.SubmitAsync(Tables.ProviderPayments, clientId, [TableOperation.Insert(ProviderPaymentKeys.Act(act.PaymentId, act.Id), Rows.Write(act))], cancellation);
            return act;
        }
        catch (TableConflictException)
        {
            return await FindActAsync(act.PaymentId, act.Id, cancellation)
                ?? throw new InvalidOperationException($"Act {act.Id} stands and cannot be read.");
        }
    }
}
