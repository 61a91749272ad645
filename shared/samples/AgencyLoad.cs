using Microsoft.Extensions.Logging;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals.Policies;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.Smart;
using Serverless.Payments.Users;
using Serverless.Storage;

namespace Serverless.Samples;

/// <summary>
/// Fills an empty installation with the sample agency, once; simulated payment systems with what they judge by. It marks its beginning and its end in the settings, so that
/// one that was interrupted is completed at the next start, and an agency of somebody's own is never touched.
/// </summary>
public static class AgencyLoad
{
    private const string Partition = "samples";
    private const string Marker = "agency";
    private const string Begun = "begun";
    private const string Completed = "completed";

    /// <summary>Clients and people written at one time; their writes share the flushes of the disk.</summary>
    private const int WrittenAtOnce = 64;

    /// <summary>Loads the agency, if that is due.</summary>
    /// <param name="payments">The installation.</param>
    /// <param name="addInvoices">Called before the load counts as complete, for whatever a host adds; nothing where null.</param>
    /// <param name="logger">Where it is told.</param>
    /// <param name="cancellation">Breaks off; the next start completes it.</param>
    /// <returns>Whether it was loaded now.</returns>
    public static async Task<bool> RunAsync(PaymentsApplication payments, Action? addInvoices, ILogger logger, CancellationToken cancellation = default)
    {
        var tables = payments.Ports.Tables;
        var marker = await tables.GetAsync(Tables.Settings, Partition, Marker, cancellation);
        if (marker is null)
        {
            if (!await payments.Directory.IsEmptyAsync(cancellation))
            {
                return false;
            }

            await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(Marker, Begun)], cancellation);
        }
        else if (marker.Data == Completed)
        {
            return false;
        }

        var agency = SampleAgency.Load();
        await SeedAsync(payments.Ports, agency, cancellation);
        await LoadAsync(payments, agency, cancellation);
        addInvoices?.Invoke();
        await tables.SubmitAsync(Tables.Settings, Partition, [TableOperation.Upsert(Marker, Completed)], cancellation);
        Log.SamplesLoaded(logger, agency.Providers.Count, agency.Clients.Count);
        return true;
    }

    /// <summary>The simulators know the same as we do: CAPS the contracts, SMART the providers that it is to pay (KEES-1).</summary>
    private static async Task SeedAsync(PaymentsPorts ports, SampleAgency agency, CancellationToken cancellation)
    {
        if (ports.Caps is CapsSimulator caps)
        {
            var contracts = agency.Contracts.Select(contract => new CapsContract(contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, contract.Active));
            await caps.SeedAsync([.. contracts], cancellation);
        }

        if (ports.Smart is SmartSimulator smart)
        {
            var vendors = agency.Providers.Where(provider => provider.Services.Any(service => service.Type == MassPaymentRules.SmartVendor));
            await smart.SeedAsync([.. vendors.Select(provider => new SmartVendor(provider.Id, provider.Active))], cancellation);
        }
    }

    private static async Task LoadAsync(PaymentsApplication payments, SampleAgency agency, CancellationToken cancellation)
    {
        const string by = "samples";
        var directory = payments.Directory;
        var at = payments.Calendar.Now;
        var budgets = agency.Budgets.ToLookup(budget => budget.ClientId);
        await Task.WhenAll(agency.Contracts.Select(contract => directory.PutContractAsync(contract, by, at, cancellation: cancellation)));
        var options = new ParallelOptions { MaxDegreeOfParallelism = WrittenAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(agency.People, options, async (person, stop) => await payments.People.PutAsync(person.ToPerson(), person.ReadSsn(), stop));
        await Parallel.ForEachAsync(agency.Clients, options, async (client, stop) =>
        {
            await directory.PutClientAsync(client, stop);
            foreach (var budget in budgets[client.Id])
            {
                await directory.PutBudgetAsync(budget, by, at, cancellation: stop);
            }
        });
        await Parallel.ForEachAsync(agency.Enrollments, options, async (enrollment, stop) =>
        {
            // Named as a change, so that completing an interrupted load sets none a second time.
            await payments.Enrollments.PutAsync(enrollment, by, at, $"{by}|{enrollment.ClientId}", cancellation: stop);
        });
        foreach (var value in SampleValues.All)
        {
            var result = await payments.Values.PutAsync(new Caller(by, new HashSet<Role> { Role.Admin }), value, $"{by}|{value.Table}|{value.Code}", cancellation: cancellation);
            _ = result.Item ?? throw new InvalidOperationException($"The sample entry {value.Code} of {value.Table} was refused: {result.Refusal}");
        }

        await LoadApproversAsync(payments, agency, by, cancellation);
        await Task.WhenAll(agency.Providers.Select(provider => directory.PutProviderAsync(provider, cancellation)));
    }

    /// <summary>The users, superiors first, and the policy: nothing is asked of two, and by a mail's link small amounts are decided.</summary>
    private static async Task LoadApproversAsync(PaymentsApplication payments, SampleAgency agency, string by, CancellationToken cancellation)
    {
        var at = payments.Calendar.Now;
        foreach (var user in agency.Users.OrderBy(user => user.Superior is not null))
        {
            var record = new User(user.Name, user.FullName, user.Email, user.Roles, user.ProviderId, user.ChildIds, user.Superior);
            var result = await payments.Users.PutAsync(record, by, at, by, cancellation: cancellation);
            _ = result.User ?? throw new InvalidOperationException($"The sample user {user.Name} was refused: {result.Refusal}");
        }

        await payments.Policies.PutAsync(ApprovalPolicy.Default with { LinkDecidesUpTo = Money.Of(1_000m) }, by, at, by, cancellation: cancellation);
    }
}
