using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Takes what is authorised into an export, a page of a part at a time.</summary>
/// <param name="exports">What is taken.</param>
/// <param name="stamping">Stamps the records.</param>
/// <param name="lists">Where payments are found.</param>
/// <param name="adjustments">Where adjustments are found.</param>
/// <param name="pageItems">Rows of a list in a page, at most <see cref="ExportPart.PageItems"/>.</param>
/// <param name="logger">Told of runs of a step that came late.</param>
public sealed class ExportTaking(PaymentExportRecords exports, ExportStamping stamping, ProviderPaymentLists lists, AdjustmentIndex adjustments, int pageItems, ILogger<ExportTaking> logger)
{
    /// <summary>Records stamped at one time.</summary>
    private const int AtOnce = 8;

    /// <summary>Pages of a list that are looked through in one step for one that holds anything.</summary>
    private const int LooksMax = 10;

    /// <summary>
    /// Takes the page at the step's position: each record is stamped, then the part moves on with the items in one
    /// transaction. A step that was taken already, or comes late, changes nothing. Where another run of it moves the part
    /// first, that one's items count; what this one has stamped beside them is taken with a later page, or void.
    /// </summary>
    /// <returns>How far the part has come, whoever took it there.</returns>
    public async Task<ExportPlace> TakeAsync(ExportStep step, CancellationToken cancellation)
    {
        var export = await exports.ReadAsync(step.Id, cancellation);
        var (part, etag) = await exports.FindPartAsync(step.Id, step.Part, cancellation);
        if (part.State == ExportPartState.Sealed || part.After != step.After)
        {
            return part.ToPlace();
        }

        var page = step.Part == ExportPart.OfAdjustments
            ? await AdjustmentsAsync(export, part.After, cancellation)
            : await PaymentsAsync(export, step.Part, part.After, cancellation);
        var items = await StampAsync(export, step.Part, page.Ids, cancellation);
        var after = part.With(items, page.Seen, page.Next);
        try
        {
            await exports.MovePartAsync(step.Id, step.Part, after, etag, items, cancellation);
            return after.ToPlace();
        }
        catch (TableConflictException conflict)
        {
            return await GiveWayAsync(step, etag, items, conflict, cancellation);
        }
    }

    private async Task<ExportItem[]> StampAsync(PaymentExportRecord export, int part, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var items = new ConcurrentBag<ExportItem>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(ids, options, async (id, stop) =>
        {
            if (await stamping.StampAsync(export, part, id, stop) is { } item)
            {
                items.Add(item);
            }
        });
        return [.. items.OrderBy(item => item.Id, StringComparer.Ordinal)];
    }

    private async Task<ExportPlace> GiveWayAsync(ExportStep step, string? etag, ExportItem[] items, TableConflictException conflict, CancellationToken cancellation)
    {
        var (part, now) = await exports.FindPartAsync(step.Id, step.Part, cancellation);
        if (now == etag)
        {
            throw new InvalidOperationException($"Part {step.Part} of export {step.Id} stands where it stood, and has an item that was free: its stamp was lost.", conflict);
        }

        Log.ExportStepLate(logger, step.Id, step.Part);

        // While the part is open a stamp may be about to be taken with a later page; once it is sealed nothing needs it any more.
        foreach (var item in part.State == ExportPartState.Sealed ? items : [])
        {
            await stamping.ClearAsync(step.Id, item.Id, cancellation);
        }

        return part.ToPlace();
    }

    /// <summary>The next payments that a shard shows as authorised. One that became so a moment ago, or is listed anew meanwhile, may be met further on, or by the next export.</summary>
    private async Task<Page> PaymentsAsync(PaymentExportRecord export, int shard, string? after, CancellationToken cancellation)
    {
        var position = after is null ? 0 : long.Parse(after, NumberStyles.None, CultureInfo.InvariantCulture);
        var seen = 0;
        for (var look = 1; ; look++)
        {
            var page = await lists.ReadAsync(export.Period, shard, position, pageItems, cancellation);
            seen += page.Items.Count;
            string[] ids = [.. page.Items.Where(item => item is { Kind: ListedKind.Payment, Status: ProviderPaymentStatus.Authorized }).Select(item => item.Id).Distinct(StringComparer.Ordinal)];
            if (ids.Length > 0 || page.Next is null || look == LooksMax)
            {
                return new(ids, seen, page.Next?.ToString(CultureInfo.InvariantCulture));
            }

            position = page.Next.Value;
        }
    }

    /// <summary>The next authorised adjustments of the export's period and of earlier ones, by their ids.</summary>
    private async Task<Page> AdjustmentsAsync(PaymentExportRecord export, string? after, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var seen = 0;
        await foreach (var adjustment in adjustments.ReadAsync(AdjustmentStatus.Authorized, after, cancellation))
        {
            seen++;
            if (string.CompareOrdinal(adjustment.Period, export.Period) <= 0)
            {
                ids.Add(adjustment.Id);
            }

            if (ids.Count == pageItems || seen == pageItems * LooksMax)
            {
                return new(ids, seen, adjustment.Id);
            }
        }

        return new(ids, seen, null);
    }

    /// <param name="Ids">What may be taken.</param>
    /// <param name="Seen">Rows looked at.</param>
    /// <param name="Next">The position to go on from; null where the list has ended.</param>
    private sealed record Page(IReadOnlyList<string> Ids, int Seen, string? Next);
}
