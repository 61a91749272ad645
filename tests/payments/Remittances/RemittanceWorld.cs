using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Payments.Remittances;
using Serverless.Payments.Tests.Billing;
using Serverless.Storage;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Remittances;

/// <summary>What remittances need in a world: a bank, an overhead code, billers and invoices.</summary>
internal static class RemittanceWorld
{
    public static readonly Caller Biller = PaymentsWorld.Staff("biller", Role.Biller);
    public static readonly Caller Biller2 = PaymentsWorld.Staff("biller2", Role.Biller);
    private static readonly Caller Admin = PaymentsWorld.Staff("admin", Role.Admin);

    public static async Task<PaymentsWorld> CreateAsync(Func<ITableStore, ITableStore>? around = null)
    {
        var world = await PaymentsWorld.CreateAsync(around: around);
        foreach (var edit in (ValueEdit[])[
            new(ValueTables.Banks, "BANK-1", "First Bank"),
            new(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true },
        ])
        {
            Assert.Null((await world.Application.Values.PutAsync(Admin, edit, $"{edit.Table}-{edit.Code}")).Refusal);
        }

        return world;
    }

    /// <summary>Invoices of one line each, as many as amounts are given: <c>N-1</c>, <c>N-2</c>.</summary>
    public static Task BillAsync(this PaymentsWorld world, string number, params decimal[] billed)
        => world.BillToAsync("Medicaid", number, billed);

    public static async Task BillToAsync(this PaymentsWorld world, string payer, string number, params decimal[] billed)
    {
        var file = BillingBooks.Header + string.Concat(billed.Select((amount, index) => BillingBooks.Line($"{number}-{index + 1}", amount, payer)));
        var report = await world.BillAsync(file, $"delivery-{number}");
        Assert.Equal(billed.Length, report.Numbers.Count);
    }

    public static BatchEntry Batch(decimal total, string type = "CHECK", string applyAs = "Cash") => new(applyAs, type, Money.Of(total), new DateOnly(2026, 11, 20), "BANK-1");

    public static CheckEntry Check(decimal amount, string refNo = "4711", bool writeOffBalance = false) => new(refNo, null, new DateOnly(2026, 11, 18), Money.Of(amount), null, writeOffBalance);

    public static RemittanceRequest Request() => new(Guid.NewGuid().ToString("N"));

    public static RowAddress Row(string invoice, int? line = null) => new(invoice, line);

    /// <summary>A session with a check of the whole total.</summary>
    public static async Task<string> OpenAsync(this PaymentsWorld world, decimal total, string type = "CHECK", Caller? by = null)
    {
        var session = Done(await world.Application.Remittances.Commands.CreateAsync(by ?? Biller, Batch(total, type), Guid.NewGuid().ToString("N")));
        Done(await world.Application.Remittances.Commands.AddCheckAsync(by ?? Biller, session.Remittance.Id, Check(total), Request()));
        return session.Remittance.Id;
    }

    public static async Task<RemittanceState> PutAsync(this PaymentsWorld world, string id, string invoice, decimal? post, decimal? adjustment = null, string? type = null, Caller? by = null)
        => Done(await world.Application.Remittances.Queue.PutAsync(by ?? Biller, id, Row(invoice), new RowText(post is { } cash ? Money.Of(cash) : null, adjustment is { } amount ? Money.Of(amount) : null, type), Request()));

    public static Task<RemittanceResult> PostAsync(this PaymentsWorld world, string id, Caller? by = null, string? requestId = null)
        => world.Application.Remittances.Commands.PostAsync(by ?? Biller, id, new RemittanceRequest(requestId ?? Guid.NewGuid().ToString("N"))).WaitAsync(PaymentsWorld.Patience);

    /// <summary>Posts, and moves the clock on over waits and retries until it is at its end.</summary>
    public static async Task<Remittance> PostedAsync(this PaymentsWorld world, string id, Caller? by = null)
    {
        var posting = world.PostAsync(id, by);
        await Until.TrueAsync(async () =>
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(500));
            return posting.IsCompleted && await world.FindAsync(id) is { Status: not RemittanceStatus.Posting };
        });
        await posting;
        return await world.FindAsync(id);
    }

    public static async Task<Remittance> FindAsync(this PaymentsWorld world, string id) => (await world.Application.Remittances.Records.FindAsync(id))!;

    public static async Task<InvoiceFigures> FiguresAsync(this PaymentsWorld world, string number) => InvoiceFigures.Of((await world.Application.Billing.Records.FindAsync(number))!);

    public static async Task<decimal> BalanceAsync(this PaymentsWorld world, string number) => (await world.FiguresAsync(number)).Balance.Amount;

    /// <summary>The numbers that are listed as open.</summary>
    public static async Task<IReadOnlyList<string>> OpenInvoicesAsync(this PaymentsWorld world, string payer = "Medicaid")
        => [.. (await world.Application.Billing.Queries.ListAsync(new BillingFilter(payer), null, 500)).Items.Select(invoice => invoice.Number)];

    public static async Task<IReadOnlyDictionary<string, decimal>> LedgerAsync(this PaymentsWorld world)
    {
        var trial = await TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        Assert.Equal(0m, trial.Sum.Amount);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }

    public static RemittanceState Done(RemittanceResult result) => result.State ?? throw new InvalidOperationException($"It was refused: {result.Refusal}");
}
