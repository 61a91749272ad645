using System.Runtime.CompilerServices;
using Serverless.Storage;

namespace Serverless.Payments.WeeklyRun;

/// <summary>Runs, and the slots they claimed.</summary>
public sealed class RunRecords(ITableStore tables)
{
    /// <summary>The partition with a row per run.</summary>
    internal const string Runs = "runs";
    private const string Slots = "slots";
    private const string Watch = "watch";

    /// <summary>What each run has taken.</summary>
    public RunItems Items { get; } = new(tables);

    /// <summary>The same of runs in the form of before.</summary>
    public EarlierRunItems Earlier { get; } = new(tables);

    public Task<Run?> FindAsync(string runId, CancellationToken cancellation = default)
        => tables.FindAsync<Run>(Tables.Runs, Runs, runId, cancellation);

    /// <summary>Writes the run unless it stands; answers it as it stands.</summary>
    public async Task<Run> OpenAsync(Run run, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Runs, Runs, [TableOperation.Insert(run.Id, Rows.Write(run))], cancellation);
            return run;
        }
        catch (TableConflictException)
        {
            return await FindAsync(run.Id, cancellation) ?? throw new InvalidOperationException($"Run {run.Id} stands and cannot be read.");
        }
    }

    /// <summary>Every run, which are one a week and few more.</summary>
    public async Task<IReadOnlyList<Run>> AllAsync(CancellationToken cancellation)
    {
        var all = new List<Run>();
        await foreach (var row in tables.ScanAsync(Tables.Runs, Runs, RowRange.All, cancellation))
        {
            all.Add(Rows.Read<Run>(row));
        }

        return all;
    }

    /// <summary>The runs that are not completed.</summary>
    public async IAsyncEnumerable<Run> RunningAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in tables.ScanAsync(Tables.Runs, Runs, RowRange.All, cancellation))
        {
            if (Rows.Read<Run>(row) is { Status: RunStatus.Running } run)
            {
                yield return run;
            }
        }
    }

    public Task PutAsync(Run run, CancellationToken cancellation)
        => tables.SubmitAsync(Tables.Runs, Runs, [TableOperation.Upsert(run.Id, Rows.Write(run))], cancellation);

    /// <summary>Claims a slot: an insert-only row, so that a slot runs at most once, whoever starts it.</summary>
    /// <returns>The run that has the slot: the given one, or an earlier one.</returns>
    public async Task<string> ClaimSlotAsync(string slot, string runId, CancellationToken cancellation)
    {
        try
        {
            await tables.SubmitAsync(Tables.Runs, Slots, [TableOperation.Insert(slot, runId)], cancellation);
            return runId;
        }
        catch (TableConflictException)
        {
            return await FindSlotOwnerAsync(slot, cancellation)
                ?? throw new InvalidOperationException($"Slot {slot} is claimed and cannot be read.");
        }
    }

    /// <summary>The id of the run that has the slot, or null.</summary>
    public async Task<string?> FindSlotOwnerAsync(string slot, CancellationToken cancellation)
        => (await tables.GetAsync(Tables.Runs, Slots, slot, cancellation))?.Data;

    /// <summary>When the runs were first watched: now where they never were. An insert-only row, so that all who watch agree.</summary>
    public async Task<DateTimeOffset> WatchedSinceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        const string since = "since";
        if (await tables.FindAsync<WatchStart>(Tables.Runs, Watch, since, cancellation) is { } known)
        {
            return known.At;
        }

        try
        {
            await tables.SubmitAsync(Tables.Runs, Watch, [TableOperation.Insert(since, Rows.Write(new WatchStart(now)))], cancellation);
            return now;
        }
        catch (TableConflictException)
        {
            return (await tables.FindAsync<WatchStart>(Tables.Runs, Watch, since, cancellation))?.At
                ?? throw new InvalidOperationException("The beginning of the watch stands and cannot be read.");
        }
    }

    /// <summary>The last slot that was claimed, or null.</summary>
    public async Task<string?> LastSlotAsync(CancellationToken cancellation)
    {
        string? last = null;
        await foreach (var row in tables.ScanAsync(Tables.Runs, Slots, RowRange.All, cancellation))
        {
            last = row.RowKey;
        }

        return last;
    }

    /// <summary>What the run has taken and how it was answered so far.</summary>
    public async Task<RunTotals> CountAsync(string runId, CancellationToken cancellation = default)
        => (await CountAsync(runId, PaymentSystem.Caps, cancellation)).Plus(await CountAsync(runId, PaymentSystem.Smart, cancellation));

    /// <summary>The same for one payment system.</summary>
    public async Task<RunTotals> CountAsync(string runId, PaymentSystem system, CancellationToken cancellation)
    {
        var counts = await Items.CountAsync(runId, system, cancellation);
        return system == PaymentSystem.Caps ? counts.Plus(await Earlier.CountAsync(runId, cancellation)) : counts;
    }

    private sealed record WatchStart(DateTimeOffset At);
}
