using Serverless.Local.Cli;

namespace Serverless.Local.Tests.Demo;

/// <summary>The main job, from file to money.</summary>
public class DemoTests
{
    [Fact]
    [Trait("Req", "ALL-1")]
    [Trait("Req", "ALL-2")]
    [Trait("Req", "CARE-5")]
    [Trait("Req", "PS-5")]
    [Trait("Req", "SAN-10")]
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
        Assert.Contains("Took in 40 invoices billed to payers.", lines);
        Assert.Contains("Posted batch 1 of 1950.00: 1 check for 1 invoice.", lines);
        Assert.Contains("Invoice INV-2020 of 2020.16: 1950.00 paid, 70.16 adjusted, balance 0.00, 07 – Bill Paid.", lines);
        Assert.Contains("Posted batch 2 of 833.00: 2 checks for 4 invoices.", lines);
        Assert.Contains("Participant 1000000003 paid 80.00: 60.00 to charge 1, 20.00 to charge 2; 70.00 is owed, open credit 0.00.", lines);
        Assert.Contains("Participant 1000000003 paid 90.00: 20.00 to charge 2, 50.00 to charge 3; 0.00 is owed, open credit 20.00.", lines);
        Assert.DoesNotContain('\u001b', output.ToString());
    }
}
