using Serverless.Payments;
using Serverless.Payments.Caps;
using Serverless.Storage;

namespace Serverless.Local.Samples;

/// <summary>
/// Fills an empty installation with the sample agency, once. It marks its beginning and its end in the settings, so that
/// one that was interrupted is completed at the next start, and an agency of somebody's own is never touched.
/// </summary>
public static class SampleLoad
{
    private const string Partition = "samples";
    private const string Marker = "agency";
    private const string Begun = "begun";
    private const string Completed = "completed";

    /// <summary>Clients written at one time; their writes share the flushes of the disk.</summary>
    private const int ClientsAtOnce = 64;

    /// <summary>Loads the agency, if that is due, and drops its invoices where asked. To be called before the drop starts.</summary>
    /// <returns>Whether it was loaded now.</returns>
    public static async Task<bool> RunAsync(LocalStack stack, bool withInvoices, ILogger logger, CancellationToken cancellation = default)
    {
        var tables = stack.Payments.Ports.Tables;
        var marker = await tables.GetAsync(Tables.Settings, Partition, Marker, cancellation);
        if (marker is null)
        {
            if (!await stack.Payments.Directory.IsEmptyAsync(cancellation))
            {
                return false;
            }

            await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Insert(Marker, Begun)], cancellation);
        }
        else if (marker.Data == Completed)
        {
            return false;
        }

        var agency = SampleAgency.Load();
        await LoadAsync(stack, agency, cancellation);
        if (withInvoices)
        {
            DropInvoices(stack.Data.Inbox);
        }

        await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(Marker, Completed)], cancellation);
        Log.SamplesLoaded(logger, agency.Providers.Count, agency.Clients.Count);
        return true;
    }

    /// <summary>Puts the sample invoices into an inbox, each under its name only when it is whole. What stands there under such a name stays, and its sample is left out.</summary>
    public static void DropInvoices(string inbox)
    {
        foreach (var path in SampleAgency.InvoicePaths)
        {
            var name = Path.GetFileName(path);
            var dropped = Path.Combine(inbox, name);
            if (Path.Exists(dropped) || new FileInfo(dropped).LinkTarget is not null)
            {
                continue;
            }

            var unfinished = Path.Combine(inbox, $".{name}.tmp");
            File.Copy(path, unfinished, overwrite: true);
            File.Move(unfinished, dropped);
        }
    }

    private static async Task LoadAsync(LocalStack stack, SampleAgency agency, CancellationToken cancellation)
    {
        const string by = "samples";
        var directory = stack.Payments.Directory;
        var at = stack.Payments.Calendar.Now;
        var budgets = agency.Budgets.ToLookup(budget => budget.ClientId);
        var seed = agency.Contracts.Select(contract => new CapsContract(contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, contract.Active));

        if (stack.Simulator is { } simulator)
        {
            await simulator.SeedAsync([.. seed], cancellation);
        }

        await Task.WhenAll(agency.Contracts.Select(contract => directory.PutContractAsync(contract, by, at, cancellation: cancellation)));
        await Parallel.ForEachAsync(agency.Clients, new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce, CancellationToken = cancellation }, async (client, stop) =>
        {
            await directory.PutClientAsync(client, stop);
            foreach (var budget in budgets[client.Id])
            {
                await directory.PutBudgetAsync(budget, by, at, cancellation: stop);
            }
        });
        await Task.WhenAll(agency.Providers.Select(provider => directory.PutProviderAsync(provider, cancellation)));
    }
}
