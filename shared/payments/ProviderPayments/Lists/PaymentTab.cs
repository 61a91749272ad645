using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>The five tabs of a service period (CARE-4). A payment may be in several.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentTab>))]
public enum PaymentTab
{
    /// <summary>Every payment; no adjustments.</summary>
    [JsonStringEnumMemberName("all")]
    All,

    /// <summary>Payments whose sheet the parent is to sign.</summary>
    [JsonStringEnumMemberName("pending-parent")]
    PendingParent,

    /// <summary>Payments that are Received, or whose sheet the parent has signed, whatever became of them.</summary>
    [JsonStringEnumMemberName("submitted")]
    Submitted,

    /// <summary>Payments that the next export takes.</summary>
    [JsonStringEnumMemberName("authorized")]
    Authorized,

    /// <summary>Payments and adjustments exported for the period.</summary>
    [JsonStringEnumMemberName("paid")]
    Paid,
}

/// <summary>What is in which tab, and how the tabs are named in addresses.</summary>
public static class PaymentTabs
{
    private static readonly (PaymentTab Tab, string Name)[] Named =
    [
        (PaymentTab.All, "all"),
        (PaymentTab.PendingParent, "pending-parent"),
        (PaymentTab.Submitted, "submitted"),
        (PaymentTab.Authorized, "authorized"),
        (PaymentTab.Paid, "paid"),
    ];

    /// <summary>The names in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(tab => tab.Name)];

    public static bool TryParse([NotNullWhen(true)] string? name, out PaymentTab tab)
    {
        var place = Array.FindIndex(Named, known => known.Name == name);
        tab = place < 0 ? default : Named[place].Tab;
        return place >= 0;
    }

    public static bool Holds(this PaymentTab tab, ListedPayment item)
    {
        var isPayment = item.Kind == ListedKind.Payment;
        return tab switch
        {
            PaymentTab.All => isPayment,
            PaymentTab.PendingParent => isPayment && item.Submission == SubmissionStatus.ReadyForParent,
            PaymentTab.Submitted => isPayment && (item.Status == ProviderPaymentStatus.Received || item.Submission == SubmissionStatus.Submitted),
            PaymentTab.Authorized => isPayment && item.Status == ProviderPaymentStatus.Authorized,
            PaymentTab.Paid => item.Status == ProviderPaymentStatus.Paid,
            _ => throw new ArgumentOutOfRangeException(nameof(tab), tab, "There is no such tab."),
        };
    }
}
