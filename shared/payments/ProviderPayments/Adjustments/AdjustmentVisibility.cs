using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments.Adjustments;

/// <summary>Who sees a provider payment and its adjustments: its provider, the child's parents and support coordinator, staff. To others they do not exist.</summary>
public sealed class AdjustmentVisibility(AgencyDirectory directory)
{
    public async Task<bool> IsVisibleAsync(Caller caller, string providerId, string clientId, CancellationToken cancellation = default)
    {
        if (caller.IsStaff
            || (caller.Is(Role.Provider) && caller.ProviderId == providerId)
            || (caller.Is(Role.Parent) && caller.ChildIds?.Contains(clientId) == true))
        {
            return true;
        }

        return caller.Is(Role.Coordinator)
            && await directory.FindClientAsync(clientId, cancellation) is { } client
            && client.Coordinator == caller.User;
    }
}
