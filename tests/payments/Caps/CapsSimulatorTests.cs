using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Caps;
using Serverless.Payments.Settlement;
using Serverless.Payments.Tests.Settlement;

namespace Serverless.Payments.Tests.Caps;

public sealed class CapsSimulatorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero));

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Judgements => new()
    {
        { "in order", "Paid" },
        { "missing", "Rejected" },
        { "inactive", "Rejected" },
        { "not begun", "Rejected" },
        { "ended", "Rejected" },
        { "rate", "Error" },
        { "negative rate", "Error" },
        { "units", "Error" },
        { "amount", "Error" },
        { "dates", "Error" },
        { "hold", "Held" },
        { "hold and inactive", "Rejected" },
        { "hold and rate", "Error" },
    };

    [Theory]
    [Trait("Req", "UPI-5")]
    [MemberData(nameof(Judgements))]
    public async Task Simulator_answers_by_its_own_contract_when_an_instruction_comes(string what, string expected)
    {
        var (contract, facts) = Case(what);
        using var caps = await SimulatorAsync(contract);

        await caps.SubmitAsync("batch-1", [new("PAY-1/1", facts)], None);

        var answer = Assert.Single(await caps.GetAnswersAsync(["PAY-1/1"], None));
        Assert.Equal(expected, answer.Outcome.ToString());
        Assert.Equal(expected == "Paid", answer.Reason is null);
        Assert.Equal(expected == "Paid" ? facts.Amount.Amount : 0m, caps.TotalPaid);
    }

    [Theory]
    [Trait("Req", "UPI-3")]
    [InlineData("in order", "")]
    [InlineData("hold", "")]
    [InlineData("missing", "CAPS_CONTRACT_MISSING serviceCode")]
    [InlineData("inactive", "CAPS_CONTRACT_INACTIVE providerId")]
    [InlineData("not begun", "CAPS_CONTRACT_DATES serviceFrom")]
    [InlineData("ended", "CAPS_CONTRACT_DATES serviceTo")]
    [InlineData("rate", "CAPS_RATE rate")]
    [InlineData("negative rate", "CAPS_RATE rate")]
    [InlineData("units", "CAPS_UNITS units")]
    [InlineData("amount", "CAPS_AMOUNT amount")]
    [InlineData("dates", "CAPS_SERVICE_DATES serviceFrom")]
    public async Task Simulator_objects_beforehand_when_it_would_not_pay(string what, string expected)
    {
        var (contract, facts) = Case(what);
        using var caps = await SimulatorAsync(contract);

        var objections = await caps.ValidateAsync(facts, None);

        Assert.Equal(expected, string.Join(", ", objections.Select(objection => $"{objection.Code} {objection.Field}")));
    }

    [Fact]
    [Trait("Req", "UPI-3")]
    public async Task Simulator_reports_every_objection_when_there_are_several()
    {
        using var caps = await SimulatorAsync(Sample.Contract with { Active = false, Rate = Money.Of(20) });

        var objections = await caps.ValidateAsync(Sample.Facts with { Amount = Money.Of(1) }, None);

        Assert.Equal(["CAPS_CONTRACT_INACTIVE", "CAPS_RATE", "CAPS_AMOUNT"], objections.Select(objection => objection.Code));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Simulator_pays_a_key_once_when_it_comes_again_in_any_batch_after_any_change()
    {
        using (var caps = await SimulatorAsync(Sample.Contract))
        {
            await caps.SubmitAsync("batch-1", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-1/1")], None);
            await caps.PutContractAsync(Sample.Contract with { Active = false }, None);
            await caps.SubmitAsync("batch-2", [Sample.Instruction("PAY-1/1"), Sample.Instruction("PAY-2/1")], None);
        }

        using var restarted = new CapsSimulator(folder.Path, clock);
        await restarted.SubmitAsync("batch-3", [Sample.Instruction("PAY-1/1")], None);

        var answers = await restarted.GetAnswersAsync(["PAY-1/1", "PAY-2/1", "PAY-3/1"], None);
        Assert.Equal([("PAY-1/1", SettlementOutcome.Paid), ("PAY-2/1", SettlementOutcome.Rejected)], answers.Select(answer => (answer.Key, answer.Outcome)));
        Assert.Equal(250.00m, restarted.TotalPaid);
        Assert.Equal(2, LedgerLines().Length);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Simulator_pays_each_key_once_when_batches_come_at_the_same_moment()
    {
        using var caps = await SimulatorAsync(Sample.Contract);
        var batch = Enumerable.Range(1, 50).Select(number => Sample.Instruction($"PAY-{number}/1")).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => caps.SubmitAsync($"batch-{number}", batch, None))));

        Assert.Equal(50, LedgerLines().Length);
        Assert.Equal(50 * 250.00m, caps.TotalPaid);
    }

    [Fact]
    public async Task Ledger_line_tells_an_auditor_the_facts_when_an_instruction_was_paid()
    {
        using var caps = await SimulatorAsync(Sample.Contract);

        await caps.SubmitAsync("batch-1", [Sample.Instruction("PAY-1/2")], None);

        using var line = JsonDocument.Parse(Assert.Single(LedgerLines()));
        var root = line.RootElement;
        Assert.Equal("PAY-1/2", root.GetProperty("key").GetString());
        Assert.Equal("PAY-1", root.GetProperty("payment").GetString());
        Assert.Equal("250.00", root.GetProperty("amount").GetRawText());
        Assert.Equal("paid", root.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("reason").ValueKind);
        Assert.Equal("batch-1", root.GetProperty("batch").GetString());
        Assert.Equal("P-100", root.GetProperty("providerId").GetString());
        Assert.Equal("2026-11-26T03:00:00Z", root.GetProperty("at").GetString());
        Assert.Equal(
            ["key", "amount", "outcome", "reason", "payment", "providerId", "clientId", "serviceCode", "units", "rate", "serviceFrom", "serviceTo", "at", "batch"],
            root.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Contracts_survive_a_restart_when_they_were_put()
    {
        using (var caps = await SimulatorAsync(Sample.Contract))
        {
            await caps.PutContractAsync(Sample.Contract with { Hold = true }, None);
        }

        using var restarted = new CapsSimulator(folder.Path, clock);
        Assert.Equal(Sample.Contract with { Hold = true, Version = 2 }, restarted.FindContract("P-100", "SLN"));
        Assert.Null(restarted.FindContract("P-100", "SLH"));
        Assert.DoesNotContain(System.IO.Directory.GetFiles(folder.Path), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Repeated_change_of_a_contract_has_one_effect_when_another_came_between_and_CAPS_restarted()
    {
        using (var caps = await SimulatorAsync(Sample.Contract))
        {
            Assert.Equal(2, (await caps.ChangeContractAsync(Sample.Contract with { Hold = true }, "change-1", null, None))?.Version);
            await caps.PutContractAsync(Sample.Contract with { Active = false }, None);
        }

        using var restarted = new CapsSimulator(folder.Path, clock);
        Assert.Equal(Sample.Contract with { Hold = true, Version = 2 }, await restarted.ChangeContractAsync(Sample.Contract with { Hold = true }, "change-1", null, None));
        Assert.Equal(Sample.Contract with { Active = false, Version = 3 }, restarted.FindContract("P-100", "SLN"));
    }

    [Fact]
    public async Task Contract_remembers_no_more_than_its_last_16_changes()
    {
        using var caps = await SimulatorAsync(Sample.Contract);
        foreach (var number in Enumerable.Range(1, 17))
        {
            await caps.ChangeContractAsync(Sample.Contract, $"change-{number}", null, None);
        }

        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("contracts.json")));
        var changes = file.RootElement[0].GetProperty("changes").EnumerateArray().Select(change => change.GetProperty("id").GetString());
        Assert.Equal(Enumerable.Range(2, 16).Select(number => $"change-{number}"), changes);
    }

    [Fact]
    public async Task Contracts_are_kept_in_the_form_that_installations_have()
    {
        using var caps = await SimulatorAsync(Sample.Contract);
        await caps.ChangeContractAsync(Sample.Contract with { Rate = Money.Of(26.50m) }, "change-1", null, None);
        await caps.ChangeContractAsync(Sample.Contract with { ServiceCode = "SLH" }, "change-2", null, None);

        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("contracts.json")));
        Assert.Equal(
            [
                """{"providerId":"P-100","serviceCode":"SLH","rate":25.00,"from":"2025-01-01","to":"2035-12-31","active":true,"hold":false,"version":1,"changes":[{"id":"change-2","version":1}]}""",
                """{"providerId":"P-100","serviceCode":"SLN","rate":26.50,"from":"2025-01-01","to":"2035-12-31","active":true,"hold":false,"version":2,"changes":[{"id":"change-1","version":2}]}""",
            ],
            file.RootElement.EnumerateArray().Select(contract => JsonSerializer.Serialize(contract)));
    }

    [Fact]
    public async Task One_of_two_editors_wins_when_both_saw_the_same_version_of_a_contract()
    {
        using var caps = await SimulatorAsync(Sample.Contract);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => caps.ChangeContractAsync(Sample.Contract with { Rate = Money.Of(number) }, $"editor-{number}", version => version == 1, None))));

        Assert.Equal(Assert.Single(outcomes, outcome => outcome is not null), caps.FindContract("P-100", "SLN"));
        Assert.Equal(2, caps.FindContract("P-100", "SLN")?.Version);
    }

    [Fact]
    public async Task Seeding_changes_nothing_when_the_copy_holds_contracts()
    {
        using var caps = await SimulatorAsync(Sample.Contract);

        Assert.False(await caps.SeedAsync([Sample.Contract with { Rate = Money.Of(1) }], None));

        Assert.Equal(Sample.Contract, caps.FindContract("P-100", "SLN"));
    }

    [Fact]
    public void Simulator_refuses_to_start_when_its_contracts_are_unreadable()
    {
        File.WriteAllText(folder.File("contracts.json"), "[{\"providerId\":\"P-100\"}]");

        var refusal = Assert.Throws<InvalidDataException>(() => new CapsSimulator(folder.Path, clock));

        Assert.Contains("contracts.json", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_fails_when_the_ledger_is_gone()
    {
        using var caps = await SimulatorAsync(Sample.Contract);
        await caps.CheckAsync(None);

        File.Delete(folder.File("ledger.jsonl"));

        await Assert.ThrowsAsync<IOException>(() => caps.CheckAsync(None));
    }

    [Fact]
    public async Task Validation_keeps_up_when_asked_ten_thousand_times()
    {
        using var caps = await SimulatorAsync(Sample.Contract);
        var watch = Stopwatch.StartNew();

        for (var asked = 0; asked < 10_000; asked++)
        {
            Assert.Empty(await caps.ValidateAsync(Sample.Facts, None));
        }

        // Far above what it takes (milliseconds), so that only a lock or a file read per call would fail it.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
    }

    private static (CapsContract Contract, PaymentFacts Facts) Case(string what)
    {
        var (contract, facts) = (Sample.Contract, Sample.Facts);
        return what switch
        {
            "missing" => (contract with { ServiceCode = "SLH" }, facts),
            "inactive" => (contract with { Active = false }, facts),
            "not begun" => (contract with { From = new DateOnly(2026, 11, 3) }, facts),
            "ended" => (contract with { To = new DateOnly(2026, 11, 5) }, facts),
            "rate" => (contract with { Rate = Money.Of(24.99m) }, facts),
            "negative rate" => (contract, facts with { Rate = Money.Of(-25), Amount = Money.Of(-250) }),
            "units" => (contract, facts with { Units = Units.Zero, Amount = Money.Zero }),
            "amount" => (contract, facts with { Amount = Money.Of(250.01m) }),
            "dates" => (contract, facts with { ServiceFrom = new DateOnly(2026, 11, 7) }),
            "hold" => (contract with { Hold = true }, facts),
            "hold and inactive" => (contract with { Hold = true, Active = false }, facts),
            "hold and rate" => (contract with { Hold = true, Rate = Money.Of(1) }, facts),
            _ => (contract, facts),
        };
    }

    private async Task<CapsSimulator> SimulatorAsync(CapsContract contract)
    {
        var caps = new CapsSimulator(folder.Path, clock);
        Assert.True(await caps.SeedAsync([contract], None));
        return caps;
    }

    private string[] LedgerLines() => File.ReadAllLines(folder.File("ledger.jsonl"));
}
