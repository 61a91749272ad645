using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;

namespace Serverless.Payments.MassPayments;

/// <summary>An entry of a mass payment as it was typed or uploaded. It keeps the texts, so that what is wrong with it is shown and can be mended.</summary>
/// <param name="N">Its number on the page; never used again after the entry was removed.</param>
/// <param name="Begin">mm/dd/yyyy or ISO.</param>
/// <param name="End">The same.</param>
/// <param name="Checked">Whether its box is ticked (KEES-5).</param>
/// <param name="AidCode">Where the entry names one; it is the page's, or a fault (KEES-2).</param>
public sealed record MassEntry(
    int N,
    string CaseNumber,
    string ClientId,
    string NeedCategory,
    string NeedType,
    string Amount,
    string Begin,
    string End,
    bool Checked,
    string? AidCode = null);

/// <summary>What an entry asks for, read and in form.</summary>
public sealed record MassEntryFacts(int N, string CaseNumber, string ClientId, string NeedCategory, string NeedType, Money Amount, DateOnly Begin, DateOnly End)
{
    /// <summary>Whether both ask for the same thing over a common day (KEES-7).</summary>
    public bool Repeats(MassEntryFacts other)
        => ClientId == other.ClientId && NeedType == other.NeedType && Begin <= other.End && other.Begin <= End;
}

/// <summary>What stands against one entry.</summary>
/// <param name="N">The entry's number.</param>
public sealed record MassEntryFault(int N, ValidationMessage Fault);
