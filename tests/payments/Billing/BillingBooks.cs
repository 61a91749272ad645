using System.Text;
using Serverless.Payments.Billing;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;
using Serverless.Payments.Invoices;
using Serverless.Payments.Ledger;
using Serverless.Storage;
using Serverless.Testing;

namespace Serverless.Payments.Tests.Billing;

/// <summary>Files of billing invoices, and what became of them in a world.</summary>
internal static class BillingBooks
{
    public const string Header = "invoice_number,payer,client_id,location,service_date,description,billed\n";

    public static string Line(string number, decimal billed = 95.50m, string payer = "Medicaid", string client = PaymentsWorld.ClientId, string location = "Home", string date = "2026-11-02", string description = "Visit")
        => FormattableString.Invariant($"{number},{payer},{client},{location},{date},{description},{billed:0.00}\n");

    public static string Lines(int count, Func<int, string> number) => string.Concat(Enumerable.Range(0, count).Select(index => Line(number(index))));

    public static string HashOf(string content) => InvoiceCommands.HashOf(Encoding.UTF8.GetBytes(content));

    public static BillingDelivery Delivery(string content, string id, FileFormat format = FileFormat.Csv)
        => new(id, "billing.csv", format, Encoding.UTF8.GetBytes(content), "biller", Role.Biller);

    public static BillingIntakeRecords Intakes(this PaymentsWorld world) => new(world.Tables, world.Application.Ports.Blobs);

    /// <summary>As a process leaves it that dies between the record and the start.</summary>
    public static async Task<BillingIntakeRecord> RecordAsync(this PaymentsWorld world, string content, string id)
    {
        var delivery = Delivery(content, id);
        await world.Intakes().KeepAsync(HashOf(content), delivery.Content, CancellationToken.None);
        return await world.Intakes().ClaimAsync(HashOf(content), new BillingIntakeRecord(id, delivery.Name, delivery.Format, delivery.By, delivery.Role, world.Time.GetUtcNow()), CancellationToken.None);
    }

    public static async Task<BillingReport> BillAsync(this PaymentsWorld world, string content, string id = "delivery-1", FileFormat format = FileFormat.Csv)
        => await world.Application.Billing.Intake.TakeInAsync(Delivery(content, id, format), PaymentsWorld.Patience) ?? throw new TimeoutException("The file is still at work.");

    public static Task PutClientAsync(this PaymentsWorld world, string id, bool active = true) => world.Application.Directory.PutClientAsync(new Client(id, "Bo", "Diaz", active, "coordinator"));

    /// <summary>Claims a number by hand, as a step does that comes late.</summary>
    public static Task ClaimByHandAsync(this PaymentsWorld world, string number, string contentHash, int attempt = 1) => world.Tables.SubmitAsync(
        Tables.Billing, BillingKeys.NumbersPartition, [TableOperation.Insert(number, Rows.Write(new InvoiceNumberRow("Medicaid", PaymentsWorld.ClientId, contentHash) { Attempt = attempt }))]);

    /// <summary>Writes what was posted to an invoice, as a batch does.</summary>
    public static async Task PostByHandAsync(this PaymentsWorld world, string number, params InvoicePosting[] postings)
    {
        var place = await world.Application.Billing.Records.PlaceAsync(number) ?? throw new InvalidOperationException($"There is no invoice {number}.");
        var stored = await world.Application.Billing.Records.FindStoredAsync(place) ?? throw new InvalidOperationException($"There is no invoice {number}.");
        await world.Tables.SubmitAsync(Tables.Billing, place.Partition, [TableOperation.Update(place.Row, Rows.Write(stored.Stored with { Postings = [.. stored.Stored.Postings, .. postings] }), stored.ETag)]);
    }

    public static async Task<IReadOnlyList<TableRow>> RowsAsync(this PaymentsWorld world, string partition, string? prefix = null)
    {
        var rows = new List<TableRow>();
        await foreach (var row in world.Tables.ScanAsync(Tables.Billing, partition, prefix is null ? RowRange.All : RowRange.StartingWith(prefix)))
        {
            rows.Add(row);
        }

        return rows;
    }

    public static async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync(this PaymentsWorld world)
    {
        var trial = await TrialBalance.ReadAsync(world.Tables, world.Application.JournalPlacesAsync());
        Assert.Equal(0m, trial.Sum.Amount);
        return trial.Accounts.ToDictionary(account => account.Account, account => account.Balance.Amount);
    }
}
