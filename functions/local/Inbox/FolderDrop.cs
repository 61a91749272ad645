using System.Threading.Channels;
using Serverless.Payments.Drops;

namespace Serverless.Local.Inbox;

/// <summary>
/// The watched folder: takes up files that are dropped into the inbox, and leaves each in done or rejected with
/// a report beside it (ALL-2). What fails for reasons of our own stays taken and is tried again.
/// </summary>
public sealed class FolderDrop : IAsyncDisposable
{
    /// <summary>Files at work at one time, so that a large one does not keep the others waiting.</summary>
    private const int WorkersMax = 8;

    /// <summary>Files out of the inbox and not yet in their last folder; the others wait in the inbox.</summary>
    private const int TakenMax = 256;

    /// <summary>The wait after a failure doubles up to 64 s.</summary>
    private const int RetryDoublingsMax = 7;

    private static readonly TimeSpan ScanEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan IntakeWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryFirst = TimeSpan.FromMilliseconds(500);

    private readonly DataFolder data;
    private readonly FileDrop drop;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Taking taking;
    private readonly Placement placement;
    private readonly InboxScan scan;
    private readonly Channel<TakenFile> waiting = Channel.CreateUnbounded<TakenFile>();
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private int taken;

    public FolderDrop(DataFolder data, FileDrop drop, TimeProvider time, ILogger<FolderDrop> logger)
    {
        this.data = data;
        this.drop = drop;
        this.time = time;
        this.logger = logger;
        taking = new Taking(data.Taking, time);
        placement = new Placement(taking);
        scan = new InboxScan(data.Inbox, taking, time, logger);
    }

    /// <summary>Takes up again what an earlier process had taken, and begins to watch.</summary>
    public void Start()
    {
        var leftovers = taking.Leftovers();
        if (leftovers.Count > 0)
        {
            Log.TakenUpAgain(logger, leftovers.Count);
        }

        Enqueue(leftovers);
        running = Task.WhenAll([Task.Run(WatchAsync), .. Enumerable.Range(0, WorkersMax).Select(_ => Task.Run(WorkAsync))]);
    }

    /// <summary>Stops taking and waits for the files at work; what is not ended goes on after the next start.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Enqueue(scan.Run(TakenMax - Volatile.Read(ref taken)));
            }
            catch (Exception exception)
            {
                // The watch outlives whatever the file system answers.
                Log.ScanFailed(logger, exception);
            }

            await Task.Delay(ScanEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Enqueue(IReadOnlyList<TakenFile> files)
    {
        Interlocked.Add(ref taken, files.Count);
        foreach (var file in files)
        {
            waiting.Writer.TryWrite(file);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var file in waiting.Reader.ReadAllAsync(stopping.Token))
            {
                await HandleAsync(file);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Files that still wait are taken up again at the next start.
        }
    }

    private async Task HandleAsync(TakenFile file)
    {
        try
        {
            if (await TakeInAsync(file) is { } report)
            {
                var folder = report.Rejected == true ? data.Rejected : data.Done;
                placement.Place(file, folder, report);
                Interlocked.Decrement(ref taken);
                Log.Placed(logger, file.DeliveryId, Path.GetFileName(folder));
            }
            else
            {
                // Still at work after the wait: it goes behind the others, which are perhaps quicker.
                waiting.Writer.TryWrite(file);
            }
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Whatever went wrong here was not the file's fault, whose faults are in its report.
            _ = RetryLaterAsync(file with { Failures = file.Failures + 1 }, exception);
        }
        catch (Exception)
        {
            // Stopped meanwhile: the file is taken up again at the next start.
        }
    }

    private async Task<DropReport?> TakeInAsync(TakenFile file)
    {
        if (TakenContent.Refuse(file, drop) is { } fault)
        {
            return DropReport.Refused(file.Name, file.DeliveryId, fault);
        }

        var content = await TakenContent.ReadAsync(file, time, stopping.Token);
        return await drop.TakeInAsync(new DroppedContent(file.DeliveryId, file.Name, content), IntakeWait, stopping.Token);
    }

    private async Task RetryLaterAsync(TakenFile file, Exception exception)
    {
        var doublings = Math.Min(file.Failures - 1, RetryDoublingsMax);
        var wait = RetryFirst * (1 << doublings);
        Log.DeliveryFailed(logger, exception, file.DeliveryId, file.Failures, wait.TotalSeconds);
        await Task.Delay(wait, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        waiting.Writer.TryWrite(file);
    }
}
