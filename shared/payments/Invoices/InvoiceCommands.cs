using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Files;

namespace Serverless.Payments.Invoices;

/// <summary>
/// The way in for invoice files, over HTTP and from the inbox. A file with a fault is refused whole; one that is
/// readable is taken in once by its content, under whatever name it comes (ALL-2).
/// </summary>
public sealed class InvoiceCommands(IOrchestrationClient orchestrations, IntakeRecords intake, AgencyCalendar calendar, ILogger<InvoiceCommands> logger)
{
    /// <summary>The largest file, in bytes; 20,000 lines fit.</summary>
    public const int ContentBytesMax = 16 * 1024 * 1024;

    /// <summary>Takes a file in, and waits until all its payments are made.</summary>
    /// <param name="delivery">The file.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellation">Gives up waiting; what is taken in stands.</param>
    /// <returns>The report, or null where it is still at work after the wait; <see cref="FindReportAsync"/> has it later.</returns>
    public async Task<InvoiceReport?> TakeInAsync(InvoiceDelivery delivery, TimeSpan wait, CancellationToken cancellation = default)
    {
        var contentHash = HashOf(delivery.Content);
        await intake.KeepAsync(contentHash, delivery.Content, cancellation);
        var content = InvoiceFile.Read(delivery.Content, delivery.Format);
        var faults = content.Faults.Count > 0 ? content.Faults : ForeignLines(delivery, content.Lines);
        if (faults.Count > 0)
        {
            Log.InvoiceRejected(logger, contentHash, faults.Count);
            return new InvoiceReport(0, content.Lines.Count, [], faults) { Rejected = true, File = delivery.Name };
        }

        var record = await intake.ClaimAsync(contentHash, new IntakeRecord(delivery.DeliveryId, delivery.Name, delivery.Format, delivery.By, delivery.Role, calendar.Now), CancellationToken.None);
        var report = await intake.FindReportAsync(contentHash, CancellationToken.None);
        if (report is null)
        {
            // Whoever recorded it may have died before the start, and whatever ends the caller's patience from here on
            // must not keep it from starting. A running intake is left alone.
            await ScheduleAsync(new IntakeInput(contentHash, content.Lines.Count), CancellationToken.None);
        }

        if (record.DeliveryId != delivery.DeliveryId)
        {
            Log.InvoiceDuplicate(logger, contentHash);
            var invoices = content.Lines.Select(line => line.InvoiceNumber).Distinct(StringComparer.Ordinal).Count();
            return new InvoiceReport(invoices, content.Lines.Count, [], []) { Duplicate = true, File = delivery.Name };
        }

        return report ?? await AwaitReportAsync(contentHash, wait, cancellation);
    }

    /// <summary>What became of a file, by the SHA-256 of its content in lower-case hex; null where it is still at work or unknown.</summary>
    public Task<InvoiceReport?> FindReportAsync(string contentHash, CancellationToken cancellation = default) => intake.FindReportAsync(contentHash, cancellation);

    /// <summary>Starts the intakes that are recorded and not reported; a running one is left alone.</summary>
    /// <returns>How many are not reported.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var open = 0;
        await foreach (var contentHash in intake.OpenAsync(cancellation))
        {
            open++;
            try
            {
                await ResumeAsync(contentHash, cancellation);
            }
            catch (InvalidOperationException broken)
            {
                // What is missing of one file must not keep the others waiting, nor a run.
                Log.IntakeNotResumed(logger, broken, contentHash);
            }
        }

        return open;
    }

    private async Task ResumeAsync(string contentHash, CancellationToken cancellation)
    {
        var record = await intake.FindAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The intake of {contentHash} is open and not recorded.");
        var content = await intake.ReadContentAsync(contentHash, cancellation) ?? throw new InvalidOperationException($"The content of {contentHash} is not stored.");
        await ScheduleAsync(new IntakeInput(contentHash, InvoiceFile.Read(content, record.Format).Lines.Count), cancellation);
    }

    /// <summary>Who delivered a file that was taken in; null where none of that content was.</summary>
    public Task<IntakeRecord?> FindDeliveryAsync(string contentHash, CancellationToken cancellation = default) => intake.FindAsync(contentHash, cancellation);

    /// <summary>By which a file is known.</summary>
    public static string HashOf(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private static List<FileFault> ForeignLines(InvoiceDelivery delivery, IReadOnlyList<InvoiceLine> lines) =>
    [
        .. lines
            .Where(line => delivery.ProviderId is { } own && line.Facts.ProviderId != own)
            .Select(line => new FileFault(line.Line, "provider_id", "NOT_YOUR_PROVIDER", string.Create(CultureInfo.InvariantCulture, $"Line {line.Line} is not for provider {delivery.ProviderId}; a provider posts lines of its own only."))),
    ];

    private async Task<InvoiceReport?> AwaitReportAsync(string contentHash, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(wait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var ended = await orchestrations.WaitForInstanceCompletionAsync(InvoiceIntake.InstanceId(contentHash), cancellation: either.Token);
            return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? await intake.FindReportAsync(contentHash, cancellation)
                : throw new InvalidOperationException($"The intake of {contentHash} ended as {ended.RuntimeStatus}: {ended.FailureDetails}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ScheduleAsync(IntakeInput input, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(InvoiceIntake.Name, input, new StartOrchestrationOptions(InvoiceIntake.InstanceId(input.ContentHash)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // The same delivery taken up again finds its intake at work.
        }
    }
}
