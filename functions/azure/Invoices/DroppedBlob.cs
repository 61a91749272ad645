using System.Net;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Serverless.Payments;
using Serverless.Payments.Drops;
using Serverless.Payments.Invoices;

namespace Serverless.Functions.Invoices;

/// <summary>A blob in the inbox, as it was when it was looked at: whatever is done with it holds for that version alone.</summary>
public sealed class DroppedBlob : IDroppedFile
{
    public const string Inbox = Containers.Inbox;

    private readonly BlobClient blob;
    private readonly BlobRequestConditions thisVersion;

    private DroppedBlob(BlobClient blob, BlobProperties properties)
    {
        this.blob = blob;
        thisVersion = new BlobRequestConditions { IfMatch = properties.ETag };
        Name = blob.Name[(blob.Name.LastIndexOf('/') + 1)..];
        DeliveryId = InvoiceCommands.HashOf(Encoding.UTF8.GetBytes($"{blob.Name}|{properties.ETag}"));
        Length = properties.ContentLength;
        DroppedAt = properties.LastModified;
    }

    /// <summary>When this version came into the inbox (UTC).</summary>
    public DateTimeOffset DroppedAt { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string DeliveryId { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <summary>Null where it has gone: it was taken through before.</summary>
    public static async Task<DroppedBlob?> FindAsync(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            return new DroppedBlob(blob, await blob.GetPropertiesAsync(cancellationToken: cancellation));
        }
        catch (RequestFailedException error) when (HasGone(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var content = await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = thisVersion }, cancellation);
            return content.Value.Content.ToArray();
        }
        catch (RequestFailedException error) when (HasGone(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task PlaceAsync(string folder, string name, ReadOnlyMemory<byte> report, CancellationToken cancellation)
    {
        var container = blob.GetParentBlobContainerClient().GetParentBlobServiceClient().GetBlobContainerClient(folder);
        await container.CreateIfNotExistsAsync(cancellationToken: cancellation);
        await container.GetBlobClient(name + FileDrop.ReportEnding).UploadAsync(new BinaryData(report), overwrite: true, cancellation);
        await using var content = await OpenAsync(cancellation);
        if (content is not null)
        {
            await container.GetBlobClient(name).UploadAsync(content, overwrite: true, cancellation);
            await RemoveAsync(cancellation);
        }
    }

    /// <summary>Null where it was replaced or removed meanwhile: the report stands, and another version is another delivery.</summary>
    private async Task<Stream?> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { Conditions = thisVersion }, cancellation);
        }
        catch (RequestFailedException error) when (HasGone(error))
        {
            return null;
        }
    }

    private async Task RemoveAsync(CancellationToken cancellation)
    {
        try
        {
            await blob.DeleteIfExistsAsync(conditions: thisVersion, cancellationToken: cancellation);
        }
        catch (RequestFailedException error) when (HasGone(error))
        {
            // Another version stands there by now, which is announced by itself.
        }
    }

    private static bool HasGone(RequestFailedException error)
        => error.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.PreconditionFailed;
}
