using System.Text;
using System.Text.Json.Nodes;
using Serverless.Local.Moving;
using Serverless.Payments.Moving;

namespace Serverless.Local.Tests.Moving;

/// <summary>What counts as the same on both sides of a move.</summary>
public sealed class AgreementTests
{
    private static readonly Inventory Exported = new(
        [new TableSum("payments", 2, "aa")],
        [new PieceSum("invoices", 1, 10, "bb")],
        [new PieceSum("caps", 1, 20, "cc")],
        new StoredTotals([new StatusTotal("Error", 1, "5.00")], [new AccountTotal("Cash", "0.00")], "0.00", 0, 0, [new StatusTotal("Paid", 1, "7.00")], 0, 0));

    [Fact]
    public void Table_that_the_earlier_program_did_not_know_may_be_there_as_long_as_it_is_empty()
    {
        Assert.True(Agreement.Of(Exported, Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 0, "ee")] }).IsWhole);
        Assert.False(Agreement.Of(Exported, Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 1, "ee")] }).IsWhole);
        Assert.False(Agreement.Of(Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 1, "ee")] }, Exported).IsWhole);
    }

    [Fact]
    public void Export_of_a_program_that_did_not_count_provider_payments_or_remittances_is_read_and_agrees()
    {
        var manifest = JsonNode.Parse(new MoveManifest(MoveManifest.FormatNow, DateTimeOffset.UnixEpoch, "sqlite", "cc", [], Exported).Write())!.AsObject();
        var totals = manifest["inventory"]!["totals"]!.AsObject();
        Assert.True(totals.Remove("providerPayments") && totals.Remove("openExports") && totals.Remove("openPostings"));

        var read = MoveManifest.Read(Encoding.UTF8.GetBytes(manifest.ToJsonString()), "manifest.json").Inventory;
        var agreement = Agreement.Of(read, Exported);
        Assert.True(agreement.IsWhole);
        Assert.DoesNotContain(agreement.Lines, line => line.Line.Contains("provider payments", StringComparison.Ordinal) || line.Line.Contains("exports", StringComparison.Ordinal) || line.Line.Contains("remittances", StringComparison.Ordinal));
        Assert.False(Agreement.Of(read, Exported with { Totals = Exported.Totals with { OpenRuns = 1 } }).IsWhole);
    }

    [Fact]
    public void Every_difference_has_a_line()
    {
        Inventory[] others =
        [
            Exported with { Tables = [new TableSum("payments", 3, "aa")] },
            Exported with { Tables = [new TableSum("payments", 2, "ab")] },
            Exported with { Containers = [new PieceSum("invoices", 1, 10, "ba")] },
            Exported with { Folders = [] },
            Exported with { Totals = Exported.Totals with { Payments = [new StatusTotal("Error", 1, "5.01")] } },
            Exported with { Totals = Exported.Totals with { Balances = [new AccountTotal("Cash", "-0.01")] } },
            Exported with { Totals = Exported.Totals with { TrialBalance = "0.01" } },
            Exported with { Totals = Exported.Totals with { OpenRuns = 1 } },
            Exported with { Totals = Exported.Totals with { ProviderPayments = [new StatusTotal("Paid", 1, "7.01")] } },
            Exported with { Totals = Exported.Totals with { OpenExports = 1 } },
            Exported with { Totals = Exported.Totals with { OpenPostings = 1 } },
        ];

        Assert.True(Agreement.Of(Exported, Exported).IsWhole);
        Assert.All(others, other => Assert.StartsWith("DIFFERENT", Assert.Single(Agreement.Of(Exported, other).Lines, line => !line.Agrees).Line, StringComparison.Ordinal));
    }
}
