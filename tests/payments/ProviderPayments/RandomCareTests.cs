using Serverless.Payments.Amounts;
using Serverless.Payments.Ledger;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Lists;
using static Serverless.Payments.Tests.ProviderPayments.CareWorld;
using static Serverless.Testing.PaymentsWorld;

namespace Serverless.Payments.Tests.ProviderPayments;

/// <summary>
/// Random acts by everybody on three payments and their corrections, with exports in between, through the engine; then every
/// tab, count and balance is reckoned anew from the records alone.
/// </summary>
public sealed class RandomCareTests
{
    private const int Acts = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "CARE-3")]
    [Trait("Req", "CARE-4")]
    [Trait("Req", "CARE-5")]
    [Trait("Req", "ALL-1")]
    public async Task Whatever_people_do_the_tabs_and_the_books_are_what_the_records_say(int seed)
    {
        await using var care = await OpenAsync();
        await care.GenerateAsync();
        var random = new Random(seed);
        var exports = new List<string>();
        for (var act = 0; act < Acts; act++)
        {
            if (random.Next(12) == 0)
            {
                exports.Add(await ExportAsync(care, act));
            }
            else
            {
                await ActAsync(care, random, act);
            }
        }

        exports.Add(await ExportAsync(care, Acts));
        var payments = (await Task.WhenAll(new[] { ClientId, OtherClientId }.Select(child => care.Desk.Records.OfChildAsync(child)))).SelectMany(found => found).ToList();
        var adjustments = (await Task.WhenAll(new[] { ClientId, OtherClientId }.Select(child => care.Desk.AdjustmentRecords.OfChildAsync(child)))).SelectMany(found => found).ToList();
        await CheckTabsAsync(care, payments, adjustments);
        await CheckBooksAsync(care, payments, adjustments);
        await CheckExportsAsync(care, exports, payments, adjustments);
    }

    private static async Task<string> ExportAsync(CareWorld care, int number)
    {
        var started = await care.Desk.Exports.Commands.StartAsync(Operations, Period, $"export-{number}");
        await care.World.Engine.WaitForInstanceCompletionAsync(PaymentExport.InstanceId(started.Export!.Id)).WaitAsync(Patience);
        return started.Export.Id;
    }

    private static async Task ActAsync(CareWorld care, Random random, int act)
    {
        (string Provider, string Child)[] pairs = [("P-100", ClientId), ("P-100", OtherClientId), ("P-200", ClientId)];
        var (provider, child) = pairs[random.Next(pairs.Length)];
        var (id, by, parent) = (care.IdOf(provider, child), provider == "P-100" ? Vendor : Vendor2, child == ClientId ? Parent : OtherParent);
        var commands = care.Desk.Commands;
        var sheet = new[] { Day(2 + random.Next(2), "08:00", $"{12 + random.Next(3):D2}:00"), Day(6, absence: "ill") };
        Task tried = random.Next(11) switch
        {
            0 => commands.SubmitAsync(by, id, sheet, care.Request()),
            1 or 2 => commands.SignAsync(parent, id, "Maria Lopez", null, care.Request()),
            3 => commands.EnterAsync(Operations, id, sheet, care.Request()),
            4 => commands.ReceiveAsync(Operations, id, random.Next(2) == 0 ? "no phone" : null, care.Request()),
            5 or 6 => commands.AuthorizeAsync(Operations, id, null, care.Request()),
            7 => commands.HoldAsync(Operations, id, "Why?", care.Request()),
            8 => commands.AnswerAsync(by, id, "Because.", care.Request()),
            9 => care.Desk.Adjustments.AdjustAsync(Operations, id, Money.Of(random.Next(2) == 0 ? 7.25m : -3.10m), "wrong", $"adjust-{act}"),
            _ => CorrectAsync(care, random, child, act),
        };
        await tried.WaitAsync(Patience);
    }

    private static async Task CorrectAsync(CareWorld care, Random random, string child, int act)
    {
        var adjustments = await care.Desk.AdjustmentRecords.OfChildAsync(child);
        if (adjustments.Count > 0)
        {
            var chosen = adjustments[random.Next(adjustments.Count)].Id;
            await (random.Next(3) == 0
                ? care.Desk.Adjustments.WithdrawAsync(Operations, chosen, "a mistake", $"withdraw-{act}")
                : care.Desk.Adjustments.AuthorizeAsync(Manager, chosen, $"authorize-{act}"));
        }
    }

    private static async Task CheckTabsAsync(CareWorld care, List<ProviderPayment> payments, List<Adjustment> adjustments)
    {
        var paid = payments.Where(payment => payment.Status == ProviderPaymentStatus.Paid).Select(payment => payment.Id).Concat(adjustments.Where(adjustment => adjustment.PaidIn == Period).Select(adjustment => adjustment.Id));
        Dictionary<PaymentTab, string[]> expected = new()
        {
            [PaymentTab.All] = [.. payments.Select(payment => payment.Id)],
            [PaymentTab.PendingParent] = [.. payments.Where(payment => payment.Submission == SubmissionStatus.ReadyForParent).Select(payment => payment.Id)],
            [PaymentTab.Submitted] = [.. payments.Where(payment => payment.Status == ProviderPaymentStatus.Received || payment.Submission == SubmissionStatus.Submitted).Select(payment => payment.Id)],
            [PaymentTab.Authorized] = [.. payments.Where(payment => payment.Status == ProviderPaymentStatus.Authorized).Select(payment => payment.Id)],
            [PaymentTab.Paid] = [.. paid],
        };
        foreach (var (tab, ids) in expected)
        {
            var page = await care.Desk.Pages.ListAsync(Operations, new PeriodQuery(Period, tab));
            Assert.Equal(ids.Order(StringComparer.Ordinal), page.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
            Assert.Equal(
                [.. expected.Values.Select(found => found.Length)],
                (int[])[page.Counts.All, page.Counts.PendingParent, page.Counts.Submitted, page.Counts.Authorized, page.Counts.Paid]);
        }
    }

    private static async Task CheckBooksAsync(CareWorld care, List<ProviderPayment> payments, List<Adjustment> adjustments)
    {
        var authorized = payments.Where(payment => payment.Status == ProviderPaymentStatus.Authorized).Sum(payment => payment.Amount!.Value.Amount)
            + adjustments.Where(adjustment => adjustment.Status == AdjustmentStatus.Authorized).Sum(adjustment => adjustment.Amount.Amount);
        var paid = payments.Where(payment => payment.Status == ProviderPaymentStatus.Paid).Sum(payment => payment.Amount!.Value.Amount)
            + adjustments.Where(adjustment => adjustment.Status == AdjustmentStatus.Paid).Sum(adjustment => adjustment.Amount.Amount);
        var balances = await care.BalancesAsync();
        Assert.Equal(authorized, balances.GetValueOrDefault(Accounts.Encumbrances));
        Assert.Equal(paid, balances.GetValueOrDefault(Accounts.Expenditures));
        Assert.Equal(-paid, balances.GetValueOrDefault(Accounts.Cash));
    }

    private static async Task CheckExportsAsync(CareWorld care, List<string> exports, List<ProviderPayment> payments, List<Adjustment> adjustments)
    {
        var lines = new List<string>();
        var total = 0m;
        foreach (var id in exports)
        {
            var export = (await care.Desk.Exports.Commands.FindAsync(id))!;
            Assert.Equal(PaymentExportStatus.Completed, export.Status);
            var content = System.Text.Encoding.UTF8.GetString((await care.Desk.Exports.Commands.FileAsync(id)).Content!);
            lines.AddRange(content.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1));
            total += export.Total!.Value.Amount;
        }

        // Everything that is paid is in exactly one file, and nothing else is in any.
        string[] paid = [.. payments.Where(payment => payment.Status == ProviderPaymentStatus.Paid).Select(payment => payment.Id), .. adjustments.Where(adjustment => adjustment.Status == AdjustmentStatus.Paid).Select(adjustment => adjustment.Id)];
        Assert.Equal(paid.Order(StringComparer.Ordinal), lines.Select(line => line.Split(',')[1]).Order(StringComparer.Ordinal));
        Assert.Equal((await care.BalancesAsync()).GetValueOrDefault(Accounts.Expenditures), total);
    }
}
