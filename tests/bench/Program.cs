using System.Text.Json;
using Serverless.Bench;

// A workload by name and its size; what it measured is the last line, as JSON.
var workloads = new Dictionary<string, Func<BenchOptions, Task<BenchResult>>>(StringComparer.Ordinal)
{
    ["hello5"] = Hello5.RunAsync,
    ["chain"] = Chain.RunAsync,
    ["chain-mails"] = Chain.RunWithMailsAsync,
    ["mass"] = Mass.RunAsync,
    ["tabs"] = Tabs.RunAsync,
    ["care"] = Care.RunAsync,
    ["remittance"] = Remittances.RunAsync,
};

var options = BenchOptions.Parse(args);
if (options is null || !workloads.TryGetValue(options.Workload, out var run))
{
    await Console.Error.WriteLineAsync($"Usage: bench <{string.Join('|', workloads.Keys)}> [--count N] [--data FOLDER]");
    return 2;
}

var result = await run(options);
Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
return 0;
