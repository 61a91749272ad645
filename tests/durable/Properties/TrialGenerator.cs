using FsCheck;
using FsCheck.Fluent;

namespace Serverless.Durable.Tests.Properties;

/// <summary>Random trials; a counterexample shrinks to fewer steps and fewer outages.</summary>
public static class TrialGenerator
{
    private const int DepthMax = 4;
    private const int InnerMax = 4;
    private const int OutagesMax = 4;

    public static Arbitrary<Trial> Trials() => Arb.From(
        from workflow in Steps(DepthMax, inChild: false)
        from outages in ListOf(OutageOf(), 0, OutagesMax)
        select new Trial(Safe(workflow), outages),
        Shrink);

    private static Gen<Step> Steps(int depth, bool inChild)
    {
        var leaf = Gen.Elements(StepKind.Activity, StepKind.Activity, StepKind.Flaky, StepKind.Failure, StepKind.Timer, inChild ? StepKind.Timer : StepKind.Event)
            .Select(kind => new Step(kind, 0, []));
        if (depth == 0)
        {
            return leaf;
        }

        var several = from kind in Gen.Elements(StepKind.Sequence, StepKind.Parallel)
                      from inner in ListOf(Steps(depth - 1, inChild), 1, InnerMax)
                      select new Step(kind, 0, inner);
        var guarded = Steps(depth - 1, inChild).Select(inner => new Step(StepKind.TryCatch, 0, [inner]));

        // Events are raised to the root, so a child waits for none.
        var child = Steps(depth - 1, inChild: true).Select(inner => new Step(StepKind.Child, 0, [inner]));
        return Gen.Frequency((2, leaf), (5, several), (2, guarded), (1, child));
    }

    private static Gen<Outage> OutageOf()
        => from calls in Gen.Choose(0, 6)
           from crash in Gen.Elements(true, false)
           select new Outage(calls, crash);

    private static Gen<T[]> ListOf<T>(Gen<T> item, int countMin, int countMax)
        => Gen.Choose(countMin, countMax).SelectMany(count => item.ArrayOf(count));

    private static Step Safe(Step workflow) => new Step(StepKind.TryCatch, 0, [workflow]).Numbered();

    private static IEnumerable<Trial> Shrink(Trial trial)
    {
        foreach (var smaller in trial.Workflow.Inner[0].Inner)
        {
            yield return trial with { Workflow = Safe(smaller) };
        }

        for (var index = 0; index < trial.Outages.Length; index++)
        {
            yield return trial with { Outages = [.. trial.Outages[..index], .. trial.Outages[(index + 1)..]] };
        }
    }
}
