using System.Globalization;
using Serverless.Payments.Codes;
using Serverless.Storage;

namespace Serverless.Payments.MassPayments.Needs;

/// <summary>The row keys within a client's partition of needs. The claim on a provider and need type comes right before the needs of it, so that one query reads both.</summary>
public static class NeedKeys
{
    private const string All = "k|";

    /// <summary>It comes before every date.</summary>
    private const string ClaimEnd = "!";

    public static RowRange AllOfClient => RowRange.StartingWith(All);

    /// <summary>The claim, and then the needs by their beginnings.</summary>
    public static RowRange Of(string providerId, string needType) => RowRange.StartingWith(Prefix(providerId, needType));

    public static string Claim(string providerId, string needType) => Prefix(providerId, needType) + ClaimEnd;

    public static string Row(Need need) => $"{Prefix(need.ProviderId, need.Type)}{need.Begin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}|{need.Id}";

    public static bool IsClaim(string row) => row.EndsWith(ClaimEnd, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The type is none of the code table's; only of those it is known that they do in a key.</exception>
    private static string Prefix(string providerId, string needType) => CodeTables.NeedTypes.Find(needType) is not null
        ? $"{All}{providerId}|{needType}|"
        : throw new ArgumentException($"There is no need type '{needType}'.", nameof(needType));
}
