using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments.Lists;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>A payment or an adjustment as an export has taken it; a line of its file.</summary>
/// <param name="Id">The payment's, or the adjustment's.</param>
/// <param name="Period">The service period that the care was given in.</param>
/// <param name="ProviderName">As it was when it was taken, like everything here.</param>
/// <param name="Version">The record's version, which its payment raises by one.</param>
/// <param name="Units">Null for an adjustment, as is the rate.</param>
/// <param name="Rate">Dollars a unit.</param>
/// <param name="Corrects">For an adjustment: the payment that it corrects.</param>
public sealed record ExportItem(
    string Id,
    ListedKind Kind,
    string Period,
    string ProviderId,
    string ProviderName,
    string ClientId,
    string ChildName,
    string ServiceCode,
    Money Amount,
    int Version,
    Units? Units = null,
    Money? Rate = null,
    string? Corrects = null)
{
    /// <summary>Characters of a name in the file. It is for the eye; the ids say whose it is.</summary>
    public const int NameCharsMax = 100;

    /// <summary>The name, cut where it is too long, and never within a character.</summary>
    public static string Shown(string name)
        => name.Length <= NameCharsMax ? name : name[..(char.IsHighSurrogate(name[NameCharsMax - 1]) ? NameCharsMax - 1 : NameCharsMax)];
}
