using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Settlement;
using Serverless.Payments.Smart;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Smart;

[Trait("Req", "KEES-6")]
public sealed class SmartSimulatorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("in order", "Paid", null)]
    [InlineData("one day", "Paid", null)]
    [InlineData("unknown", "Rejected", "SMART knows no vendor P-200.")]
    [InlineData("inactive", "Rejected", "In SMART, the vendor P-200 is inactive.")]
    [InlineData("amount", "Error", "SMART pays an amount above 0.00, not 0.00.")]
    [InlineData("negative amount", "Error", "SMART pays an amount above 0.00, not -0.01.")]
    [InlineData("dates", "Error", "The need begins on 2026-11-22, after its end on 2026-11-21.")]
    [InlineData("hold", "Held", "SMART withholds payments of P-200.")]
    [InlineData("hold and inactive", "Rejected", "In SMART, the vendor P-200 is inactive.")]
    [InlineData("hold and amount", "Error", "SMART pays an amount above 0.00, not 0.00.")]
    public async Task Simulator_answers_by_its_own_register_when_an_instruction_comes(string what, string outcome, string? reason)
    {
        var (vendor, order) = Case(what);
        using var smart = await SimulatorAsync(vendor);

        await smart.SubmitAsync("batch-1", [new("REQ-1/1", order)], None);

        var answer = Assert.Single(await smart.GetAnswersAsync(["REQ-1/1"], None));
        Assert.Equal((outcome, reason), (answer.Outcome.ToString(), answer.Reason));
        Assert.Equal(outcome == "Paid" ? order.Amount.Amount : 0m, smart.TotalPaid);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Simulator_pays_a_key_once_when_it_comes_again_in_any_batch_after_any_change()
    {
        using (var smart = await SimulatorAsync(SmartSample.Vendor))
        {
            await smart.SubmitAsync("batch-1", [SmartSample.Instruction("REQ-1/1"), SmartSample.Instruction("REQ-1/1")], None);
            await smart.ChangeVendorAsync(SmartSample.Vendor with { Active = false }, "change-1", null, None);
            await smart.SubmitAsync("batch-2", [SmartSample.Instruction("REQ-1/1"), SmartSample.Instruction("REQ-2/1")], None);
        }

        using var restarted = new SmartSimulator(folder.Path, clock);
        await restarted.SubmitAsync("batch-3", [SmartSample.Instruction("REQ-1/1")], None);

        var answers = await restarted.GetAnswersAsync(["REQ-1/1", "REQ-2/1", "REQ-3/1"], None);
        Assert.Equal([("REQ-1/1", SettlementOutcome.Paid), ("REQ-2/1", SettlementOutcome.Rejected)], answers.Select(answer => (answer.Key, answer.Outcome)));
        Assert.Equal(75.50m, restarted.TotalPaid);
        Assert.Equal(2, LedgerLines().Length);
    }

    [Fact]
    public async Task Ledger_line_tells_an_auditor_the_order_when_an_instruction_was_paid()
    {
        using var smart = await SimulatorAsync(SmartSample.Vendor);

        await smart.SubmitAsync("batch-1", [SmartSample.Instruction("REQ-1/2")], None);

        Assert.Equal(
            """{"key":"REQ-1/2","amount":75.50,"outcome":"paid","reason":null,"request":"REQ-1","providerId":"P-200","serviceId":"P-200-SV","clientId":"1000000001","caseNumber":"C-1","aidCode":"ET","needCategory":"Transportation","needType":"Bus pass","begin":"2026-11-22","end":"2026-11-23","at":"2026-11-26T03:00:00Z","batch":"batch-1"}""",
            Assert.Single(LedgerLines()));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repeated_change_of_a_vendor_has_one_effect_when_another_came_between_and_SMART_restarted()
    {
        using (var smart = await SimulatorAsync(SmartSample.Vendor))
        {
            Assert.Equal(2, (await smart.ChangeVendorAsync(SmartSample.Vendor with { Hold = true }, "change-1", null, None))?.Version);
            await smart.ChangeVendorAsync(SmartSample.Vendor with { Active = false }, "change-2", null, None);
        }

        using var restarted = new SmartSimulator(folder.Path, clock);
        Assert.Equal(SmartSample.Vendor with { Hold = true, Version = 2 }, await restarted.ChangeVendorAsync(SmartSample.Vendor with { Hold = true }, "change-1", null, None));
        Assert.Equal(SmartSample.Vendor with { Active = false, Version = 3 }, restarted.FindVendor("P-200"));
        Assert.Null(restarted.FindVendor("P-100"));
    }

    [Fact]
    public async Task Register_is_a_plain_file_in_the_order_of_the_providers_with_the_changes_of_each()
    {
        using var smart = await SimulatorAsync(SmartSample.Vendor);
        await smart.ChangeVendorAsync(new("P-100", Active: true, Hold: true, Version: 7), "change-1", null, None);

        using var file = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.File("vendors.json")));
        Assert.Equal(
            [
                """{"providerId":"P-100","active":true,"hold":true,"version":1,"changes":[{"id":"change-1","version":1}]}""",
                """{"providerId":"P-200","active":true,"hold":false,"version":1,"changes":null}""",
            ],
            file.RootElement.EnumerateArray().Select(vendor => JsonSerializer.Serialize(vendor)));
    }

    [Fact]
    public async Task Register_takes_a_file_written_by_hand()
    {
        await File.WriteAllTextAsync(folder.File("vendors.json"), """[{"providerId":"P-200","active":true}]""");
        using var smart = new SmartSimulator(folder.Path, clock);

        Assert.Equal(SmartSample.Vendor, smart.FindVendor("P-200"));
        Assert.Null(await smart.ChangeVendorAsync(SmartSample.Vendor, "change-1", version => version is null, None));
        Assert.Equal(2, (await smart.ChangeVendorAsync(SmartSample.Vendor, "change-1", version => version == 1, None))?.Version);
    }

    [Theory]
    [InlineData("""[{"providerId":"P-200"}]""")]
    [InlineData("[null]")]
    [InlineData("""[{"providerId":"P-200","active":true},{"providerId":"P-200","active":false}]""")]
    public async Task Simulator_refuses_to_start_and_names_the_file_when_its_vendors_are_unreadable(string text)
    {
        await File.WriteAllTextAsync(folder.File("vendors.json"), text);

        var refusal = Assert.Throws<InvalidDataException>(() => new SmartSimulator(folder.Path, clock));

        Assert.Contains("SMART's vendors in ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("vendors.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeding_changes_nothing_when_SMART_knows_vendors()
    {
        using var smart = await SimulatorAsync(SmartSample.Vendor);

        Assert.False(await smart.SeedAsync([SmartSample.Vendor with { Active = false }], None));

        Assert.Equal(SmartSample.Vendor, smart.FindVendor("P-200"));
    }

    [Fact]
    public async Task Check_fails_when_the_ledger_is_gone()
    {
        using var smart = await SimulatorAsync(SmartSample.Vendor);
        await smart.CheckAsync(None);

        File.Delete(folder.File("ledger.jsonl"));

        await Assert.ThrowsAsync<IOException>(() => smart.CheckAsync(None));
    }

    private static (SmartVendor Vendor, SmartOrder Order) Case(string what)
    {
        var (vendor, order) = (SmartSample.Vendor, SmartSample.Order);
        return what switch
        {
            "one day" => (vendor, order with { End = order.Begin }),
            "unknown" => (vendor with { ProviderId = "P-300" }, order),
            "inactive" => (vendor with { Active = false }, order),
            "amount" => (vendor, order with { Amount = Money.Zero }),
            "negative amount" => (vendor, order with { Amount = Money.Of(-0.01m) }),
            "dates" => (vendor, order with { End = order.Begin.AddDays(-1) }),
            "hold" => (vendor with { Hold = true }, order),
            "hold and inactive" => (vendor with { Hold = true, Active = false }, order),
            "hold and amount" => (vendor with { Hold = true }, order with { Amount = Money.Zero }),
            _ => (vendor, order),
        };
    }

    private async Task<SmartSimulator> SimulatorAsync(SmartVendor vendor)
    {
        var smart = new SmartSimulator(folder.Path, clock);
        Assert.True(await smart.SeedAsync([vendor], None));
        return smart;
    }

    private string[] LedgerLines() => File.ReadAllLines(folder.File("ledger.jsonl"));
}
