using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;

namespace Serverless.Payments.Smart;

/// <param name="Key"><c>{payment request}/{attempt}</c>; what SMART recognises a repetition by.</param>
public sealed record SmartInstruction(string Key, SmartOrder Order) : IInstruction;

/// <summary>What SMART is told to pay: a provider, for one person's need (KEES-6).</summary>
/// <param name="ServiceId">The provider's service of type Smart Vendor.</param>
/// <param name="AidCode">The page's: ET or TAF Employment Svs (KEES-2).</param>
/// <param name="Begin">The first day.</param>
/// <param name="End">The last day.</param>
public sealed record SmartOrder(
    string ProviderId,
    string ServiceId,
    string ClientId,
    string CaseNumber,
    string AidCode,
    string NeedCategory,
    string NeedType,
    Money Amount,
    DateOnly Begin,
    DateOnly End);
