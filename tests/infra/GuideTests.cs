using System.Text.Json;
using System.Text.RegularExpressions;
using Serverless.Infra.Tests.Bicep;

namespace Serverless.Infra.Tests;

/// <summary>docs/azure.md says why for every figure, setting, alert and role that there is, and for none that there is not.</summary>
public sealed partial class GuideTests
{
    private static readonly string[] Rows = [.. File.ReadLines(Repository.Guide).Where(line => line.StartsWith('|'))];

    [Fact]
    public void Every_figure_of_host_json_stands_in_the_guide_with_its_reason()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")));
        var figures = Leaves("", host.RootElement).Where(leaf => leaf.Path != "version").ToDictionary(leaf => leaf.Path, leaf => leaf.Value);
        var told = Rows.Select(row => FigureRow().Match(row)).Where(match => match.Success).ToDictionary(match => match.Groups["path"].Value, match => match.Groups["value"].Value);

        Assert.Equal(figures.OrderBy(pair => pair.Key, StringComparer.Ordinal), told.Where(pair => figures.ContainsKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.DoesNotContain(told.Keys, path => path.Contains('.', StringComparison.Ordinal) && !figures.ContainsKey(path));
    }

    [Theory]
    [InlineData("settings.bicep", @"^\s*(?<name>(Serverless|Inbox|AzureWebJobsStorage)__\w+|APPLICATIONINSIGHTS_\w+):")]
    [InlineData("main.bicepparam", @"readEnvironmentVariable\('(?<name>SERVERLESS_\w+)'")]
    [InlineData("alerts.bicep", @"^ +name: '(?<name>[a-z]+(-[a-z]+)+)'")]
    [InlineData("storage.bicep", @"^  '(?<name>Storage [^']+)'")]
    public void Every_setting_alert_and_role_has_a_row_in_the_guide(string file, string pattern)
    {
        var names = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Infra, file)), pattern, RegexOptions.Multiline).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(Rows, row => row.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_reckoning_counts_the_endpoints_zones_and_alerts_that_are_deployed()
    {
        using var figures = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Infra, "cost.json")));
        var reckoned = figures.RootElement.GetProperty("deployed");
        var network = (await BicepCli.BuildAsync("network.bicep")).ToString();
        var alerts = (await BicepCli.BuildAsync("alerts.bicep")).GetProperty("variables").GetProperty("logAlerts");

        // Two storage accounts with three services each, the vault and the app.
        Assert.Equal((2 * 3) + 1 + 1, reckoned.GetProperty("privateEndpoints").GetInt32());
        Assert.Equal(PrivateZone().Matches(network).Select(match => match.Value).Distinct().Count(), reckoned.GetProperty("dnsZones").GetInt32());
        Assert.Equal(alerts.GetArrayLength(), reckoned.GetProperty("alertsEvery5Minutes").GetInt32());
    }

    private static IEnumerable<(string Path, string Value)> Leaves(string path, JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject().SelectMany(pair => Leaves(path.Length == 0 ? pair.Name : $"{path}.{pair.Name}", pair.Value))
        : [(path, value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText())];

    [GeneratedRegex(@"^\| `(?<path>[\w.]+)` \| `(?<value>[^`]+)` \| .{20,} \|$")]
    private static partial Regex FigureRow();

    [GeneratedRegex(@"privatelink\.[a-z]+")]
    private static partial Regex PrivateZone();
}
