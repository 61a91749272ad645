using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>What a tab is sorted by; where that is the same, by the id.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentSort>))]
public enum PaymentSort
{
    /// <summary>The child's name.</summary>
    [JsonStringEnumMemberName("child")]
    Child,

    /// <summary>The provider's name.</summary>
    [JsonStringEnumMemberName("provider")]
    Provider,

    /// <summary>The payment status, in the order New, Received, Authorized, Hold, Paid.</summary>
    [JsonStringEnumMemberName("status")]
    Status,

    /// <summary>The submission status, in the order New, Ready for Parent, Submitted.</summary>
    [JsonStringEnumMemberName("submission")]
    Submission,

    /// <summary>The amount; what has none comes last, whichever way it is sorted.</summary>
    [JsonStringEnumMemberName("amount")]
    Amount,

    /// <summary>Since when the statuses are what they are.</summary>
    [JsonStringEnumMemberName("since")]
    Since,
}

/// <summary>How the sorts are named in addresses.</summary>
public static class PaymentSorts
{
    private static readonly PaymentSort[] All = Enum.GetValues<PaymentSort>();

    /// <summary>The names, in the order of the values.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(sort => sort.ToString().ToLowerInvariant())];

    public static bool TryParse([NotNullWhen(true)] string? name, out PaymentSort sort)
    {
        var place = name is null ? -1 : Array.IndexOf([.. Names], name);
        sort = place < 0 ? default : All[place];
        return place >= 0;
    }
}
