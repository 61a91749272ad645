using Serverless.Durable;
using Serverless.Payments.Calendar;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Storage;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>Pays what is in the file of an export, a page of a part at a time.</summary>
public sealed class ExportPaying(
    ITableStore tables,
    PaymentExportRecords exports,
    ProviderPaymentRecords payments,
    AdjustmentRecords adjustments,
    AdjustmentIndex index,
    ProviderPaymentLists lists,
    ListedPayments listed,
    IOrchestrationClient orchestrations,
    AgencyCalendar calendar)
{
    /// <summary>Items of a page.</summary>
    private const int PageItems = 100;

    /// <summary>Records paid, and orchestrations told, at one time.</summary>
    private const int AtOnce = 8;

    /// <summary>Attempts at a move that others get ahead of; only another run of the same step can.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Pays a page of items, then shows it in the lists, then tells the payments' orchestrations. Repeating it, even late, pays nothing twice.</summary>
    /// <returns>Where the next page begins.</returns>
    public async Task<ExportPlace> PayAsync(ExportStep step, CancellationToken cancellation)
    {
        var export = await exports.ReadAsync(step.Id, cancellation);
        if (export.Sha256 is null)
        {
            throw new InvalidOperationException($"Export {step.Id} has no file yet; nothing of it can be paid.");
        }

        var (items, next) = await exports.ItemsAsync(step.Id, step.Part, step.After, PageItems, cancellation);
        var shown = new ListedPayment[items.Count];
        await ForEachAsync(items, async (item, place, stop) => shown[place] = item.Kind == ListedKind.Adjustment
            ? await listed.OfAsync(await PayAdjustmentAsync(export, item, stop), stop)
            : await listed.OfAsync(await PayPaymentAsync(export, item, stop), stop), cancellation);
        if (shown.Length > 0)
        {
            await lists.ShowAsync(shown, cancellation);
        }

        await ForEachAsync(items.Where(item => item.Kind == ListedKind.Payment), (item, _, stop) => TellAsync(export, item, stop), cancellation);
        return new(next, next is null);
    }

    private static Task ForEachAsync(IEnumerable<ExportItem> items, Func<ExportItem, int, CancellationToken, Task> act, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        return Parallel.ForEachAsync(items.Index(), options, async (item, stop) => await act(item.Item, item.Index, stop));
    }

    private async Task<ProviderPayment> PayPaymentAsync(PaymentExportRecord export, ExportItem item, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (before, etag) = await payments.FindWithETagAsync(item.Id, cancellation) ?? throw Unpayable(export, item, "it is gone");
            if (before.ExportId == export.Id && before.Status == ProviderPaymentStatus.Paid)
            {
                return before;
            }

            if (before.ExportId != export.Id || before.Status != ProviderPaymentStatus.Authorized || before.Version != item.Version || before.Amount != item.Amount)
            {
                throw Unpayable(export, item, $"it is {before.Status} at version {before.Version} with {before.Amount}, stamped by '{before.ExportId}'");
            }

            var after = before with { Status = ProviderPaymentStatus.Paid, Version = before.Version + 1, StatusSince = calendar.Now };
            try
            {
                await tables.SubmitAsync(Tables.ProviderPayments, before.ClientId, Operations(export, before, etag, after), cancellation);
                return after;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another run of the same step came first; what it did is read.
            }
        }
    }

    /// <summary>The rows of a payment's move: the payment, its history, the settled act by which its orchestration hears of it, and the journal entry where there is money to pay.</summary>
    private static List<TableOperation> Operations(PaymentExportRecord export, ProviderPayment before, string etag, ProviderPayment after)
    {
        var move = new ProviderPaymentMove(
            AttendanceAction.Pay, StatusPair.Of(before), StatusPair.Of(after), export.By, Role.Operations, after.StatusSince, null, after.Sheet?.Hash, after.Amount, export.Id);
        var act = new AttendanceAct
        {
            Id = PaymentExportKeys.Act(export.Id),
            PaymentId = after.Id,
            Action = AttendanceAction.Pay,
            By = export.By,
            Role = Role.Operations,
            Version = before.Version,
            At = after.StatusSince,
            Outcome = new(StatusPair.Of(after), after.Version, null),
        };
        List<TableOperation> operations =
        [
            TableOperation.Update(ProviderPaymentKeys.Payment(after.Id), Rows.Write(after), etag),
            TableOperation.Insert(ProviderPaymentKeys.History(after.Id, after.Version), Rows.Write(move)),
            TableOperation.Insert(ProviderPaymentKeys.Act(after.Id, act.Id), Rows.Write(act)),
        ];
        if (ProviderPaymentBooking.Entry(before, after) is { } entry)
        {
            operations.Add(TableOperation.Insert(ProviderPaymentKeys.Journal(after.Id, after.Version), Rows.Write(entry)));
        }

        return operations;
    }

    private async Task<Adjustment> PayAdjustmentAsync(PaymentExportRecord export, ExportItem item, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (before, etag) = await adjustments.FindWithETagAsync(item.Id, cancellation) ?? throw Unpayable(export, item, "it is gone");
            if (before.ExportId == export.Id && before.Status == AdjustmentStatus.Paid)
            {
                await index.RemoveAsync(before with { Status = AdjustmentStatus.Authorized }, cancellation);
                return before;
            }

            if (before.ExportId != export.Id || before.Status != AdjustmentStatus.Authorized || before.Version != item.Version)
            {
                throw Unpayable(export, item, $"it is {before.Status} at version {before.Version}, stamped by '{before.ExportId}'");
            }

            var after = before with { Status = AdjustmentStatus.Paid, Version = before.Version + 1, StatusSince = calendar.Now, PaidIn = export.Period };
            var move = new AdjustmentMove(before.Status, after.Status, export.By, Role.Operations, after.StatusSince, null, PaymentExportKeys.Act(export.Id), export.Id);
            await index.AddAsync(after, cancellation);
            try
            {
                await tables.SubmitAsync(Tables.ProviderPayments, before.ClientId, AdjustmentRecords.MoveOperations(before, etag, after, move), cancellation);
                await index.RemoveAsync(before, cancellation);
                return after;
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another run of the same step came first; what it did is read.
            }
        }
    }

    /// <summary>An orchestration that is lost or has ended hears nothing, and needs to hear nothing: started anew it finds the payment paid.</summary>
    private Task TellAsync(PaymentExportRecord export, ExportItem item, CancellationToken cancellation)
        => orchestrations.RaiseEventAsync(AttendancePayment.InstanceId(item.Id), AttendancePayment.ActEvent, new AttendanceActRaised(PaymentExportKeys.Act(export.Id)), cancellation);

    private static InvalidOperationException Unpayable(PaymentExportRecord export, ExportItem item, string why)
        => new($"Export {export.Id} has {item.Id} at version {item.Version} with {item.Amount} in its file and cannot pay it: {why}. Nothing but the export may move what it has stamped.");
}
