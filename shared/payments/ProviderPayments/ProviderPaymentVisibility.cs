using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.ProviderPayments;

/// <summary>Who sees a provider payment: its provider, the child's parents and support coordinator, staff. To others it does not exist.</summary>
public sealed class ProviderPaymentVisibility(AgencyDirectory directory)
{
    public async Task<bool> IsVisibleAsync(Caller caller, string providerId, string clientId, CancellationToken cancellation = default)
    {
        if (caller.IsStaff
            || (caller.Is(Role.Provider) && caller.ProviderId == providerId)
            || (caller.Is(Role.Parent) && caller.ChildIds?.Contains(clientId) == true))
        {
            return true;
        }

        return caller.Is(Role.Coordinator) && await directory.FindClientAsync(clientId, cancellation) is { } client && client.Coordinator == caller.User;
    }
}
