using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Approvals;

/// <summary>Who sees a payment: its provider, the client's support coordinator and parents, staff. To others it does not exist.</summary>
public sealed class PaymentVisibility(AgencyDirectory directory)
{
    public async Task<bool> IsVisibleAsync(Caller caller, Payment payment, CancellationToken cancellation = default)
    {
        if (caller.IsStaff
            || (caller.Is(Role.Provider) && caller.ProviderId == payment.Facts.ProviderId)
            || (caller.Is(Role.Parent) && caller.ChildIds?.Contains(payment.Facts.ClientId) == true))
        {
            return true;
        }

        return caller.Is(Role.Coordinator)
            && await directory.FindClientAsync(payment.Facts.ClientId, cancellation) is { } client
            && client.Coordinator == caller.User;
    }
}
