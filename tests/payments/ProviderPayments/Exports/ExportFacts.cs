using System.Text;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.ProviderPayments.Exports;

/// <summary>What the rows and files say, reckoned without the code that exports.</summary>
internal sealed class ExportFacts(MemoryTableStore store, MemoryBlobStore blobs, ExportBooks books)
{
    /// <summary>What nobody but exports touches; it was authorised before the first of them began.</summary>
    public List<string> Untouched { get; } = [];

    /// <summary>Holds that came about.</summary>
    public int Held { get; set; }

    /// <summary>At every moment: what an export has taken bears its stamp.</summary>
    public void CheckNow()
    {
        foreach (var row in store.QueryTableAsync(Tables.PaymentExports).Result.Rows.Where(row => row.RowKey.StartsWith(PaymentExportKeys.ItemPrefix, StringComparison.Ordinal)))
        {
            var (_, exportId, _) = Record(Rows.Read<ExportItem>(row).Id);
            Assert.Equal(row.PartitionKey.Split('|')[0], exportId);
        }
    }

    /// <summary>After everything, late runs included, has come to its end: what is in a file is in no other and is paid by its export, and nothing else is.</summary>
    /// <returns>How many exports have taken anything.</returns>
    public async Task<int> CheckEndAsync(IReadOnlyList<string> exports)
    {
        var exportOf = new Dictionary<string, string>();
        var taking = 0;
        foreach (var id in exports)
        {
            var export = Rows.Read<PaymentExportRecord>((await store.GetAsync(Tables.PaymentExports, id, PaymentExportKeys.Export))!);
            Assert.Equal(PaymentExportStatus.Completed, export.Status);
            var lines = Encoding.UTF8.GetString((await blobs.GetAsync(Containers.PaymentExports, PaymentExportKeys.File(id)))!).Split("\r\n")[1..^1].Select(line => line.Split(',')).ToList();
            Assert.Equal((lines.Count, lines.Sum(line => decimal.Parse(line[^1]))), (export.Count, export.Total!.Value.Amount));
            taking += lines.Count > 0 ? 1 : 0;
            foreach (var line in lines)
            {
                Assert.True(exportOf.TryAdd(line[1], id), $"{line[1]} is in two files.");
                Assert.Equal(decimal.Parse(line[^1]), Record(line[1]).Amount);
            }
        }

        foreach (var (id, status, exportId) in All())
        {
            Assert.Equal(exportOf.ContainsKey(id), status == "Paid");
            Assert.True(status != "Paid" || exportOf[id] == exportId, $"{id} is paid by another export than has it in its file.");
        }

        Assert.All(Untouched, id => Assert.True(exportOf.ContainsKey(id), $"{id} was authorised all the time, and no export has taken it."));
        return taking;
    }

    /// <summary>After one more export nothing is authorised; the money of what is paid is spent, once.</summary>
    public async Task CheckNothingLeftAsync(int children)
    {
        Assert.DoesNotContain(All(), record => record.Status == "Authorized");
        var paid = All().Where(record => record.Status == "Paid").Sum(record => Record(record.Id).Amount);
        var balances = await books.BalancesAsync(children);
        Assert.Equal((0m, paid, -paid), (balances[Accounts.Encumbrances], balances[Accounts.Expenditures], balances[Accounts.Cash]));
    }

    private IEnumerable<(string Id, string Status, string? ExportId)> All()
    {
        foreach (var row in store.QueryTableAsync(Tables.ProviderPayments).Result.Rows)
        {
            if (row.RowKey.StartsWith(ProviderPaymentKeys.PaymentPrefix, StringComparison.Ordinal) || row.RowKey.StartsWith(ProviderPaymentKeys.AdjustmentPrefix, StringComparison.Ordinal))
            {
                var id = row.RowKey[2..];
                var (status, exportId, _) = Record(id);
                yield return (id, status, exportId);
            }
        }
    }

    private (string Status, string? ExportId, decimal Amount) Record(string id)
    {
        Assert.True(books.Ids.TryReadClient(id, out var client));
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            var adjustment = Rows.Read<Adjustment>(store.GetAsync(Tables.ProviderPayments, client, ProviderPaymentKeys.Adjustment(id)).Result!);
            return ($"{adjustment.Status}", adjustment.ExportId, adjustment.Amount.Amount);
        }

        var payment = Rows.Read<ProviderPayment>(store.GetAsync(Tables.ProviderPayments, client, ProviderPaymentKeys.Payment(id)).Result!);
        return ($"{payment.Status}", payment.ExportId, payment.Amount!.Value.Amount);
    }
}
