using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Smart;

/// <summary>SMART as one machine without the state's system has it (KEES-6): judges by its own register of vendors (<c>vendors.json</c>).</summary>
/// <param name="folder">The <c>smart</c> folder of the data folder; made where it is missing.</param>
/// <param name="clock">Dates the ledger's lines.</param>
/// <exception cref="InvalidDataException">A file cannot be read; the message names the line.</exception>
public sealed class SmartSimulator(string folder, TimeProvider clock)
    : PaymentSimulator<SmartInstruction, SmartLedgerEntry, SmartVendor>(folder, "vendors.json", "SMART's vendors", clock), ISmart
{
    /// <summary>The vendor as SMART knows it, or null where it knows none.</summary>
    public SmartVendor? FindVendor(string providerId) => Find(providerId, "");

    /// <summary>Adds or replaces a vendor; durable when the call returns. What SMART has answered stays as it is.</summary>
    /// <param name="vendor">What it is to be; its version is counted here.</param>
    /// <param name="changeId">The same for a request and its retry; it has one effect, as long as it is among the vendor's last 16 changes.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none); null where it does not matter.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The vendor as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public Task<SmartVendor?> ChangeVendorAsync(SmartVendor vendor, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(vendor.ProviderId);
        return ChangeAsync(vendor, changeId, ifVersion, cancellation);
    }

    protected override SmartLedgerEntry Judge(SmartInstruction instruction, DateTime at, string batchId)
    {
        var (outcome, reason) = SmartRules.Judge(instruction.Order, FindVendor(instruction.Order.ProviderId));
        return SmartLedgerEntry.Of(instruction, outcome, reason, at, batchId);
    }
}
