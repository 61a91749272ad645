namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>Which payments of a service period are asked for, and in which order.</summary>
/// <param name="Period">The service period, for example <c>2026-11</c>.</param>
/// <param name="Descending">The other way round; ids stay ascending where the rest is the same.</param>
/// <param name="Search">
/// Words, parted by blanks, that must all be found in the child's name or id, the provider's name or id, the service code or the id, in
/// upper or lower case; at most <see cref="SearchCharsMax"/> characters. Null or blank finds all.
/// </param>
/// <param name="HoldOnly">In All: only payments on Hold. Without effect in other tabs.</param>
/// <param name="OpenOnly">In Submitted: only payments neither Authorized nor Paid. Without effect in other tabs.</param>
public sealed record PeriodQuery(
    string Period,
    PaymentTab Tab = PaymentTab.All,
    PaymentSort Sort = PaymentSort.Child,
    bool Descending = false,
    string? Search = null,
    bool HoldOnly = false,
    bool OpenOnly = false)
{
    public const int SearchCharsMax = 200;
}

/// <summary>A page of a tab.</summary>
/// <param name="Counts">What the tabs hold for the caller, whatever is searched and filtered.</param>
/// <param name="Next">Asks for the rest as <c>after</c>; null where there is none.</param>
public sealed record PeriodPage(IReadOnlyList<ListedPayment> Items, TabCounts Counts, string? Next);

/// <summary>How many items each tab holds.</summary>
public sealed record TabCounts(int All, int PendingParent, int Submitted, int Authorized, int Paid);
