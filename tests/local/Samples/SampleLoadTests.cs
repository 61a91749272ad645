using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Local.Samples;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.Smart;
using Serverless.Samples;
using Serverless.Testing;

namespace Serverless.Local.Tests.Samples;

/// <summary>The sample agency comes into an empty installation, whole and once.</summary>
public sealed class SampleLoadTests : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    private readonly TempFolder folder = new();
    private LocalStack stack = null!;

    public async Task InitializeAsync() => stack = await LocalStack.OpenAsync(DataFolder.Open(folder.Combine("data")), TimeProvider.System, NullLoggerFactory.Instance);

    public async Task DisposeAsync()
    {
        await stack.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Empty_installation_is_filled_with_agency_contracts_of_CAPS_vendors_of_SMART_and_invoices()
    {
        Assert.True(await LoadAsync());

        var agency = SampleAgency.Load();
        Assert.Equal(agency.Clients.Count, await stack.Payments.Directory.ClientIdsAsync().CountAsync());
        foreach (var contract in agency.Contracts)
        {
            Assert.Equal(contract, await stack.Payments.Directory.FindContractAsync(contract.ProviderId, contract.ServiceCode));
            Assert.Equal(contract.Rate, stack.Simulator!.FindContract(contract.ProviderId, contract.ServiceCode)?.Rate);
        }

        foreach (var provider in agency.Providers)
        {
            var isVendor = provider.Services.Any(service => service.Type == "Smart Vendor");
            Assert.Equal(isVendor ? new SmartVendor(provider.Id, provider.Active) : null, stack.SmartSimulator!.FindVendor(provider.Id));
        }

        foreach (var budget in agency.Budgets)
        {
            Assert.Equal(budget, await stack.Payments.Directory.FindBudgetAsync(budget.ClientId, budget.ServiceCode));
        }

        Assert.Equal(SampleAgency.InvoicePaths.Select(Path.GetFileName), Directory.GetFiles(stack.Data.Inbox).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_that_stands_in_the_inbox_under_a_samples_name_stays()
    {
        var own = Path.Combine(stack.Data.Inbox, Path.GetFileName(SampleAgency.InvoicePaths[0]));
        await File.WriteAllTextAsync(own, "mine");

        await LoadAsync();

        Assert.Equal("mine", await File.ReadAllTextAsync(own));
        Assert.Equal(SampleAgency.InvoicePaths.Count, Directory.GetFileSystemEntries(stack.Data.Inbox).Length);
    }

    [Fact]
    public async Task Second_start_loads_nothing_over_what_was_changed()
    {
        await LoadAsync();
        var changed = new Budget("1000000001", "SLN", Units.Of(60));
        await stack.Payments.Directory.PutBudgetAsync(changed, "coordinator", stack.Payments.Calendar.Now);
        Directory.Delete(stack.Data.Inbox, recursive: true);
        Directory.CreateDirectory(stack.Data.Inbox);

        Assert.False(await LoadAsync());
        Assert.Equal(changed with { Version = 2 }, await stack.Payments.Directory.FindBudgetAsync("1000000001", "SLN"));
        Assert.Empty(Directory.GetFiles(stack.Data.Inbox));
    }

    [Fact]
    public async Task Agency_of_ones_own_is_left_alone()
    {
        await stack.Payments.Directory.PutProviderAsync(new Provider("P-1", "Own", "Here", true));
        await stack.Payments.Directory.PutContractAsync(new Contract("P-1", "SLN", Money.Of(1.00m), Day, Day, true), "admin", stack.Payments.Calendar.Now);

        Assert.False(await LoadAsync());
        Assert.Null(await stack.Payments.Directory.FindProviderAsync("P-100"));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Load_that_was_interrupted_is_completed_at_the_next_start()
    {
        using var interrupted = new CancellationTokenSource();
        var load = LoadAsync(interrupted.Token);
        await Eventually.HoldsAsync("the first client", async () => load.IsCompleted || await stack.Payments.Directory.ClientIdsAsync().AnyAsync());
        await interrupted.CancelAsync();
        var exception = await Record.ExceptionAsync(() => load);

        // Where the machine was quicker than the interruption there is nothing to complete.
        Assert.Equal(exception is not null, await LoadAsync());
        Assert.Equal(240, await stack.Payments.Directory.ClientIdsAsync().CountAsync());
        Assert.NotNull(await stack.Payments.Directory.FindProviderAsync("P-313"));
        Assert.Equal(4, Directory.GetFiles(stack.Data.Inbox).Length);
    }

    private Task<bool> LoadAsync(CancellationToken cancellation = default)
        => SampleLoad.RunAsync(stack, withInvoices: true, NullLogger.Instance, cancellation);
}
