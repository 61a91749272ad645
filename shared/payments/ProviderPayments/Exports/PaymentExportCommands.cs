using Microsoft.Extensions.Logging;
using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Starts exports of provider payments, takes up those whose orchestration was lost, and hands out their files.</summary>
public sealed class PaymentExportCommands(PaymentExportRecords exports, PeriodRecords periods, IBlobStore blobs, IOrchestrationClient orchestrations, AgencyCalendar calendar, ILogger<PaymentExportCommands> logger)
{
    /// <summary>
    /// Starts an export of a service period (CARE-5): what is authorised now is in its file and becomes Paid. Repeated with the
    /// same request id, it is the same export; another one takes what the first has left.
    /// </summary>
    /// <param name="caller">Who starts it; role operations.</param>
    /// <param name="period">For example <c>2026-11</c>.</param>
    /// <param name="requestId">What makes the request itself.</param>
    /// <param name="cancellation">Gives up; an export that was started goes on.</param>
    public async Task<PaymentExportResult> StartAsync(Caller caller, string period, string requestId, CancellationToken cancellation = default)
    {
        if (!caller.Is(Role.Operations))
        {
            return PaymentExportResult.Refused(new(RefusalKind.Forbidden, "WRONG_ROLE", "Operations export provider payments."));
        }

        if (!ServicePeriod.TryParse(period, out var month))
        {
            return PaymentExportResult.Refused(new(RefusalKind.Invalid, "BAD_PERIOD", "A service period is a month such as 2026-11."));
        }

        if (await periods.FindWithETagAsync(month.ToString(), cancellation) is null)
        {
            // A mistyped month would pay adjustments into tabs that nobody looks at.
            return PaymentExportResult.Refused(new(RefusalKind.Invalid, "PERIOD_NOT_GENERATED", $"No payments were ever generated for {month}; there is nothing of it to export.")
            {
                Errors = [new("PERIOD_NOT_GENERATED", "period", $"No payments were ever generated for {month}.")],
            });
        }

        var id = PaymentExportKeys.IdOf(requestId);
        var export = await exports.FindAsync(id, cancellation)
            ?? await exports.StoreAsync(new PaymentExportRecord { Id = id, Period = month.ToString(), By = caller.User, CreatedAt = calendar.Now }, cancellation);
        if (export.Period != month.ToString())
        {
            return PaymentExportResult.Refused(new(RefusalKind.Conflict, "REQUEST_USED", $"This request has exported {export.Period} already; send another request id for {month}."));
        }

        if (export.Status == PaymentExportStatus.Running)
        {
            // Whatever ends the caller's patience from here on must not keep it from starting.
            await StartAsync(export, CancellationToken.None);
        }

        return PaymentExportResult.Done(export);
    }

    /// <summary>Starts the exports that are not completed; a running one is left alone.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellation = default)
    {
        var running = 0;
        await foreach (var export in exports.OpenAsync(cancellation))
        {
            if (export.Status == PaymentExportStatus.Completed)
            {
                await exports.CloseAsync(export.Id, cancellation);
                continue;
            }

            await StartAsync(export, cancellation);
            running++;
        }

        return running;
    }

    public Task<PaymentExportRecord?> FindAsync(string id, CancellationToken cancellation = default) => exports.FindAsync(id, cancellation);

    /// <summary>Exports in the order of their making.</summary>
    /// <param name="period">Of one service period; of all where null.</param>
    /// <param name="after">Only those behind this one, of whichever period it is; all where null.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<PaymentExportRecord> ListAsync(string? period = null, PaymentExportRecord? after = null, CancellationToken cancellation = default)
        => exports.ListAsync(period, after, cancellation);

    /// <summary>The file of a completed export: CSV in UTF-8, ordered by provider and child.</summary>
    public Task<PaymentExportFile> FileAsync(string id, CancellationToken cancellation = default) => ReadAsync(id, PaymentExportKeys.File(id), cancellation);

    /// <summary>Its manifest: JSON with the file's count, total and SHA-256.</summary>
    public Task<PaymentExportFile> ManifestAsync(string id, CancellationToken cancellation = default) => ReadAsync(id, PaymentExportKeys.Manifest(id), cancellation);

    private async Task<PaymentExportFile> ReadAsync(string id, string name, CancellationToken cancellation)
        => await exports.FindAsync(id, cancellation) switch
        {
            null => new(null, Refusal.NotFound("export")),
            { Status: PaymentExportStatus.Running } => new(null, new(RefusalKind.Conflict, "NOT_READY", "The export is still at work; its file is given out when everything in it is paid. Ask again in a moment.")),
            _ => new(await blobs.GetAsync(Containers.PaymentExports, name, cancellation) ?? throw new IOException($"The blob {name} in the container {Containers.PaymentExports} is gone; restore it."), null),
        };

    private async Task StartAsync(PaymentExportRecord export, CancellationToken cancellation)
    {
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                PaymentExport.Name, new PaymentExportInput(export.Id), new StartOrchestrationOptions(PaymentExport.InstanceId(export.Id)), cancellation);
            Log.ExportStarted(logger, export.Id, export.Period);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is at work, which is all that is wanted.
        }
    }
}

/// <param name="Export">As it stands; null where it was refused.</param>
/// <param name="Refusal">Why nothing changed.</param>
public sealed record PaymentExportResult(PaymentExportRecord? Export, Refusal? Refusal)
{
    public static PaymentExportResult Done(PaymentExportRecord export) => new(export, null);

    public static PaymentExportResult Refused(Refusal refusal) => new(null, refusal);
}

/// <param name="Content">The bytes; null where there is none to give out.</param>
/// <param name="Refusal">Why not.</param>
public sealed record PaymentExportFile(byte[]? Content, Refusal? Refusal);
