using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Functions.Durable;
using Serverless.Payments;

namespace Serverless.Functions.Invoices;

/// <summary>
/// Takes up, hourly, what lies in the inbox and was not taken: an announcement that Event Grid dropped, because the app was
/// stopped or its key changed, is not repeated, and nothing would ever say so. Told of the same file twice, it counts once.
/// </summary>
public sealed class SweepInbox(PaymentsOpening opening, BoundOrchestrations orchestrations, TimeProvider time, ILogger<SweepInbox> logger)
{
    /// <summary>Younger files are left to their announcement.</summary>
    private static readonly TimeSpan AnnouncedWithin = TimeSpan.FromHours(1);

    /// <summary>How long one file is waited for; one that is still at work is found again by the next sweep.</summary>
    private static readonly TimeSpan IntakeWait = TimeSpan.FromMinutes(2);

    /// <summary>Below the host's time-out for a function.</summary>
    private static readonly TimeSpan SweepTimeMax = TimeSpan.FromMinutes(10);

    [Function(nameof(SweepInbox))]
    public async Task RunAsync(
        [TimerTrigger("0 30 * * * *")] TimerInfo timer,
        [BlobInput(DroppedBlob.Inbox, Connection = "Inbox")] BlobContainerClient inbox,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        orchestrations.Attach(client);
        if (!await inbox.ExistsAsync(cancellation))
        {
            return;
        }

        var opened = await opening.OpenAsync(cancellation);
        var began = time.GetUtcNow();
        await foreach (var found in inbox.GetBlobsAsync(cancellationToken: cancellation))
        {
            if (time.GetUtcNow() - began > SweepTimeMax)
            {
                return;
            }

            if (await DroppedBlob.FindAsync(inbox.GetBlobClient(found.Name), cancellation) is { } file && began - file.DroppedAt > AnnouncedWithin)
            {
                await TakeAsync(opened.Application, file, cancellation);
            }
        }
    }

    private async Task TakeAsync(PaymentsApplication application, DroppedBlob file, CancellationToken cancellation)
    {
        Log.Unannounced(logger, file.DeliveryId, file.DroppedAt);
        try
        {
            await application.Drop.TakeAsync(file, IntakeWait, cancellation);
        }
        catch (Exception failure) when (failure is TimeoutException or RequestFailedException or IOException or InvalidOperationException)
        {
            // One that fails must not keep the others from being taken.
            Log.NotTaken(logger, failure, file.DeliveryId);
        }
    }
}
