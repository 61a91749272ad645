using System.Collections.Concurrent;
using Serverless.Payments.Directory;

namespace Serverless.Web.Remittances;

/// <summary>The names of the clients that an answer speaks of; each is looked up once.</summary>
internal static class ClientNames
{
    /// <summary>Clients looked up at one time.</summary>
    private const int ClientsAtOnce = 16;

    /// <summary>Last name first, by id; those whom the directory does not know are not in it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(AgencyDirectory directory, IEnumerable<string> clientIds, CancellationToken cancellation)
    {
        var names = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(clientIds.Distinct(StringComparer.Ordinal), options, async (clientId, stop) =>
        {
            if (await directory.FindClientAsync(clientId, stop) is { } client)
            {
                names[clientId] = $"{client.LastName}, {client.FirstName}";
            }
        });
        return names;
    }
}
