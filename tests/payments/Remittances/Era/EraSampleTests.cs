using System.Globalization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Payments.Remittances.Era;

namespace Serverless.Payments.Tests.Remittances.Era;

[Trait("Req", "SAN-5")]
public sealed class EraSampleTests
{
    [Fact]
    public void The_sample_is_a_batch_on_the_sample_invoices()
    {
        var content = EraReader.Read(File.ReadAllBytes(Sample("2026-11-medicaid.835")));
        Assert.Empty(content.Faults);
        var queued = EraQueue.Of(content.File!, Invoices(), [.. BuiltInValues.Of(ValueTables.BatchTypes), .. BuiltInValues.Of(ValueTables.AdjustmentTypes)], "BANK-1");
        Assert.Empty(queued.Faults);
        Assert.Equal(("EFT", Money.Of(833)), (queued.Batch!.Type, queued.Batch.Total));
        Assert.Equal([("EFT-20261125", 563m, 25m), ("90817", 270m, 0m)], queued.Checks.Select(check => (check.RefNo, check.Amount.Amount, check.ProviderAdjustments.Sum(adjustment => adjustment.Amount.Amount))));
        Assert.Equal(
            [("INV-3001", 360m, 22m, false), ("INV-3004", 0m, 0m, true), ("INV-3007", 228m, 17.6m, false), ("INV-3010", 270m, 16.5m, false)],
            queued.Queue.Select(entry => (entry.Invoice, entry.Post.Amount, entry.Adjustment.Amount, entry.Lines.All(line => line.IsDenied))));
    }

    /// <summary>Those without a quoted field.</summary>
    private static Dictionary<string, BillingInvoice> Invoices()
        => File.ReadLines(Sample("2026-11-invoices.csv")).Skip(1).Select(line => line.Split(',')).Where(fields => fields.Length == 7)
            .GroupBy(fields => fields[0])
            .ToDictionary(invoice => invoice.Key, invoice => new BillingInvoice
            {
                Number = invoice.Key,
                Payer = invoice.First()[1],
                ClientId = invoice.First()[2],
                InvoiceDate = new DateOnly(2026, 11, 20),
                Lines = [.. invoice.Select((fields, index) => new BillingLine(index + 1, DateOnly.Parse(fields[4], CultureInfo.InvariantCulture), fields[3], fields[5], Money.Of(decimal.Parse(fields[6], CultureInfo.InvariantCulture))))],
                IntakeId = "intake",
                CreatedAt = DateTimeOffset.UnixEpoch,
            });

    private static string Sample(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Serverless.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(folder, "samples", "billing", name);
    }
}
