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

    public Task<Provider?> FindProviderAsync(string providerId, CancellationToken cancellation = default)
        => tables.FindAsync<Provider>(Tables.Directory, Providers, providerId, cancellation);

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
    public async IAsyncEnumerable<string> ClientIdsAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var row in tables.ScanAsync(Tables.Directory, Clients, RowRange.All, cancellation))
        {
            yield return row.RowKey;
        }
    }

    /// <summary>Whether anything has been loaded yet.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation = default)
        => (await tables.QueryAsync(Tables.Directory, Providers, RowRange.All, 1, null, cancellation)).Rows.Count == 0;

    public Task PutProviderAsync(Provider provider, CancellationToken cancellation = default)
        => tables.SubmitAsync(Tables.Directory, Providers, [TableOperation.Upsert(provider.Id, Rows.Write(provider))], cancellation);

    /// <summary>Sets our copy of a contract; who changed it from what is kept. The same change id has one effect.</summary>
    public async Task PutContractAsync(Contract contract, string by, DateTimeOffset at, string? changeId = null, CancellationToken cancellation = default)
    {
        var partition = ContractPartition(contract.ProviderId);
        var id = changeId ?? Guid.NewGuid().ToString("N");
        if (await tables.GetAsync(Tables.Directory, partition, ChangeRow(id), cancellation) is not null)
        {
            return;
        }

        var history = new DirectoryChange<Contract>(await FindContractAsync(contract.ProviderId, contract.ServiceCode, cancellation), contract, by, at);
        await tables.SubmitAsync(
            Tables.Directory,
            partition,
            [
                TableOperation.Upsert(contract.ServiceCode, Rows.Write(contract)),
                TableOperation.Upsert($"history|{contract.ServiceCode}|{at.UtcTicks:D19}", Rows.Write(history)),
                TableOperation.Upsert(ChangeRow(id), string.Empty),
            ],
            cancellation);
    }

    public async Task PutClientAsync(Client client, CancellationToken cancellation = default)
    {
        await tables.SubmitAsync(Tables.Directory, Clients, [TableOperation.Upsert(client.Id, string.Empty)], cancellation);
        await ChangeAsync(client.Id, _ => Task.FromResult<IReadOnlyList<TableOperation>>([TableOperation.Upsert(ClientRowKeys.Client, Rows.Write(client))]), cancellation);
    }

    /// <summary>Sets the Monthly Max of a service code, and with it authorises the client for the code; who changed it from what is kept. The same change id has one effect.</summary>
    public Task PutBudgetAsync(Budget budget, string by, DateTimeOffset at, string? changeId = null, CancellationToken cancellation = default)
    {
        var id = changeId ?? Guid.NewGuid().ToString("N");
        return ChangeAsync(
            budget.ClientId,
            async guard =>
            {
                if (await tables.GetAsync(Tables.Payments, budget.ClientId, ChangeRow(id), cancellation) is not null)
                {
                    return [];
                }

                var before = await FindBudgetAsync(budget.ClientId, budget.ServiceCode, cancellation);
                return
                [
                    TableOperation.Upsert(ClientRowKeys.Budget(budget.ServiceCode), Rows.Write(budget)),
                    TableOperation.Insert(ClientRowKeys.BudgetHistory(budget.ServiceCode, guard), Rows.Write(new DirectoryChange<Budget>(before, budget, by, at))),
                    TableOperation.Insert(ChangeRow(id), string.Empty),
                ];
            },
            cancellation);
    }

    /// <summary>Stands for a change that was made, so that a repeated request does not undo a later one.</summary>
    private static string ChangeRow(string changeId) => $"change|{changeId}";

    private static string ContractPartition(string providerId) => $"contracts|{providerId}";

    private async Task ChangeAsync(string clientId, Func<int, Task<IReadOnlyList<TableOperation>>> operations, CancellationToken cancellation)
    {
        using var pass = await gate.EnterAsync(clientId, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var guard = await ClientGuard.ReadAsync(tables, clientId, cancellation);
            try
            {
                await tables.SubmitAsync(Tables.Payments, clientId, [guard.Bump(), .. await operations(guard.Number + 1)], cancellation);
                return;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // A move or another change came first; the guard is read again.
            }
        }
    }
}
