using Serverless.Payments.Drops;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances;

/// <summary>Takes in dropped electronic remittances (X12 835): each becomes a saved session that waits for a biller to resume it.</summary>
public sealed class RemittanceDropTaker(RemittanceFiles files) : IDropTaker
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".835", ".x12", ".edi", ".txt"];

    /// <inheritdoc/>
    /// <remarks>Whatever has one of these names is read, so that a faulty one is told what is wrong with it.</remarks>
    public bool Takes(DroppedContent file) => true;

    /// <inheritdoc/>
    public async Task<DropReport?> TakeInAsync(DroppedContent file, TimeSpan wait, CancellationToken cancellation)
    {
        var taken = await files.TakeInAsync(caller: null, new RemittanceDelivery(file.DeliveryId, file.Name, file.Content, BankId: null), cancellation);
        if (taken.State is not { } state)
        {
            IReadOnlyList<FileFault> faults = taken.Refusal is { } refusal ? [new FileFault(0, string.Empty, refusal.Code, refusal.Message)] : taken.Faults;
            return new DropReport(0, 0, [], faults, null, true, file.Name, file.DeliveryId);
        }

        var session = state.Remittance;
        return new DropReport(state.Queue.Count, state.Queue.Sum(entry => entry.Lines.Count), [], [], taken.IsDuplicate ? true : null, null, file.Name, file.DeliveryId) { RemittanceId = session.Id, BatchNumber = session.BatchNumber };
    }
}
