using Serverless.Payments.Identity;

namespace Serverless.Payments.Directory;

/// <summary>Finds providers for a caller (KEES-1): staff see all, a provider's user their own, and to others there are none.</summary>
public sealed class ProviderQueries(AgencyDirectory directory)
{
    /// <summary>Providers looked at for one page, so that a filter that finds little does not read for ever.</summary>
    private const int LookedAtMax = 5_000;

    public async Task<Provider?> FindAsync(Caller caller, string providerId, CancellationToken cancellation = default)
        => caller.IsStaff || (caller.Is(Role.Provider) && caller.ProviderId == providerId) ? await directory.FindProviderAsync(providerId, cancellation) : null;

    /// <summary>A page of those whose name and address contain the given texts, whatever their case; in the order of their ids.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="name">A part of the name; any where null.</param>
    /// <param name="address">A part of the address; any where null.</param>
    /// <param name="after">What the page before answered as next; null for the first.</param>
    /// <param name="top">At most this many.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ProviderPage> ListAsync(Caller caller, string? name, string? address, string? after, int top, CancellationToken cancellation = default)
    {
        if (!caller.IsStaff)
        {
            var own = caller.ProviderId is { } id && string.CompareOrdinal(id, after) > 0 ? await FindAsync(caller, id, cancellation) : null;
            return new ProviderPage(own is not null && Matches(own, name, address) ? [own] : [], null);
        }

        var items = new List<Provider>();
        var lookedAt = 0;
        await foreach (var provider in directory.ProvidersAsync(after, cancellation))
        {
            if (Matches(provider, name, address))
            {
                items.Add(provider);
            }

            if (items.Count == top || ++lookedAt == LookedAtMax)
            {
                return new ProviderPage(items, provider.Id);
            }
        }

        return new ProviderPage(items, null);
    }

    private static bool Matches(Provider provider, string? name, string? address) => Contains(provider.Name, name) && Contains(provider.Address, address);

    private static bool Contains(string text, string? part) => part is null || text.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <param name="Next">What asks for the rest, or null where there is none. A page may hold fewer than asked for and still have a next one.</param>
public sealed record ProviderPage(IReadOnlyList<Provider> Items, string? Next);
