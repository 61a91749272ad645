using Serverless.Local.Moving;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Samples;

namespace Serverless.Local.Tests.Moving;

/// <summary>A service period in an installation that moves: one payment each way, and an export that was asked for just before the host ended.</summary>
/// <param name="Paid">Exported before the move.</param>
/// <param name="Authorized">For the export that is open.</param>
/// <param name="Waiting">Of the parent's child, whose sheet is to be signed.</param>
/// <param name="Adjustment">Of the paid one; New.</param>
internal sealed record HouseCare(string Paid, string Authorized, string Waiting, string Adjustment)
{
    public static readonly string OpenExportId = PaymentExportKeys.IdOf("open");

    public static async Task<HouseCare> BuildAsync(LocalStack stack)
    {
        var month = new CareMonth(stack);
        var enrollments = SampleAgency.Load().Enrollments;
        var children = enrollments.Where(enrollment => enrollment.ProviderId == "P-200").Select(enrollment => enrollment.ClientId).Take(2).ToList();
        await EndAsync(stack, enrollments.Where(enrollment => enrollment.ClientId != CareMonth.Child && !children.Contains(enrollment.ClientId)));
        await month.GenerateAsync();
        var paid = await month.AuthorizedAsync((await month.ReceivedAsync(month.IdOf("P-200", children[0]))).Id);
        await month.ExportedAsync("before the move");
        var made = await stack.Payments.ProviderPayments.Adjustments.AdjustAsync(CareMonth.Operations, paid.Id, Money.Of(-5m), "An hour too many.", "adjustment");
        var waiting = await month.SubmittedAsync();
        var authorized = await month.AuthorizedAsync((await month.ReceivedAsync(month.IdOf("P-200", children[1]), hours: 4)).Id);

        // Recorded, and heard of by no orchestration.
        await new PaymentExportRecords(stack.Payments.Ports.Tables).StoreAsync(
            new PaymentExportRecord { Id = OpenExportId, Period = CareMonth.Period, By = "operations", CreatedAt = TimeProvider.System.GetUtcNow() }, CancellationToken.None);
        return new HouseCare(paid.Id, authorized.Id, waiting.Id, made.Adjustment.OrFail().Id);
    }

    /// <summary>Ends enrolments before the period, because a storage account takes long to be filled with the payments of all of them.</summary>
    private static async Task EndAsync(LocalStack stack, IEnumerable<Enrollment> enrollments)
    {
        var last = ServicePeriod.Parse(CareMonth.Period).First.AddDays(-1);
        await Task.WhenAll(enrollments.Where(enrollment => enrollment.From <= last).Select(enrollment =>
            stack.Payments.Enrollments.PutAsync(enrollment with { To = last }, "test", TimeProvider.System.GetUtcNow())));
    }

    /// <summary>Every record of the period's payments as text, with histories, sheets and acts; read without a host, whose start would move them on.</summary>
    public static async Task<IReadOnlyList<string>> RecordsAsync(Premises premises)
    {
        var rows = new List<string>();
        await foreach (var row in premises.RowsAsync(Tables.ProviderPayments, CancellationToken.None))
        {
            rows.Add($"{row.PartitionKey} {row.RowKey} {row.Data}");
        }

        return rows;
    }

    /// <summary>Everything goes on where it was: the open export pays, the parent signs, the adjustment is authorised, and another export pays the rest.</summary>
    /// <returns>What all exports come to.</returns>
    public async Task<decimal> GoOnAsync(LocalStack stack)
    {
        var desk = stack.Payments.ProviderPayments;
        var month = new CareMonth(stack);
        await month.CompletedAsync(OpenExportId);
        Assert.Equal((ProviderPaymentStatus.Paid, OpenExportId), ((await month.ReadAsync(Authorized)).Status, (await month.ReadAsync(Authorized)).ExportId));
        Assert.Equal((SubmissionStatus.ReadyForParent, ProviderPaymentStatus.New), ((await month.ReadAsync(Waiting)).Submission, (await month.ReadAsync(Waiting)).Status));
        var before = await desk.Records.HistoryAsync(await month.ReadAsync(Waiting));

        var signed = await month.SignedAsync();
        Assert.Equal((SubmissionStatus.Submitted, ProviderPaymentStatus.Received), (signed.Submission, signed.Status));
        var after = await desk.Records.HistoryAsync(signed);
        Assert.Equal(before, after.Take(before.Count));
        Assert.Equal((AttendanceAction.Sign, signed.Sheet!.Hash), (Assert.Single(after.Skip(before.Count)).Action, after[^1].SheetHash));

        Assert.Equal(AdjustmentStatus.New, (await desk.AdjustmentRecords.FindAsync(Adjustment)).OrFail().Status);
        var manager = House.Staff("manager", Payments.Identity.Role.Manager);
        Assert.Null((await desk.Adjustments.AuthorizeAsync(manager, Adjustment, "authorise")).Refusal);
        await month.AuthorizedAsync(Waiting);
        var last = await month.ExportedAsync("after the move");
        Assert.Equal((2, 195m), (last.Count, last.Total!.Value.Amount));
        return (await desk.Exports.Commands.ListAsync(CareMonth.Period).ToListAsync()).Sum(export => export.Total!.Value.Amount);
    }
}
