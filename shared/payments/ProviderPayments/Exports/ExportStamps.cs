namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>
/// Says whether the stamp of an export on a payment or an adjustment holds. The stamp stands with the record and what an export
/// has taken stands with the export, so that a slow run of a step may stamp what its export will never take.
/// </summary>
public sealed class ExportStamps(PaymentExportRecords exports)
{
    /// <summary>
    /// Whether a stamp holds: the export has the item, or is still taking. Otherwise the stamp is void for ever, and whoever
    /// moves the record next, by a conditional write, clears or replaces it.
    /// </summary>
    /// <param name="id">The payment's, or the adjustment's.</param>
    /// <param name="exportId">What its record says.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> IsHeldAsync(string id, string exportId, CancellationToken cancellation = default)
    {
        var part = ExportPart.PartOf(id);

        // The part before the item: once it is sealed no item comes into it.
        return (await exports.FindPartAsync(exportId, part, cancellation)).Part.State == ExportPartState.Taking || await exports.HasItemAsync(exportId, part, id, cancellation);
    }
}
