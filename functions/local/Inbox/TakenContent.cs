using Serverless.Payments.Drops;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;

namespace Serverless.Local.Inbox;

/// <summary>Reads a taken file, or says why it must not be read.</summary>
internal static class TakenContent
{
    private const int ReadsMax = 20;

    /// <summary>The fault that keeps a file from being read; null where there is none. Only its own entry is looked at.</summary>
    public static FileFault? Refuse(TakenFile taken, FileDrop drop)
    {
        var entry = new FileInfo(taken.Path);
        if (entry.LinkTarget is not null)
        {
            return Fault("LINK_REFUSED", "This is a link, and links are not followed. Drop the file itself.");
        }

        if (!entry.Exists || !LinuxFile.IsRegular(taken.Path))
        {
            return Fault("NOT_A_FILE", "This is no regular file. Drop the file itself.");
        }

        return drop.Refuse(taken.Name, entry.Length);
    }

    /// <summary>The content, once it stands still: a writer may have kept the file open across its taking.</summary>
    /// <exception cref="IOException">It keeps changing, or cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(TakenFile taken, TimeProvider time, CancellationToken cancellation)
    {
        for (var read = 1; read <= ReadsMax; read++)
        {
            var before = Stamp(taken.Path);
            if (before.Length <= InvoiceCommands.ContentBytesMax)
            {
                var content = await File.ReadAllBytesAsync(taken.Path, cancellation);
                if (content.Length == before.Length && Stamp(taken.Path) == before)
                {
                    return content;
                }
            }

            await Task.Delay(Settling.QuietFor, time, cancellation);
        }

        throw new IOException($"The file of delivery {taken.DeliveryId} is still being written.");
    }

    private static FileFault Fault(string code, string message) => new(0, string.Empty, code, message);

    private static (long Length, DateTime ChangedAt) Stamp(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }
}
