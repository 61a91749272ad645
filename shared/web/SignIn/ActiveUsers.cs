using System.Collections.Concurrent;
using Serverless.Payments;

namespace Serverless.Web.SignIn;

/// <summary>Whether people still act here, remembered for a minute, so that not every page and picture reads a row.</summary>
public sealed class ActiveUsers(PaymentsApplication application)
{
    private const int UsersMax = 10_000;
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (bool IsActive, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <summary>False for whom the agency has set inactive; whom it keeps no record of is known by the authority alone.</summary>
    public async ValueTask<bool> IsActiveAsync(string user, CancellationToken cancellation)
    {
        var now = application.Ports.Time.GetUtcNow();
        if (known.TryGetValue(user, out var seen) && seen.Until > now)
        {
            return seen.IsActive;
        }

        var isActive = await application.Users.FindAsync(user, cancellation) is not { Active: false };
        if (known.Count >= UsersMax)
        {
            known.Clear();
        }

        known[user] = (isActive, now + KnownFor);
        return isActive;
    }
}
