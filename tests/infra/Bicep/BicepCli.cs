using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Serverless.Infra.Tests.Bicep;

/// <summary>The Bicep command line of the package that the build downloads.</summary>
internal static class BicepCli
{
    private static readonly string Program = Path.Combine(
        typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "BicepFolder").Value!,
        OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");

    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonElement>>> Built = new(StringComparer.Ordinal);

    public static Task<CommandLine> RunAsync(params string[] arguments) => CommandLine.RunAsync(Program, arguments);

    /// <summary>The template that a file of infra/ becomes; compiled once, however many ask.</summary>
    public static Task<JsonElement> BuildAsync(string name) => Built.GetOrAdd(name, name => new Lazy<Task<JsonElement>>(() => CompileAsync(name))).Value;

    private static async Task<JsonElement> CompileAsync(string name)
    {
        var built = await RunAsync("build", "--stdout", Path.Combine(Repository.Infra, name));
        Assert.Equal(0, built.ExitCode);
        return JsonDocument.Parse(built.Output).RootElement;
    }
}
