using System.Text.Json;

namespace Serverless.Durable;

/// <summary>The orchestrators and activities of an application by name (ordinal, case-insensitive).</summary>
/// <remarks>Every engine runs from the same registry; Azure's functions call <see cref="Orchestrators"/> and <see cref="Activities"/> by name.</remarks>
public sealed class TaskRegistry
{
    private readonly Dictionary<string, OrchestratorRunner> orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityRunner> activities = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs an orchestrator once from its start; the result is not yet serialised.</summary>
    public delegate Task<object?> OrchestratorRunner(OrchestrationContext context);

    /// <summary>Runs an activity on its serialised input; answers its serialised result.</summary>
    public delegate Task<string?> ActivityRunner(ActivityContext context, string? serializedInput);

    public IReadOnlyDictionary<string, OrchestratorRunner> Orchestrators => orchestrators;

    public IReadOnlyDictionary<string, ActivityRunner> Activities => activities;

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TaskRegistry AddOrchestrator<TInput, TResult>(string name, Func<OrchestrationContext, TInput, Task<TResult>> run)
    {
        orchestrators.Add(name, async context => await run(context, context.GetInput<TInput>()!));
        return this;
    }

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public TaskRegistry AddActivity<TInput, TResult>(string name, Func<ActivityContext, TInput, Task<TResult>> run)
    {
        activities.Add(name, async (context, input) => DurableJson.Serialize(await run(context, ReadInput<TInput>(name, input))));
        return this;
    }

    /// <exception cref="UndeliverableMessageException">The input is no <typeparamref name="T"/>.</exception>
    private static T ReadInput<T>(string name, string? input)
    {
        try
        {
            return DurableJson.Deserialize<T>(input)!;
        }
        catch (JsonException exception)
        {
            throw new UndeliverableMessageException($"The input of activity '{name}' is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }
}
