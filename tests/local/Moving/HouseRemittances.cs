using System.Text;
using Serverless.Local.Moving;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Charges;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Storage;

namespace Serverless.Local.Tests.Moving;

/// <summary>Billed invoices and charges in an installation that moves, and a session each way.</summary>
/// <param name="Posted">Before the move.</param>
/// <param name="Open">With a row in its queue.</param>
/// <param name="Asked">Whose posting was asked for just before the host ended.</param>
internal sealed record HouseRemittances(string Posted, string Open, string Asked)
{
    public const string Participant = "1000000003";
    public static readonly Caller Biller = House.Staff("biller", Role.Biller);
    private static readonly string[] Kept = [Tables.Billing, Tables.Remittances, Tables.Charges];

    public static async Task<HouseRemittances> BuildAsync(LocalStack stack)
    {
        var file = "invoice_number,payer,client_id,location,service_date,description,billed\n" + string.Concat(Enumerable.Range(1, 6).Select(number => $"M-{number},Medicaid,{Participant},Home,2026-11-02,Visit,100.00\n"));
        var delivery = new BillingDelivery("test", "billed.csv", FileFormat.Csv, Encoding.UTF8.GetBytes(file), "biller", Role.Biller);
        Assert.Equal(6, (await stack.Payments.Billing.Intake.TakeInAsync(delivery, TimeSpan.FromSeconds(60))).OrFail().Numbers.Count);
        var posted = await SessionAsync(stack, 1);
        await PostAsync(stack, posted);
        var open = await SessionAsync(stack, 2);
        var asked = await SessionAsync(stack, 3);
        await StoreUnheardAsync(stack, asked);
        Assert.NotNull((await stack.Payments.Charges.ChargeAsync(new ChargeRequest(Biller, Participant, "charge"), new ChargeCommand(new DateOnly(2026, 11, 2), Money.Of(60m), "2026-11", "Fee"))).Account);
        Assert.NotNull((await stack.Payments.Charges.PayAsync(new ChargeRequest(Biller, Participant, "pay"), "cash", (form, today) => new PayCommand(form, Money.Of(80m), today, []))).Account);
        return new HouseRemittances(posted, open, asked);
    }

    /// <summary>Every row of them as text; read without a host, whose start would move them on.</summary>
    public static async Task<IReadOnlyList<string>> RecordsAsync(Premises premises)
    {
        var rows = new List<string>();
        foreach (var table in Kept)
        {
            await foreach (var row in premises.RowsAsync(table, CancellationToken.None))
            {
                rows.Add($"{table} {row.PartitionKey} {row.RowKey} {row.Data}");
            }
        }

        return rows;
    }

    /// <summary>Posts, to the end.</summary>
    public static async Task PostAsync(LocalStack stack, string session)
    {
        var result = await stack.Payments.Remittances.Commands.PostAsync(Biller, session, new RemittanceRequest($"post {session}"));
        Assert.True(result.Refusal is null, $"{result.Refusal}");
        await PostedAsync(stack, session);
    }

    public static Task PostedAsync(LocalStack stack, string session)
        => Eventually.HoldsAsync($"the posting of {session}", async () => await stack.Payments.Remittances.Records.FindAsync(session) is { Status: RemittanceStatus.Posted });

    public static async Task<decimal> BalanceAsync(LocalStack stack, string number) => InvoiceFigures.Of((await stack.Payments.Billing.Records.FindAsync(number)).OrFail()).Balance.Amount;

    /// <summary>A session with a check of 90.00 for invoice <c>M-n</c>, of which 4.00 were contracted away.</summary>
    private static async Task<string> SessionAsync(LocalStack stack, int number)
    {
        var (desk, amount, date) = (stack.Payments.Remittances, Money.Of(90m), new DateOnly(2026, 11, 20));
        var session = Done(await desk.Commands.CreateAsync(Biller, new BatchEntry("Cash", "CHECK", amount, date, "BANK-1"), $"batch {number}"));
        Done(await desk.Commands.AddCheckAsync(Biller, session, new CheckEntry($"REF-{number}", null, date, amount, null, WriteOffBalance: false), new RemittanceRequest("check")));
        return Done(await desk.Queue.PutAsync(Biller, session, new RowAddress($"M-{number}", null), new RowText(amount, Money.Of(4m), "CO"), new RemittanceRequest("row")));
    }

    /// <summary>A posting that was asked for, and that no orchestration has heard of.</summary>
    private static async Task StoreUnheardAsync(LocalStack stack, string id)
    {
        var records = stack.Payments.Remittances.Records;
        var stored = (await records.LoadAsync(id)).OrFail();
        var asked = RemittanceRules.Post(stored.State, [], Biller.User, TimeProvider.System.GetUtcNow()).After.OrFail();
        await stack.Payments.Ports.Tables.SubmitAsync(Tables.Remittances, RemittanceKeys.PostingPartition, [TableOperation.Upsert(RemittanceKeys.Posting(id, asked.Attempt), string.Empty)]);
        await records.WriteAsync(stored, asked, "unheard", []);
    }

    private static string Done(RemittanceResult result)
    {
        Assert.True(result.Refusal is null, $"{result.Refusal}");
        return result.State.OrFail().Remittance.Id;
    }
}
