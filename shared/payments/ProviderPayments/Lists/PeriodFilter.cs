namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>A query's tab, filters and words, taken apart once for all the items they are held against.</summary>
internal sealed class PeriodFilter(PeriodQuery query)
{
    private readonly string[] words = (query.Search ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private readonly bool holdOnly = query is { HoldOnly: true, Tab: PaymentTab.All };
    private readonly bool openOnly = query is { OpenOnly: true, Tab: PaymentTab.Submitted };

    public bool Matches(ListedPayment item)
        => query.Tab.Holds(item)
        && (!holdOnly || item.Status == ProviderPaymentStatus.Hold)
        && (!openOnly || item.Status is not (ProviderPaymentStatus.Authorized or ProviderPaymentStatus.Paid))
        && HasWords(item);

    private bool HasWords(ListedPayment item)
    {
        foreach (var word in words)
        {
            if (!(Has(item.ChildName, word) || Has(item.ClientId, word) || Has(item.ProviderName, word) || Has(item.ProviderId, word) || Has(item.ServiceCode, word) || Has(item.Id, word)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
