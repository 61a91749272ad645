using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;
using Serverless.Payments.Settlement.Simulation;

namespace Serverless.Payments.Caps;

/// <summary>What CAPS did about one instruction: a line of its ledger, never changed.</summary>
/// <param name="Key">The key of the instruction; a key stands in the ledger once.</param>
/// <param name="Amount">What was asked for; money moved only where the outcome is paid.</param>
/// <param name="Reason">Why it was not paid; null where it was.</param>
/// <param name="Payment">The part of the key before the attempt.</param>
/// <param name="At">When CAPS answered (UTC).</param>
/// <param name="Batch">The batch in which the key came first.</param>
public sealed record CapsLedgerEntry(
    string Key,
    Money Amount,
    SettlementOutcome Outcome,
    string? Reason,
    string Payment,
    string ProviderId,
    string ClientId,
    string ServiceCode,
    Units Units,
    Money Rate,
    DateOnly ServiceFrom,
    DateOnly ServiceTo,
    DateTime At,
    string Batch) : ILedgerEntry
{
    internal static CapsLedgerEntry Of(CapsInstruction instruction, SettlementOutcome outcome, string? reason, DateTime at, string batch)
    {
        var (key, facts) = instruction;
        return new(
            key, facts.Amount, outcome, reason, ILedgerEntry.SubjectOf(key),
            facts.ProviderId, facts.ClientId, facts.ServiceCode, facts.Units, facts.Rate, facts.ServiceFrom, facts.ServiceTo, at, batch);
    }
}
