using Serverless.Local.Cli;

namespace Serverless.Local.Tests.Demo;

/// <summary>The main job, from file to money.</summary>
public class DemoTests
{
    [Fact]
    [Trait("Req", "ALL-1")]
    [Trait("Req", "ALL-2")]
    [Trait("Req", "CARE-5")]
    [Trait("Req", "UPI-1")]
    public async Task Demo_shows_that_all_of_it_held()
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();

        var code = await LocalCommands.RunAsync(["demo"], output, error);

        var lines = output.ToString().Split(Environment.NewLine);
        Assert.Equal((0, string.Empty), (code, error.ToString()));
        Assert.Equal(48, lines.Count(line => line.StartsWith('|') && line.Contains("Paid by CAPS", StringComparison.Ordinal)));
        Assert.Equal(6, lines.Count(line => line.StartsWith('|') && line.Contains("| Error", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Contains("MONTHLY_MAX (units)", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("Ledger's sum", StringComparison.Ordinal) && line.EndsWith(" 0.00", StringComparison.Ordinal));
        Assert.Contains("Exported 2 payments of 2038.58 in all, and 1 correction of -12.50.", lines);
        Assert.Single(lines, line => line.StartsWith("Paid by exports", StringComparison.Ordinal) && line.EndsWith(" 2026.08", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', output.ToString());
    }
}
