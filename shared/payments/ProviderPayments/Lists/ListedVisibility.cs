using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments.Lists;

/// <summary>Who sees which items: providers their own, support coordinators their clients', parents their children's, staff all. To others they do not exist, also in counts.</summary>
internal sealed class ListedVisibility(AgencyDirectory directory, TimeProvider time)
{
    private readonly CoordinatedChildren coordinated = new(directory, time);

    /// <summary>What tells whether the caller sees an item of the snapshot.</summary>
    public async Task<Func<ListedPayment, bool>> OfAsync(Caller caller, PeriodSnapshot snapshot, CancellationToken cancellation)
    {
        if (caller.IsStaff)
        {
            return static _ => true;
        }

        var provider = caller.Is(Role.Provider) ? caller.ProviderId : null;
        var children = new HashSet<string>(StringComparer.Ordinal);
        if (caller.Is(Role.Parent) && caller.ChildIds is { } own)
        {
            children.UnionWith(own);
        }

        if (caller.Is(Role.Coordinator))
        {
            children.UnionWith(await coordinated.OfAsync(caller.User, snapshot, cancellation));
        }

        return item => item.ProviderId == provider || children.Contains(item.ClientId);
    }
}
