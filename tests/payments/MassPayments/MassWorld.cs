using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Needs;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Payments.People;
using Serverless.Storage;
using Serverless.Testing;

namespace Serverless.Payments.Tests.MassPayments;

/// <summary>What mass payments need in a world: P-200 with a Smart Vendor service, and people with a case each.</summary>
internal static class MassWorld
{
    public const string Provider = "P-200";
    public const string Service = "P-200-SV";

    /// <param name="people">How many persons there are.</param>
    /// <param name="around">See <see cref="PaymentsWorld.CreateAsync"/>.</param>
    public static async Task<PaymentsWorld> CreateAsync(int people, Func<ITableStore, ITableStore>? around = null)
    {
        var world = await PaymentsWorld.CreateAsync(around: around);
        await world.Application.Directory.PutProviderAsync(new Provider(Provider, "Wasatch Works", "2 Main St", Active: true)
        {
            Services = [new(Service, "Work support", "Smart Vendor"), new("P-200-SLN", "Supported living", "Contract Service")],
        });
        for (var person = 1; person <= people; person++)
        {
            await world.Application.People.PutAsync(new Person(Client(person), "Ada", $"Lopez{person}", new DateOnly(1990, 1, 1), null, [new(Case(person), "Work Programs", Open: true)]), null);
        }

        return world;
    }

    public static string Client(int person) => $"{2_000_000_000L + person}";

    public static string Case(int person) => $"C-{person}";

    /// <summary>An entry in order: bus passes for a week.</summary>
    public static MassEntryTexts Entry(int person, string type = "Bus Pass", string amount = "25.00", string begin = "11/02/2026", string end = "11/08/2026", bool isTicked = true)
        => new(Case(person), Client(person), "Transportation", type, amount, begin, end, isTicked);

    public static async Task<MassPayment> DraftAsync(this PaymentsWorld world, params MassEntryTexts[] entries)
    {
        var result = await world.Application.MassPaymentDrafts.CreateAsync(new MassPaymentDraft(Provider, Service, "ET"), entries, "operations", Guid.NewGuid().ToString("N"));
        return result.Page ?? throw new InvalidOperationException($"The draft was not made: {result.Refusal}");
    }

    public static Task<MassPaymentResult> ApproveAsync(this PaymentsWorld world, MassPayment page)
        => world.Application.MassPaymentCommands.ApproveAsync(PaymentsWorld.Operations, page.Id).WaitAsync(PaymentsWorld.Patience);

    public static async Task<IReadOnlyList<PaymentRequest>> RequestsAsync(this PaymentsWorld world, MassPayment page)
    {
        var found = await world.Application.MassPayments.FindAsync(page.Id);
        return await world.Application.PaymentRequests.OfAsync(found!).ToListAsync();
    }

    public static Task<IReadOnlyList<Need>> NeedsAsync(this PaymentsWorld world, int person) => world.Application.Needs.OfClientAsync(Client(person));

    public static async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync(this PaymentsWorld world)
    {
        var trial = await Payments.Ledger.TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        Assert.Equal(0m, trial.Sum.Amount);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }
}
