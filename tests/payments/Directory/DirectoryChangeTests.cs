using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Storage;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Directory;

public sealed class DirectoryChangeTests : IAsyncLifetime
{
    private const int Editors = 8;
    private static readonly Contract Contract = new("P-100", "SLX", Money.Of(10), new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), Active: true);
    private PaymentsWorld world = null!;

    private AgencyDirectory Directory => world.Application.Directory;

    private DateTimeOffset Now => world.Time.GetUtcNow();

    public async Task InitializeAsync() => world = await PaymentsWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Contract_rises_by_one_version_and_keeps_who_changed_it_when_many_change_it_at_once()
    {
        var changed = await Task.WhenAll(Enumerable.Range(1, Editors).Select(number => Task.Run(
            () => Directory.PutContractAsync(Contract with { Rate = Money.Of(number) }, $"editor-{number}", Now))));

        Assert.Equal(Enumerable.Range(1, Editors), changed.Select(contract => contract!.Version).Order());
        Assert.Equal(changed.MaxBy(contract => contract!.Version), await Directory.FindContractAsync("P-100", "SLX"));
        var history = new List<DirectoryChange<Contract>>();
        await foreach (var row in world.Tables.ScanAsync(Tables.Directory, "contracts|P-100", RowRange.StartingWith("history|SLX|")))
        {
            history.Add(Rows.Read<DirectoryChange<Contract>>(row));
        }

        // Every change follows the one before: none was made over one that it had not seen.
        Assert.Equal([null, .. history.Select(change => change.To).Take(Editors - 1)], history.Select(change => change.From));
        Assert.Equal(Editors, history.Select(change => change.By).Distinct().Count());
    }

    [Fact]
    public async Task One_of_many_wins_when_all_saw_the_same_version_of_a_contract()
    {
        await Directory.PutContractAsync(Contract, "admin", Now);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, Editors).Select(number => Task.Run(
            () => Directory.PutContractAsync(Contract with { Rate = Money.Of(number) }, "admin", Now, ifVersion: version => version == 1))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(2, winner!.Version);
        Assert.Equal(winner, await Directory.FindContractAsync("P-100", "SLX"));
    }

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task One_of_many_wins_when_all_saw_the_same_version_of_a_budget()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, Editors).Select(number => Task.Run(
            () => Directory.PutBudgetAsync(new Budget(PaymentsWorld.ClientId, "SLN", Units.Of(number)), "coordinator", Now, ifVersion: version => version == 1))));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(2, winner!.Version);
        Assert.Equal(winner, await Directory.FindBudgetAsync(PaymentsWorld.ClientId, "SLN"));
    }

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task Refused_change_of_a_budget_leaves_the_guard_alone_so_that_no_validation_is_repeated_for_nothing()
    {
        var guard = await ClientGuard.ReadAsync(world.Tables, PaymentsWorld.ClientId, CancellationToken.None);

        Assert.Null(await Directory.PutBudgetAsync(new Budget(PaymentsWorld.ClientId, "SLN", Units.Of(1)), "coordinator", Now, ifVersion: version => version == 7));
        Assert.Null(await Directory.PutBudgetAsync(new Budget(PaymentsWorld.ClientId, "NEW", Units.Of(1)), "coordinator", Now, ifVersion: version => version is not null));

        Assert.Equal(guard, await ClientGuard.ReadAsync(world.Tables, PaymentsWorld.ClientId, CancellationToken.None));
        Assert.Equal(Units.Of(40), (await Directory.FindBudgetAsync(PaymentsWorld.ClientId, "SLN"))?.MonthlyMax);
        Assert.Null(await Directory.FindBudgetAsync(PaymentsWorld.ClientId, "NEW"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repeated_change_is_answered_as_it_was_and_undoes_nothing_when_another_came_between()
    {
        var contract = await Directory.PutContractAsync(Contract, "admin", Now, "request", version => version is null);
        var budget = await Directory.PutBudgetAsync(new Budget(PaymentsWorld.ClientId, "SLN", Units.Of(50)), "coordinator", Now, "request", version => version == 1);
        await Directory.PutContractAsync(Contract with { Rate = Money.Of(99) }, "admin", Now);
        await world.SetBudgetAsync(60);

        Assert.Equal(contract, await Directory.PutContractAsync(Contract, "admin", Now, "request", version => version is null));
        Assert.Equal(budget, await Directory.PutBudgetAsync(new Budget(PaymentsWorld.ClientId, "SLN", Units.Of(50)), "coordinator", Now, "request", version => version == 1));

        Assert.Equal(Contract with { Rate = Money.Of(99), Version = 2 }, await Directory.FindContractAsync("P-100", "SLX"));
        Assert.Equal(new Budget(PaymentsWorld.ClientId, "SLN", Units.Of(60), Version: 3), await Directory.FindBudgetAsync(PaymentsWorld.ClientId, "SLN"));
    }
}
