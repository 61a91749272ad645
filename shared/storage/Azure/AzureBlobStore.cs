using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Serverless.Storage.Azure;

/// <summary>The blob port over Azure Blobs. Containers are private.</summary>
/// <remarks>
/// <para><b>What is tried again</b> is the same as in <see cref="AzureTableStore"/>, and so is what becomes of it in the end.</para>
/// <para><b>What is deduplicated.</b> A content is written in one request, which is all or nothing, and bears a random id in
/// its metadata. Once an attempt may have reached the service, the id is looked for before the next one and where that one
/// finds the name taken; where it stands there, the put succeeded. A delete whose answer may have got lost answers true where
/// the blob is gone.</para>
/// <para>A container is made by the first write that misses it, and never by a read: a missing one reads as empty. Names that
/// differ by case alone, or one that is another's folder, pass here, as the port says.</para>
/// </remarks>
public sealed class AzureBlobStore : IBlobStore
{
    private const string Submission = "submission";
    private const int ListPageMax = 1_000;

    private readonly BlobServiceClient service;
    private readonly AzureRetry retry;

    /// <param name="service">Its own retries are off.</param>
    /// <param name="retry">Tries again instead.</param>
    internal AzureBlobStore(BlobServiceClient service, AzureRetry retry)
    {
        this.service = service;
        this.retry = retry;
    }

    public Task<bool> PutAsync(string container, string name, ReadOnlyMemory<byte> content, bool overwrite = false, CancellationToken cancellation = default)
    {
        var blob = BlobOf(container, name);
        BlobLimits.CheckContent(name, content);
        var id = Guid.NewGuid().ToString("N");
        return retry.RunContentAsync("write a blob", async attempt =>
        {
            if (attempt.IsInDoubt && await BearsAsync(blob, id, attempt.Cancellation))
            {
                return true;
            }

            try
            {
                await PutOrMakeContainerAsync(container, blob, content, id, overwrite, attempt.Cancellation);
                return true;
            }
            catch (RequestFailedException refused) when (!overwrite && refused.ErrorCode is AzureCodes.BlobAlreadyExists or AzureCodes.ConditionNotMet)
            {
                return attempt.IsInDoubt && await BearsAsync(blob, id, attempt.Cancellation);
            }
        }, cancellation);
    }

    public Task<byte[]?> GetAsync(string container, string name, CancellationToken cancellation = default)
    {
        var blob = BlobOf(container, name);
        return retry.RunContentAsync("read a blob", async attempt =>
        {
            try
            {
                using var answer = (await blob.DownloadStreamingAsync(cancellationToken: attempt.Cancellation)).Value;
                var length = answer.Details.ContentLength;
                if (length is < 0 or > BlobLimits.ContentBytesMax)
                {
                    throw new InvalidDataException($"The blob '{name}' in '{container}' has {length} bytes; one of ours has at most {BlobLimits.ContentBytesMax}.");
                }

                var content = new byte[length];
                await answer.Content.ReadExactlyAsync(content, attempt.Cancellation);
                return content;
            }
            catch (RequestFailedException refused) when (refused.Status == 404)
            {
                return null;
            }
            catch (RequestFailedException refused) when (refused.ErrorCode == AzureCodes.ConditionNotMet)
            {
                // The line broke half way, and what was to be read on is another content by now.
                throw new IOException("The blob changed while it was read.", refused);
            }
        }, cancellation);
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellation = default)
    {
        var blob = BlobOf(container, name);
        return retry.RunAsync("delete a blob", async attempt =>
        {
            try
            {
                await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: attempt.Cancellation);
                return true;
            }
            catch (RequestFailedException refused) when (refused.Status == 404)
            {
                return attempt.IsInDoubt;
            }
        }, cancellation);
    }

    /// <exception cref="InvalidDataException">The account lists in another order, as one with a hierarchical namespace does.</exception>
    public async IAsyncEnumerable<string> ListAsync(string container, string? prefix = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobLimits.CheckPrefix(prefix);
        await foreach (var name in ListAllAsync(container, prefix, cancellation))
        {
            // What is no name was left there by somebody else, and is no blob of ours.
            if (BlobLimits.IsName(name))
            {
                yield return name;
            }
        }
    }

    /// <summary>What others put into the container under names that are none of the port's, so that no other call here reaches it.</summary>
    public async IAsyncEnumerable<string> ListForeignAsync(string container, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var name in ListAllAsync(container, null, cancellation))
        {
            if (!BlobLimits.IsName(name))
            {
                yield return name;
            }
        }
    }

    private async IAsyncEnumerable<string> ListAllAsync(string container, string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        BlobLimits.CheckContainer(container);
        var blobs = service.GetBlobContainerClient(container);
        string? continuation = null;
        string? last = null;
        do
        {
            (var names, continuation) = await ReadPageAsync(blobs, prefix, continuation, cancellation);
            foreach (var name in names)
            {
                if (string.CompareOrdinal(last, name) >= 0)
                {
                    throw new InvalidDataException($"The container '{container}' is not listed in ordinal order. Use a storage account without a hierarchical namespace.");
                }

                last = name;
                yield return name;
            }
        }
        while (!string.IsNullOrEmpty(continuation));
    }

    private Task<(IReadOnlyList<string> Names, string? Continuation)> ReadPageAsync(BlobContainerClient blobs, string? prefix, string? continuation, CancellationToken cancellation)
        => retry.RunAsync<(IReadOnlyList<string>, string?)>("list blobs", async attempt =>
        {
            try
            {
                var pages = blobs.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, attempt.Cancellation).AsPages(continuation, ListPageMax);
                await foreach (var page in pages.WithCancellation(attempt.Cancellation))
                {
                    return ([.. page.Values.Select(blob => blob.Name)], page.ContinuationToken);
                }
            }
            catch (RequestFailedException refused) when (refused.ErrorCode == AzureCodes.ContainerNotFound)
            {
                // Nothing was ever written there.
            }

            return ([], null);
        }, cancellation);

    private async Task PutOrMakeContainerAsync(string container, BlobClient blob, ReadOnlyMemory<byte> content, string id, bool overwrite, CancellationToken cancellation)
    {
        try
        {
            await PutOnceAsync(blob, content, id, overwrite, cancellation);
        }
        catch (RequestFailedException refused) when (refused.ErrorCode == AzureCodes.ContainerNotFound)
        {
            await service.GetBlobContainerClient(container).CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await PutOnceAsync(blob, content, id, overwrite, cancellation);
        }
    }

    private static Task<Response<BlobContentInfo>> PutOnceAsync(BlobClient blob, ReadOnlyMemory<byte> content, string id, bool overwrite, CancellationToken cancellation)
        => blob.UploadAsync(
            BinaryData.FromBytes(content),
            new BlobUploadOptions
            {
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [Submission] = id },
                Conditions = overwrite ? null : new BlobRequestConditions { IfNoneMatch = ETag.All },

                // In one piece whatever the size, so that it is all or nothing.
                TransferOptions = new() { InitialTransferSize = BlobLimits.ContentBytesMax, MaximumTransferSize = BlobLimits.ContentBytesMax },
            },
            cancellation);

    private static async Task<bool> BearsAsync(BlobClient blob, string id, CancellationToken cancellation)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            return properties.Metadata.TryGetValue(Submission, out var found) && found == id;
        }
        catch (RequestFailedException refused) when (refused.Status == 404)
        {
            return false;
        }
    }

    private BlobClient BlobOf(string container, string name)
    {
        BlobLimits.CheckContainer(container);
        BlobLimits.CheckName(name);
        return service.GetBlobContainerClient(container).GetBlobClient(name);
    }
}
