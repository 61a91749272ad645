using System.Collections.Concurrent;
using Serverless.Payments.Codes;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Remittances.Reports;

/// <summary>Reads what a session's report is made of.</summary>
public sealed class ReportReader(RemittanceQueries queries, AgencyDirectory directory, ValueItems values)
{
    /// <summary>What stands at the head of the report; an installation is one agency's.</summary>
    private const string Agency = "Agency Management";

    /// <summary>Clients read at one time.</summary>
    private const int ReadsAtOnce = 16;

    /// <summary>The report of a session; null where there is none that the caller may see.</summary>
    public async Task<RemittanceReport?> FindAsync(Caller caller, string id, CancellationToken cancellation = default)
    {
        if (await queries.FindAsync(caller, id, cancellation) is not { } state)
        {
            return null;
        }

        var invoices = await queries.InvoicesAsync(state, cancellation);
        var names = await NamesAsync(state.Queue.Select(entry => entry.ClientId).Distinct(StringComparer.Ordinal), cancellation);
        var items = new List<ValueItem>();
        foreach (var table in ValueTables.All)
        {
            items.AddRange(await values.ListAsync(table, includeRetired: true, cancellation));
        }

        return ReportBuilder.Build(Agency, state, invoices, names, items);
    }

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> clientIds, CancellationToken cancellation)
    {
        var names = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(clientIds, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (clientId, stop) =>
        {
            if (await directory.FindClientAsync(clientId, stop) is { } client)
            {
                names[clientId] = $"{client.LastName}, {client.FirstName}";
            }
        });
        return names;
    }
}
