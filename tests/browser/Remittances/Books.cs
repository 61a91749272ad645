using System.Text;
using Serverless.Browser.Tests.Hosting;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Codes;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Testing;

namespace Serverless.Browser.Tests.Remittances;

/// <summary>What tests of remittances need in the books: a bank, a code for overhead, and invoices.</summary>
internal static class Books
{
    public const string Bank = "BANK-1";

    public static async Task OpenAsync(Site site)
    {
        var admin = new Caller("admin", new HashSet<Role> { Role.Admin });
        await site.Application.Values.PutAsync(admin, new ValueEdit(ValueTables.Banks, Bank, "First Bank"), "bank");
        await site.Application.Values.PutAsync(admin, new ValueEdit(ValueTables.PaymentCodes, "HHO", "Home Health Overhead") { Kind = AdjustmentKind.Overhead, AllowsNegative = true }, "overhead");
    }

    /// <summary>An invoice with a line for each amount.</summary>
    public static async Task BillAsync(Site site, string number, string payer, params string[] billed)
    {
        var lines = billed.Select((amount, place) => $"{number},{payer},1000000001,Home,2026-11-{place + 1:00},Respite,{amount}");
        var content = Encoding.UTF8.GetBytes($"invoice_number,payer,client_id,location,service_date,description,billed\n{string.Join('\n', lines)}\n");
        var report = await site.Application.Billing.Intake.TakeInAsync(new BillingDelivery(number, "test.csv", FileFormat.Csv, content, "biller", Role.Biller), TimeSpan.FromSeconds(60));
        Assert.Empty(report!.Errors);
    }

    /// <summary>Pays an invoice whole, in a session that is posted.</summary>
    public static async Task PayAsync(Site site, string number, decimal amount)
    {
        var biller = new Caller("somebody", new HashSet<Role> { Role.Biller });
        var desk = site.Application.Remittances;
        var (money, day) = (Money.Of(amount), new DateOnly(2026, 11, 23));
        var id = (await desk.Commands.CreateAsync(biller, new BatchEntry("Cash", "CHECK", money, day, Bank), $"pay-{number}")).State!.Remittance.Id;
        await desk.Commands.AddCheckAsync(biller, id, new CheckEntry(number, null, day, money, null, WriteOffBalance: false), new RemittanceRequest("check"));
        await desk.Queue.ActAsync(biller, id, new RowAddress(number, null), RowAction.Pay, new RemittanceRequest("row"));
        await desk.Commands.PostAsync(biller, id, new RemittanceRequest("post"));
        await Until.TrueAsync(async () => (await desk.Records.FindAsync(id))!.Status == RemittanceStatus.Posted);
    }
}
