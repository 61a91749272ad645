using FsCheck.Fluent;
using Serverless.Storage.Memory;
using Serverless.Storage.Tests.Tables;

namespace Serverless.Storage.Tests.Azure;

/// <summary>Whatever is done to it and whatever befalls the line, it answers as the store in memory does.</summary>
public sealed class AzureTableStoreModelTests
{
    private const int Sequences = 12;
    private const int StepsMax = 8;

    [SkippableFact]
    public async Task Azure_answers_as_memory_does_under_faults()
    {
        var account = await FaultyAccount.OpenAsync(attemptsMax: 100);
        var steps = Gen.ArrayOf(TableStepArbitrary.Steps().Generator, StepsMax);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            account.Faults.AtRandom(sequence, 0.15, Fault.Throttled, Fault.Busy, Fault.ServerError, Fault.ResetBefore, Fault.NeverAnswers, Fault.AnswerLost, Fault.DoneAndServerError);
            var azure = new TableStoreTrace(account.Tables, $"t{sequence}x");
            var memory = new TableStoreTrace(new MemoryTableStore(), $"t{sequence}x");
            foreach (var step in Gen.Sample(steps, 1, 1)[0].Select(WithAWrite))
            {
                Assert.Equal(await memory.RunAsync(step), await azure.RunAsync(step));
            }
        }
    }

    /// <summary>Deletes alone leave no trace by which a lost answer could be told from a row that was never there.</summary>
    private static TableStep WithAWrite(TableStep step)
        => step.Changes.Count > 0 && step.Changes.All(change => change.Kind is ChangeKind.Delete or ChangeKind.DeleteAny)
            ? step with { Changes = [.. step.Changes, new TableChange("trace", ChangeKind.Upsert, "1", 0)] }
            : step;
}
