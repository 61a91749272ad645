using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.Directory;

/// <summary>
/// Providers, contracts, clients and their PCSP budgets. A client and its budgets live in the client's partition,
/// and their change bumps the guard, so that no validation passes on what has just changed.
/// </summary>
public sealed class AgencyDirectory(ITableStore tables, ClientGate gate)
{
    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 50;
    private const string Providers = "providers";
    private const string Clients = "clients";
    private readonly VersionedRows<Contract> contracts = new(tables, Tables.Directory, contract => contract.Version, (contract, version) => contract with { Version = version });

    public Task<Provider?> FindProviderAsync(string providerId, CancellationToken cancellation = default)
        => tables.FindAsync<Provider>(Tables.Directory, Providers, providerId, cancellation);

    /// <summary>The providers behind the given id, in the order of their ids; all where null.</summary>
    public async IAsyncEnumerable<Provider> ProvidersAsync(string? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // A '!' comes before every character of an id: behind the id itself, and before whichever continues it.
        await foreach (var row in tables.ScanAsync(Tables.Directory, Providers, new RowRange(after is null ? null : after + "!", null), cancellation))
        {
            yield return Rows.Read<Provider>(row);
        }
    }

    public Task<Contract?> FindContractAsync(string providerId, string serviceCode, CancellationToken cancellation = default)
        => tables.FindAsync<Contract>(Tables.Directory, ContractPartition(providerId), serviceCode, cancellation);

    public Task<Client?> FindClientAsync(string clientId, CancellationToken cancellation = default)
        => tables.FindAsync<Client>(Tables.Payments, clientId, ClientRowKeys.Client, cancellation);

    public Task<Budget?> FindBudgetAsync(string clientId, string serviceCode, CancellationToken cancellation = default)
        => tables.FindAsync<Budget>(Tables.Payments, clientId, ClientRowKeys.Budget(serviceCode), cancellation);

    /// <summary>The budgets of a client, by service code.</summary>
    public async Task<IReadOnlyList<Budget>> BudgetsAsync(string clientId, CancellationToken cancellation = default)
    {
        var budgets = new List<Budget>();
        await foreach (var row in tables.ScanAsync(Tables.Payments, clientId, RowRange.StartingWith(ClientRowKeys.BudgetPrefix), cancellation))
        {
            budgets.Add(Rows.Read<Budget>(row));
        }

        return budgets;
    }

    /// <summary>The ids of all clients, in order.</summary>
    public IAsyncEnumerable<string> ClientIdsAsync(CancellationToken cancellation = default) => ClientIdsAsync(null, cancellation);

    /// <summary>The ids of the clients behind the given one, in order; of all where null.</summary>
    public async IAsyncEnumerable<string> ClientIdsAsync(string? after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.Directory, Clients, new RowRange(after is null ? null : after + "!", null), cancellation))
        {
            yield return row.RowKey;
        }
    }

    /// <summary>Whether anything has been loaded yet.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation = default)
        => (await tables.QueryAsync(Tables.Directory, Providers, RowRange.All, 1, null, cancellation)).Rows.Count == 0;

    public Task PutProviderAsync(Provider provider, CancellationToken cancellation = default)
        => tables.SubmitAsync(Tables.Directory, Providers, [TableOperation.Upsert(provider.Id, Rows.Write(provider))], cancellation);

    /// <summary>Sets our copy of a contract; who changed it from what is kept. The same change id has one effect, and is answered as it was.</summary>
    /// <param name="contract">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The contract as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public Task<Contract?> PutContractAsync(
        Contract contract, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
        => contracts.PutAsync(
            new VersionedPlace(ContractPartition(contract.ProviderId), contract.ServiceCode, $"history|{contract.ServiceCode}|"), contract, by, at, changeId, ifVersion, cancellation);

    public async Task PutClientAsync(Client client, CancellationToken cancellation = default)
    {
        await tables.SubmitAsync(Tables.Directory, Clients, [TableOperation.Upsert(client.Id, string.Empty)], cancellation);
        await ChangeAsync(client.Id, _ => Task.FromResult(new Change<Client>([TableOperation.Upsert(ClientRowKeys.Client, Rows.Write(client))], client)), cancellation);
    }

    /// <summary>
    /// Sets the Monthly Max of a service code, and with it authorises the client for the code; who changed it from what
    /// is kept. The same change id has one effect, and is answered as it was.
    /// </summary>
    /// <param name="budget">What it is to be; its version is counted here.</param>
    /// <param name="by">The user who changes it.</param>
    /// <param name="at">When.</param>
    /// <param name="changeId">The same for a request and its retry; left out where nothing is repeated.</param>
    /// <param name="ifVersion">Whether to go on, given the present version (null where there is none).</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The budget as it was set, or null where <paramref name="ifVersion"/> refused; nothing changed then.</returns>
    public Task<Budget?> PutBudgetAsync(
        Budget budget, string by, DateTimeOffset at, string? changeId = null, Func<int?, bool>? ifVersion = null, CancellationToken cancellation = default)
    {
        var id = changeId ?? Guid.NewGuid().ToString("N");
        return ChangeAsync(budget.ClientId, guard => BudgetChangeAsync(budget, guard, by, at, id, ifVersion, cancellation), cancellation);
    }

    private async Task<Change<Budget>> BudgetChangeAsync(Budget budget, int guard, string by, DateTimeOffset at, string changeId, Func<int?, bool>? ifVersion, CancellationToken cancellation)
    {
        if (await tables.FindAsync<Budget>(Tables.Payments, budget.ClientId, ChangeRow(changeId), cancellation) is { } made)
        {
            return new([], made);
        }

        var before = await FindBudgetAsync(budget.ClientId, budget.ServiceCode, cancellation);
        if (ifVersion?.Invoke(before?.Version) == false)
        {
            return new([], null);
        }

        var after = budget with { Version = (before?.Version ?? 0) + 1 };
        return new(
            [
                TableOperation.Upsert(ClientRowKeys.Budget(budget.ServiceCode), Rows.Write(after)),
                TableOperation.Insert(ClientRowKeys.BudgetHistory(budget.ServiceCode, guard), Rows.Write(new DirectoryChange<Budget>(before, after, by, at))),
                TableOperation.Insert(ChangeRow(changeId), Rows.Write(after)),
            ],
            after);
    }

    /// <summary>Holds what a change led to, so that a repeated request gets the same answer and does not undo a later one.</summary>
    private static string ChangeRow(string changeId) => $"change|{changeId}";

    private static string ContractPartition(string providerId) => $"contracts|{providerId}";

    private async Task<T?> ChangeAsync<T>(string clientId, Func<int, Task<Change<T>>> prepare, CancellationToken cancellation)
        where T : class
    {
        using var pass = await gate.EnterAsync(clientId, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var guard = await ClientGuard.ReadAsync(tables, clientId, cancellation);
            var change = await prepare(guard.Number + 1);
            try
            {
                if (change.Operations.Count > 0)
                {
                    await tables.SubmitAsync(Tables.Payments, clientId, [guard.Bump(), .. change.Operations], cancellation);
                }

                return change.Result;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // A move or another change came first; the guard is read again.
            }
        }
    }

    /// <param name="Operations">None where there is nothing to do.</param>
    /// <param name="Result">What the change leads to; null where it is refused.</param>
    private sealed record Change<T>(IReadOnlyList<TableOperation> Operations, T? Result);
}
