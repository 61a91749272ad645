using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;

namespace Serverless.Payments.Drops;

/// <summary>What happens to a dropped file: whoever takes files of its kind takes it in or refuses it, and it leaves the inbox with a report (ALL-2).</summary>
/// <param name="takers">One for each kind of file, the one that is asked first at the front.</param>
/// <param name="logger">What is told of it.</param>
public sealed class FileDrop(IReadOnlyList<IDropTaker> takers, ILogger<FileDrop> logger)
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
    public FileFault? Refuse(string name, long length)
    {
        if (!takers.Any(taker => IsOneOf(taker.Endings, name)))
        {
            return new FileFault(0, string.Empty, "UNKNOWN_FORMAT", $"The name must end in {Listed()}, by which the format is known. Rename the file and drop it again.");
        }

        return length > InvoiceCommands.ContentBytesMax
            ? new FileFault(0, string.Empty, "FILE_TOO_LARGE", string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes; at most {InvoiceCommands.ContentBytesMax} are taken. Split it."))
            : null;
    }

    /// <summary>Takes the content in, or refuses it. To be called again with the same file after any failure.</summary>
    /// <returns>What became of it; null where it is still at work after the wait.</returns>
    public Task<DropReport?> TakeInAsync(DroppedContent file, TimeSpan wait, CancellationToken cancellation = default)
    {
        if (Refuse(file.Name, file.Content.Length) is { } fault)
        {
            return Task.FromResult<DropReport?>(DropReport.Refused(file.Name, file.DeliveryId, fault));
        }

        var taker = takers.FirstOrDefault(taker => IsOneOf(taker.Endings, file.Name) && taker.Takes(file));
        return taker is not null
            ? taker.TakeInAsync(file, wait, cancellation)
            : Task.FromResult<DropReport?>(DropReport.Refused(file.Name, file.DeliveryId, new FileFault(0, string.Empty, "UNKNOWN_CONTENT", "The file's name is one that is taken, and its content is of no kind that is. Drop the file that was meant.")));
    }

    /// <summary>Takes a file through to its last place. To be called again with the same file after any failure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wait">How long what comes of it may take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What became of it; null where it has gone meanwhile.</returns>
    /// <exception cref="TimeoutException">It is still at work after the wait.</exception>
    public async Task<DropReport?> TakeAsync(IDroppedFile file, TimeSpan wait, CancellationToken cancellation = default)
    {
        if (await ReadAndTakeInAsync(file, wait, cancellation) is not { } report)
        {
            return null;
        }

        var folder = report.Rejected == true ? Rejected : Done;
        await file.PlaceAsync(folder, NameOf(file), report.ToJson(), cancellation);
        Log.DropPlaced(logger, file.DeliveryId, folder);
        return report;
    }

    private async Task<DropReport?> ReadAndTakeInAsync(IDroppedFile file, TimeSpan wait, CancellationToken cancellation)
    {
        if (Refuse(file.Name, file.Length) is { } fault)
        {
            return DropReport.Refused(file.Name, file.DeliveryId, fault);
        }

        return await file.ReadAsync(cancellation) is { } content
            ? await TakeInAsync(new DroppedContent(file.DeliveryId, file.Name, content), wait, cancellation)
                ?? throw new TimeoutException($"Delivery {file.DeliveryId} is still at work after {wait.TotalSeconds} s; it is taken up again.")
            : null;
    }

    private static bool IsOneOf(IReadOnlyList<string> endings, string name) => endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    private string Listed()
    {
        var endings = takers.SelectMany(taker => taker.Endings).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return endings.Count == 1 ? endings[0] : $"{string.Join(", ", endings[..^1])} or {endings[^1]}";
    }

    /// <summary>The file's own name and a piece of its delivery's, so that two of one name keep out of each other's way, and one that is placed again finds itself.</summary>
    private static string NameOf(IDroppedFile file)
    {
        var extension = Path.GetExtension(file.Name);
        return $"{file.Name[..^extension.Length]}~{file.DeliveryId[..Math.Min(DeliveryCharsInName, file.DeliveryId.Length)]}{extension}";
    }
}
