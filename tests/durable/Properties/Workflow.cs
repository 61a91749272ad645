namespace Serverless.Durable.Tests.Properties;

public enum StepKind
{
    Activity,
    Flaky,
    Failure,
    Timer,
    Event,
    Sequence,
    Parallel,
    TryCatch,
    Child,
}

/// <summary>A small random orchestration: a tree of steps whose result does not depend on time or order.</summary>
public sealed record Step(StepKind Kind, int Number, Step[] Inner)
{
    /// <summary>What it gives by the meaning of its steps alone, without any engine.</summary>
    /// <exception cref="StepFailedException">It fails.</exception>
    public string Evaluate() => Kind switch
    {
        StepKind.Activity => $"a{Number} ",
        StepKind.Flaky => $"f{Number} ",
        StepKind.Failure => throw new StepFailedException(),
        StepKind.Timer => $"t{Number} ",
        StepKind.Event => $"e{Number} ",
        StepKind.Sequence or StepKind.Parallel => string.Concat(Inner.Select(step => step.Evaluate())),
        StepKind.TryCatch => Caught(),
        _ => $"[{Inner[0].Evaluate()}]",
    };

    /// <summary>The same tree with a number of its own for each step, so that no two events have one name.</summary>
    public Step Numbered()
    {
        var next = 0;
        return Number(this);

        Step Number(Step step) => step with { Number = next++, Inner = [.. step.Inner.Select(Number)] };
    }

    public IEnumerable<Step> All() => Inner.SelectMany(step => step.All()).Prepend(this);

    public override string ToString() => Inner.Length == 0 ? $"{Kind}" : $"{Kind}({string.Join(", ", Inner.Select(step => step.ToString()))})";

    private string Caught()
    {
        try
        {
            return Inner[0].Evaluate();
        }
        catch (StepFailedException)
        {
            return "! ";
        }
    }

    public sealed class StepFailedException() : Exception("The step fails by design.");
}

/// <summary>When the engine is taken down.</summary>
/// <param name="AfterCalls">After so many calls of activities since the last time.</param>
/// <param name="Crash">Whether the disk is taken from under it, or it is stopped in order.</param>
public sealed record Outage(int AfterCalls, bool Crash);

/// <summary>A workflow and the outages it goes through.</summary>
public sealed record Trial(Step Workflow, Outage[] Outages)
{
    public override string ToString() => $"{Workflow} with {string.Join(", ", Outages.Select(outage => outage.ToString()))}";
}
