using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Directory;
using Serverless.Payments.Files;
using Serverless.Payments.Invoices;

namespace Serverless.Payments.Billing.Intake;

/// <summary>
/// The way in for files of billing invoices, over HTTP and from the inbox. A file with a fault is refused whole; one that is
/// readable is taken in once by its content, under whatever name it comes (ALL-2).
/// </summary>
public sealed class BillingIntakeCommands(
    IOrchestrationClient orchestrations, BillingIntakeRecords intakes, AgencyDirectory directory, AgencyCalendar calendar, ILogger<BillingIntakeCommands> logger)
{
    /// <summary>Clients looked up at one time.</summary>
    private const int ClientsAtOnce = 16;

    /// <summary>Takes a file in, and waits until all its invoices are in the books, or it is refused.</summary>
    /// <param name="delivery">The file.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellation">Gives up waiting; what is taken in stands.</param>
    /// <returns>The report, or null where it is still at work after the wait; <see cref="FindReportAsync"/> has it later.</returns>
    public async Task<BillingReport?> TakeInAsync(BillingDelivery delivery, TimeSpan wait, CancellationToken cancellation = default)
    {
        var contentHash = InvoiceCommands.HashOf(delivery.Content);
        await intakes.KeepAsync(contentHash, delivery.Content, cancellation);
        var content = BillingFile.Read(delivery.Content, delivery.Format);
        var faults = await FaultsAsync(content, delivery.Format, cancellation);
        if (faults.Count > 0)
        {
            Log.BillingRejected(logger, contentHash, faults.Count);
            return new BillingReport(0, 0, [], faults) { Rejected = true, File = delivery.Name };
        }

        // From here on whatever ends the caller's patience must not keep the intake from starting.
        var record = await intakes.ClaimAsync(contentHash, new BillingIntakeRecord(delivery.DeliveryId, delivery.Name, delivery.Format, delivery.By, delivery.Role, calendar.Now), CancellationToken.None);
        var report = await intakes.FindReportAsync(contentHash, record.Attempt, CancellationToken.None);
        if (report is null)
        {
            await ScheduleAsync(new BillingIntakeInput(contentHash, record.Attempt, content.Invoices.Count), CancellationToken.None);
            report = await AwaitReportAsync(contentHash, record.Attempt, wait, cancellation);
        }

        if (report is null || record.DeliveryId == delivery.DeliveryId)
        {
            return report;
        }

        // Another delivery of the same content: what became of that one holds for this one.
        Log.BillingDuplicate(logger, contentHash);
        return report.Rejected
            ? report with { File = delivery.Name }
            : report with { Numbers = [], Duplicate = true, File = delivery.Name };
    }

    /// <summary>What became of a file, by the SHA-256 of its content in lower-case hex; null where it is still at work or unknown.</summary>
    public async Task<BillingReport?> FindReportAsync(string contentHash, CancellationToken cancellation = default)
        => await intakes.FindAsync(contentHash, cancellation) is { } record ? await intakes.FindReportAsync(contentHash, record.Attempt, cancellation) : null;

    /// <summary>Who delivered a file that was taken in; null where none of that content was.</summary>
    public Task<BillingIntakeRecord?> FindDeliveryAsync(string contentHash, CancellationToken cancellation = default) => intakes.FindAsync(contentHash, cancellation);

    /// <summary>Starts the intakes that are recorded and not reported; a running one is left alone.</summary>
    /// <returns>How many are not reported.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var open = 0;
        await foreach (var (contentHash, attempt) in intakes.OpenAsync(cancellation))
        {
            open++;
            try
            {
                var (_, content) = await intakes.ReadAsync(contentHash, cancellation);
                await ScheduleAsync(new BillingIntakeInput(contentHash, attempt, content.Invoices.Count), cancellation);
            }
            catch (InvalidOperationException broken)
            {
                // What is missing of one file must not keep the others waiting.
                Log.BillingNotResumed(logger, broken, contentHash);
            }
        }

        return open;
    }

    /// <summary>What is wrong with the file itself, and the lines that name a client whom nobody knows.</summary>
    private async Task<IReadOnlyList<FileFault>> FaultsAsync(BillingFileContent content, FileFormat format, CancellationToken cancellation)
    {
        var unknown = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ClientsAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(content.Clients.Select(named => named.ClientId).Distinct(StringComparer.Ordinal), options, async (client, stop) =>
        {
            if (await directory.FindClientAsync(client, stop) is null)
            {
                unknown[client] = true;
            }
        });
        if (unknown.IsEmpty)
        {
            return content.Faults;
        }

        var column = BillingFileColumns.ClientId.Name(format);
        var ofClients = content.Clients
            .Where(named => unknown.ContainsKey(named.ClientId))
            .Select(named => new FileFault(named.Line, column, "UNKNOWN_CLIENT", $"There is no client {named.ClientId}; the id of a client of the agency is expected."));
        var faults = new FileFaults(format);
        foreach (var fault in content.Faults.Concat(ofClients).OrderBy(fault => fault.Line))
        {
            faults.Add(fault.Line, fault.Field, fault.Code, fault.Message);
        }

        return faults.ToList();
    }

    private async Task<BillingReport?> AwaitReportAsync(string contentHash, int attempt, TimeSpan wait, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(wait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var ended = await orchestrations.WaitForInstanceCompletionAsync(BillingIntake.InstanceId(contentHash, attempt), cancellation: either.Token);
            return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? await intakes.FindReportAsync(contentHash, attempt, cancellation)
                : throw new InvalidOperationException($"The intake of {contentHash} ended as {ended.RuntimeStatus}: {ended.FailureDetails}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ScheduleAsync(BillingIntakeInput input, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(BillingIntake.Name, input, new StartOrchestrationOptions(BillingIntake.InstanceId(input.ContentHash, input.Attempt)), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another delivery of the same content finds its intake at work.
        }
    }
}
