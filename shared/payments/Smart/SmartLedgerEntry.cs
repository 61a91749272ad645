using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;
using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Smart;

/// <summary>What SMART did about one instruction: a line of its ledger, never changed.</summary>
/// <param name="Key">The key of the instruction; a key stands in the ledger once.</param>
/// <param name="Amount">What was asked for; money moved only where the outcome is paid.</param>
/// <param name="Reason">Why it was not paid; null where it was.</param>
/// <param name="Request">The part of the key before the attempt.</param>
/// <param name="At">When SMART answered (UTC).</param>
/// <param name="Batch">The batch in which the key came first.</param>
public sealed record SmartLedgerEntry(
    string Key,
    Money Amount,
    SettlementOutcome Outcome,
    string? Reason,
    string Request,
    string ProviderId,
    string ServiceId,
    string ClientId,
    string CaseNumber,
    string AidCode,
    string NeedCategory,
    string NeedType,
    DateOnly Begin,
    DateOnly End,
    DateTime At,
    string Batch) : ILedgerEntry
{
    internal static SmartLedgerEntry Of(SmartInstruction instruction, SettlementOutcome outcome, string? reason, DateTime at, string batch)
    {
        var (key, order) = instruction;
        return new(
            key, order.Amount, outcome, reason, ILedgerEntry.SubjectOf(key),
            order.ProviderId, order.ServiceId, order.ClientId, order.CaseNumber, order.AidCode, order.NeedCategory, order.NeedType, order.Begin, order.End, at, batch);
    }
}
