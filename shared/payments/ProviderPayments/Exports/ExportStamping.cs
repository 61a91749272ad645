using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>
/// Stamps payments and adjustments for an export. A stamp is a conditional write of the record that changes nothing else, so
/// that nobody who acts at the same time is overwritten; it raises no version and shows in no list.
/// </summary>
public sealed class ExportStamping(ITableStore tables, ProviderPaymentRecords payments, AdjustmentRecords adjustments, ListedPayments listed, PaymentExportRecords exports, ExportStamps stamps)
{
    /// <summary>Attempts at a stamp that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Stamps one, unless it is not authorised any more, another export has it, or this one has taken it already.</summary>
    /// <returns>The item that it makes; null where there is none.</returns>
    public async Task<ExportItem?> StampAsync(PaymentExportRecord export, int part, string id, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(id, cancellation) is not { } record || !await IsFreeAsync(export, part, record, cancellation))
            {
                return null;
            }

            try
            {
                if (record.ExportId != export.Id)
                {
                    await tables.SubmitAsync(Tables.ProviderPayments, record.ClientId, [record.Stamp(export.Id)], cancellation);
                }

                return await ItemAsync(export, record, cancellation);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Somebody acts on it at this moment; it is judged again.
            }
        }
    }

    /// <summary>Clears a stamp of a sealed part that has no such item, so that the record says nothing that is not so.</summary>
    public async Task ClearAsync(string exportId, string id, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } record || record.ExportId != exportId || await stamps.IsHeldAsync(id, exportId, cancellation))
        {
            return;
        }

        try
        {
            await tables.SubmitAsync(Tables.ProviderPayments, record.ClientId, [record.Stamp(null)], cancellation);
        }
        catch (TableConflictException)
        {
            // Somebody has acted on it, and has cleared or replaced what was void.
        }
    }

    private async Task<bool> IsFreeAsync(PaymentExportRecord export, int part, Stampable record, CancellationToken cancellation) => record.ExportId switch
    {
        null => true,
        var own when own == export.Id => !await exports.HasItemAsync(export.Id, part, record.Id, cancellation),
        var other => !await stamps.IsHeldAsync(record.Id, other, cancellation),
    };

    /// <summary>The record where it is authorised.</summary>
    private async Task<Stampable?> FindAsync(string id, CancellationToken cancellation)
    {
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            return await adjustments.FindWithETagAsync(id, cancellation) is ({ Status: AdjustmentStatus.Authorized } adjustment, var adjustmentETag)
                ? new(id, adjustment.ClientId, adjustment.ExportId, exportId => TableOperation.Update(ProviderPaymentKeys.Adjustment(id), Rows.Write(adjustment with { ExportId = exportId }), adjustmentETag), null, adjustment)
                : null;
        }

        return await payments.FindWithETagAsync(id, cancellation) is ({ Status: ProviderPaymentStatus.Authorized } payment, var etag)
            ? new(id, payment.ClientId, payment.ExportId, exportId => TableOperation.Update(ProviderPaymentKeys.Payment(id), Rows.Write(payment with { ExportId = exportId }), etag), payment, null)
            : null;
    }

    private Task<ExportItem> ItemAsync(PaymentExportRecord export, Stampable record, CancellationToken cancellation)
        => record.Payment is { } payment ? ItemAsync(payment, cancellation) : ItemAsync(export, record.Adjustment!, cancellation);

    private async Task<ExportItem> ItemAsync(ProviderPayment payment, CancellationToken cancellation)
    {
        var calculation = await payments.CalculationAsync(payment, cancellation);
        var amount = payment.Amount ?? throw new InvalidOperationException($"Provider payment {payment.Id} is authorised without an amount.");
        var names = await listed.OfAsync(payment, cancellation);
        return new(
            payment.Id, ListedKind.Payment, payment.Period, payment.ProviderId, ExportItem.Shown(names.ProviderName), payment.ClientId, ExportItem.Shown(names.ChildName), payment.ServiceCode,
            amount, payment.Version, payment.Units, calculation?.Basis.Rate);
    }

    private async Task<ExportItem> ItemAsync(PaymentExportRecord export, Adjustment adjustment, CancellationToken cancellation)
    {
        var names = await listed.OfAsync(adjustment with { PaidIn = export.Period }, cancellation);
        return new(
            adjustment.Id, ListedKind.Adjustment, adjustment.Period, adjustment.ProviderId, ExportItem.Shown(names.ProviderName), adjustment.ClientId, ExportItem.Shown(names.ChildName), adjustment.ServiceCode,
            adjustment.Amount, adjustment.Version, Corrects: adjustment.PaymentId);
    }

    /// <summary>A payment or an adjustment that is authorised.</summary>
    /// <param name="Stamp">The write that sets its stamp, where nobody has changed it.</param>
    private sealed record Stampable(string Id, string ClientId, string? ExportId, Func<string?, TableOperation> Stamp, ProviderPayment? Payment, Adjustment? Adjustment);
}
