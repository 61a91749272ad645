using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>Who sees what a provider is paid for a client: that provider, the client's support coordinator and parents, staff. To others it does not exist.</summary>
public sealed class PaymentVisibility(AgencyDirectory directory)
{
    public async Task<bool> IsVisibleAsync(Caller caller, string providerId, string clientId, CancellationToken cancellation = default)
        => caller.IsStaff
            || caller.IsOfProvider(providerId)
            || caller.IsParentOf(clientId)
            || (caller.Is(Role.Coordinator) && await directory.FindClientAsync(clientId, cancellation) is { } client && client.Coordinator == caller.User);
}
