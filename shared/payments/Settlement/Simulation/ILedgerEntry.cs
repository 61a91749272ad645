using Serverless.Payments.Amounts;

namespace Serverless.Payments.Settlement.Simulation;

/// <summary>What a simulated system did about one instruction: a line of its ledger, never changed.</summary>
public interface ILedgerEntry
{
    /// <summary>The key of the instruction; a key stands in the ledger once.</summary>
    string Key { get; }

    /// <summary>What was asked for; money moved only where the outcome is paid.</summary>
    Money Amount { get; }

    SettlementOutcome Outcome { get; }

    /// <summary>Why it was not paid; null where it was.</summary>
    string? Reason { get; }

    /// <summary>What a key names: the part of it before the attempt.</summary>
    public static string SubjectOf(string key)
    {
        var attempt = key.LastIndexOf('/');
        return attempt < 0 ? key : key[..attempt];
    }
}
