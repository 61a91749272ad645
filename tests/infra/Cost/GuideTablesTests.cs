namespace Serverless.Infra.Tests.Cost;

/// <summary>The tables of cost in docs/azure.md are what infra/cost.cs prints from infra/prices.json.</summary>
public sealed class GuideTablesTests
{
    private const string Begin = "<!-- infra/cost.cs begins -->\n";
    private const string End = "<!-- infra/cost.cs ends -->\n";

    [Fact]
    public async Task The_guide_holds_the_tables_that_the_prices_give()
    {
        var guide = await File.ReadAllTextAsync(Repository.Guide);
        var begin = guide.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = guide.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end > begin, $"docs/azure.md has no place for the tables, between {Begin.Trim()} and {End.Trim()}.");

        var printed = await CommandLine.RunAsync("dotnet", "run", "infra/cost.cs", "--", "infra/prices.json");
        Assert.True(printed.ExitCode == 0, printed.Output + printed.Errors);
        Assert.Equal(printed.Output, guide[begin..end]);
    }
}
