using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.WeeklyRun;
using Serverless.Testing;

namespace Serverless.Payments.Tests.WeeklyRun;

/// <summary>What a run leaves behind that took its payments and came no further.</summary>
internal static class HalfRun
{
    /// <summary>Writes the run.</summary>
    public static Task OpenAsync(PaymentsWorld world, string runId)
        => new RunRecords(world.Tables).OpenAsync(new Run(runId, RunStatus.Running, world.Time.GetUtcNow(), null, "lost", "operations", world.Time.GetUtcNow()), CancellationToken.None);

    /// <summary>Takes what is in Submitted to CAPS; sends nothing.</summary>
    /// <param name="isNoted">Whether it came to note what it took.</param>
    public static async Task TakeAsync(PaymentsWorld world, string runId, bool isNoted = true)
    {
        using var gate = new ClientGate();
        var claims = new RunClaims(world.Tables, world.Application.Records, gate);
        for (var shard = 0; shard < PaymentIndex.Shards; shard++)
        {
            var (taken, _) = await claims.TakeAsync(new ClaimStep(runId, world.Time.GetUtcNow(), shard, null), CancellationToken.None);
            if (isNoted)
            {
                await new RunItems(world.Tables).AddAsync(runId, shard, [.. taken.Select(RunItem.Of)], CancellationToken.None);
            }
        }
    }

    /// <summary>The same in the form of before.</summary>
    public static async Task TakeEarlierAsync(PaymentsWorld world, string runId)
    {
        using var gate = new ClientGate();
        var claims = new RunClaims(world.Tables, world.Application.Records, gate);
        for (var shard = 0; shard < PaymentIndex.Shards; shard++)
        {
            var (taken, _) = await claims.TakeAsync(new ClaimStep(runId, world.Time.GetUtcNow(), shard, null), CancellationToken.None);
            await new EarlierRunItems(world.Tables).PutAsync(runId, [.. taken.Select(RunItem.Of)], CancellationToken.None);
        }
    }
}
