using System.Reflection;
using System.Text.RegularExpressions;
using Serverless.Durable;
using Serverless.Payments;
using Serverless.Testing;

namespace Serverless.Architecture.Tests;

/// <summary>
/// The Functions app is read as source, because not every registry has what it is built with: whatever an engine must be
/// able to run has a function there, and nothing else has.
/// </summary>
public sealed partial class FunctionsTests
{
    private static readonly string Root = Path.Combine(SourceTests.Root, "functions", "azure");

    private static readonly IReadOnlyList<string> Sources =
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];

    private static readonly IReadOnlyList<Function> Functions =
    [
        .. Sources
            .SelectMany(source => Declaration().Matches(source))
            .Select(match => new Function(match.Groups["name"].Value, match.Groups["parameters"].Value)),
    ];

    [Fact]
    public async Task Every_orchestrator_has_a_function_and_no_function_runs_one_that_is_not_registered()
    {
        var registry = await RegistryAsync();
        Assert.Equal(registry.Orchestrators.Keys.Order(StringComparer.Ordinal), NamesOf("OrchestrationTrigger"));
    }

    [Fact]
    public async Task Every_activity_has_a_function_and_no_function_runs_one_that_is_not_registered()
    {
        var registry = await RegistryAsync();
        Assert.Equal(registry.Activities.Keys.Order(StringComparer.Ordinal), NamesOf("ActivityTrigger"));
    }

    [Fact]
    public void Orchestrators_are_registered_without_anything_opened()
    {
        var registry = new TaskRegistry();
        PaymentsTasks.RegisterOrchestrators(registry);
        Assert.Equal(registry.Orchestrators.Keys.Order(StringComparer.Ordinal), NamesOf("OrchestrationTrigger"));
    }

    [Fact]
    public void Every_function_but_the_orchestrators_can_reach_orchestrations()
        => Assert.DoesNotContain(Functions, function => !function.Has("OrchestrationTrigger") && !function.Has("DurableClient"));

    [Fact]
    public void Every_function_is_seen_by_these_tests_and_attaches_the_client_that_it_binds()
    {
        Assert.Equal(Sources.Sum(source => source.Split("[Function(").Length - 1), Functions.Count);
        Assert.All(Sources.Where(source => source.Contains("[Function(", StringComparison.Ordinal)), source
            => Assert.Matches(@"orchestrations\.Attach\(client\)|tasks\.ActAsync\(function, client, input\)", source));
    }

    [Fact]
    public void Names_of_functions_are_unique_whatever_their_case()
        => Assert.Equal(Functions.Count, Functions.Select(function => NameOf(function.Name)).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    [Trait("Req", "UPI-5")]
    public void No_timer_of_the_plan_keeps_the_slot()
    {
        var timers = Functions.Where(function => function.Has("TimerTrigger")).ToList();
        Assert.NotEmpty(timers);
        Assert.All(timers, timer => Assert.Matches(@"TimerTrigger\(""0 \d+ \* \* \* \*""\)", timer.Parameters));
    }

    [Fact]
    public void Adapters_between_Durable_Task_and_ours_have_no_attributes()
        => Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(Root, "Durable"), "DurableTask*.cs").SelectMany(File.ReadLines),
            line => line.TrimStart().StartsWith('['));

    private static IEnumerable<string> NamesOf(string trigger)
        => Functions.Where(function => function.Has(trigger)).Select(function => NameOf(function.Name)).Order(StringComparer.Ordinal);

    /// <summary>What the expression in the attribute stands for: a constant of the domain, or the name of a function's class.</summary>
    private static string NameOf(string expression)
    {
        if (expression.StartsWith("nameof(", StringComparison.Ordinal))
        {
            return expression["nameof(".Length..^1];
        }

        var (type, field) = (expression.Split('.')[0], expression.Split('.')[1]);
        var declaring = Assert.Single(typeof(PaymentsApplication).Assembly.GetTypes(), candidate => candidate.Name == type);
        return Assert.IsType<string>(declaring.GetField(field, BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue());
    }

    private static async Task<TaskRegistry> RegistryAsync()
    {
        await using var world = await PaymentsWorld.CreateAsync();
        var registry = new TaskRegistry();
        world.Application.Tasks.Register(registry);
        return registry;
    }

    [GeneratedRegex(@"\[Function\((?<name>nameof\(\w+\)|[\w.]+)\)\]\s+public [^(]+\((?<parameters>.*?)\)\s*(=>|\{)", RegexOptions.Singleline)]
    private static partial Regex Declaration();

    private sealed record Function(string Name, string Parameters)
    {
        public bool Has(string attribute) => Regex.IsMatch(Parameters, $@"\[{attribute}[(\]]");
    }
}
