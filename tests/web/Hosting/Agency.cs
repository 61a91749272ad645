using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.SignIn;

namespace Serverless.Web.Tests.Hosting;

/// <summary>A small agency like the sample one, and its users.</summary>
public static class Agency
{
    public const string Client = "1000000001";
    public const string InactiveClient = "1000000009";

    /// <summary>The one client of coordinator2.</summary>
    public const string OthersClient = "1000000003";

    public static IReadOnlyList<DevelopmentUser> Users { get; } =
    [
        new("provider", [Role.Provider], "P-100"),
        new("provider2", [Role.Provider], "P-200"),
        new("coordinator", [Role.Coordinator]),
        new("coordinator2", [Role.Coordinator]),
        new("technician", [Role.Technician]),
        new("technician2", [Role.Technician]),
        new("ofo", [Role.Ofo]),
        new("operations", [Role.Operations]),
        new("manager", [Role.Manager]),
        new("office", [Role.Office]),
        new("parent", [Role.Parent], ChildIds: [Client]),
        new("biller", [Role.Biller]),
        new("biller2", [Role.Biller]),
        new("auditor", [Role.Auditor]),
        new("admin", [Role.Admin]),
    ];

    private static readonly DateOnly From = new(2025, 1, 1);
    private static readonly DateOnly To = new(2035, 12, 31);

    public static async Task LoadAsync(PaymentsApplication application, CapsSimulator caps)
    {
        var directory = application.Directory;
        Contract[] contracts =
        [
            new("P-100", "SLN", Money.Of(25m), From, To, true),
            new("P-100", "SLH", Money.Of(40m), From, new DateOnly(2025, 12, 31), true),
            new("P-200", "SLN", Money.Of(27.5m), From, To, true),
        ];
        await directory.PutProviderAsync(new Provider("P-100", "Alpine Homes", "1 Main Street", true));
        await directory.PutProviderAsync(new Provider("P-200", "Basin Care", "2 Main Street", true) { Services = [new("S-200", "Work support", "Smart Vendor"), new("S-201", "Supported living", "Contract Service")] });
        foreach (var contract in contracts)
        {
            await directory.PutContractAsync(contract, "test", application.Calendar.Now);
        }

        await caps.SeedAsync([.. contracts.Select(contract => new CapsContract(contract.ProviderId, contract.ServiceCode, contract.Rate, contract.From, contract.To, true))], CancellationToken.None);
        await AddClientAsync(application, Client, "coordinator", 40);
        await AddClientAsync(application, "1000000002", "coordinator", 80);
        await AddClientAsync(application, OthersClient, "coordinator2", 80);
        await directory.PutClientAsync(new Client(InactiveClient, "Ina", "Ctive", false, "coordinator"));
    }

    public static async Task AddClientAsync(PaymentsApplication application, string clientId, string coordinator, decimal monthlyMax)
    {
        await application.Directory.PutClientAsync(new Client(clientId, "First", "Last", true, coordinator));
        await application.Directory.PutBudgetAsync(new Budget(clientId, "SLN", Units.Of(monthlyMax)), coordinator, application.Calendar.Now);
    }
}
