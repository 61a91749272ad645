using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Files;
using Serverless.Payments.Identity;

namespace Serverless.Payments.Invoices;

/// <summary>What happens to a dropped file: it is taken in or refused, and leaves the inbox with a report (ALL-2).</summary>
public sealed class InvoiceDrop(InvoiceCommands invoices, ILogger<InvoiceDrop> logger)
{
    /// <summary>As who a dropped file counts as submitted.</summary>
    public const string Submitter = "inbox";

    /// <summary>Where a file goes that was taken in, or was before.</summary>
    public const string Done = "done";

    /// <summary>Where a file goes that was refused whole.</summary>
    public const string Rejected = "rejected";

    /// <summary>What a report's name has behind that of its file.</summary>
    public const string ReportEnding = ".report.json";

    private const int DeliveryCharsInName = 12;

    /// <summary>Why a file must not even be read; null where nothing speaks against it.</summary>
    public static FileFault? Refuse(string name, long length)
    {
        if (FileFormats.FromFileName(name) is null)
        {
            return Fault("UNKNOWN_FORMAT", "The name must end in .csv or .json, by which the format is known. Rename the file and drop it again.");
        }

        return length > InvoiceCommands.ContentBytesMax
            ? Fault("FILE_TOO_LARGE", string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes; at most {InvoiceCommands.ContentBytesMax} are taken. Split it."))
            : null;
    }

    /// <summary>Takes a file through to its last place. To be called again with the same file after any failure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wait">How long its payments may take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What became of it; null where it has gone meanwhile.</returns>
    /// <exception cref="TimeoutException">It is still at work after the wait.</exception>
    public async Task<DropReport?> TakeAsync(IDroppedFile file, TimeSpan wait, CancellationToken cancellation = default)
    {
        if (await TakeInAsync(file, wait, cancellation) is not { } taken)
        {
            return null;
        }

        var report = DropReport.Of(taken, file.Name, file.DeliveryId);
        var folder = taken.Rejected ? Rejected : Done;
        await file.PlaceAsync(folder, NameOf(file), report.ToJson(), cancellation);
        Log.DropPlaced(logger, file.DeliveryId, folder);
        return report;
    }

    private async Task<InvoiceReport?> TakeInAsync(IDroppedFile file, TimeSpan wait, CancellationToken cancellation)
    {
        if (Refuse(file.Name, file.Length) is { } fault)
        {
            return new InvoiceReport(0, 0, [], [fault]) { Rejected = true };
        }

        if (await file.ReadAsync(cancellation) is not { } content)
        {
            return null;
        }

        var format = FileFormats.FromFileName(file.Name) ?? throw new InvalidOperationException($"Delivery {file.DeliveryId} was not refused and has no known format.");
        var delivery = new InvoiceDelivery(file.DeliveryId, file.Name, format, content, Submitter, Role.Operations, ProviderId: null);
        return await invoices.TakeInAsync(delivery, wait, cancellation)
            ?? throw new TimeoutException($"Delivery {file.DeliveryId} is still at work after {wait.TotalSeconds} s; it is taken up again.");
    }

    /// <summary>The file's own name and a piece of its delivery's, so that two of one name keep out of each other's way, and one that is placed again finds itself.</summary>
    private static string NameOf(IDroppedFile file)
    {
        var extension = Path.GetExtension(file.Name);
        return $"{file.Name[..^extension.Length]}~{file.DeliveryId[..Math.Min(DeliveryCharsInName, file.DeliveryId.Length)]}{extension}";
    }

    private static FileFault Fault(string code, string message) => new(0, string.Empty, code, message);
}
