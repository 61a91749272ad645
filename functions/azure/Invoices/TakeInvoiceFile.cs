using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Functions.Durable;
using Serverless.Payments;

namespace Serverless.Functions.Invoices;

/// <summary>
/// Takes up a file that was dropped into the container <c>inbox</c>. Told of the same file again, or after a failure, it goes
/// on; what fails five times is in the queue <c>webjobs-blobtrigger-poison</c>, and the file stays in the inbox.
/// </summary>
public sealed class TakeInvoiceFile(PaymentsOpening opening, BoundOrchestrations orchestrations)
{
    /// <summary>Below the host's time-out for a function.</summary>
    private static readonly TimeSpan IntakeWait = TimeSpan.FromMinutes(10);

    [Function(nameof(TakeInvoiceFile))]
    public async Task RunAsync(
        [BlobTrigger(DroppedBlob.Inbox + "/{name}", Source = BlobTriggerSource.EventGrid, Connection = "Inbox")] BlobClient blob,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        orchestrations.Attach(client);
        var opened = await opening.OpenAsync(cancellation);
        if (await DroppedBlob.FindAsync(blob, cancellation) is { } file)
        {
            await opened.Application.Drop.TakeAsync(file, IntakeWait, cancellation);
        }
    }
}
