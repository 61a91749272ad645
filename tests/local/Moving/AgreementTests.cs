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
        new StoredTotals([new StatusTotal("Error", 1, "5.00")], [new AccountTotal("Cash", "0.00")], "0.00", 0, 0));

    [Fact]
    public void Table_that_the_earlier_program_did_not_know_may_be_there_as_long_as_it_is_empty()
    {
        Assert.True(Agreement.Of(Exported, Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 0, "ee")] }).IsWhole);
        Assert.False(Agreement.Of(Exported, Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 1, "ee")] }).IsWhole);
        Assert.False(Agreement.Of(Exported with { Tables = [.. Exported.Tables, new TableSum("charges", 1, "ee")] }, Exported).IsWhole);
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
        ];

        Assert.True(Agreement.Of(Exported, Exported).IsWhole);
        Assert.All(others, other => Assert.StartsWith("DIFFERENT", Assert.Single(Agreement.Of(Exported, other).Lines, line => !line.Agrees).Line, StringComparison.Ordinal));
    }
}
