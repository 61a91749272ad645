using Serverless.Durable;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>
/// An export of provider payments (CARE-5): it stamps every authorised payment of the period, and every authorised adjustment,
/// in all shards of the lists at once; then writes the file of what it has stamped; then pays what is in the file.
/// </summary>
/// <remarks>
/// No payment goes through its history, and the history is begun anew after so many pages, because an export may have hundreds
/// of thousands. Each step may be repeated, so that an export which is lost and started anew comes to the same file.
/// </remarks>
public static class PaymentExport
{
    public const string Name = nameof(PaymentExport);
    public const string TakeActivity = "TakeForExport";
    public const string FileActivity = "WriteExportFile";
    public const string PayActivity = "PayExported";
    public const string CompleteActivity = "CompleteExport";

    /// <summary>Pages of a part in one stage before the history is begun anew.</summary>
    private const int PagesMax = 20;

    /// <summary>A store that is out of reach is waited for.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string exportId) => $"export-{exportId}";

    /// <returns>Whether it is completed; false where it goes on in a new history.</returns>
    public static async Task<bool> RunAsync(OrchestrationContext context, PaymentExportInput input)
    {
        var progress = input.Progress ?? ExportProgress.Begin(ExportStage.Taking);
        if (progress.Stage == ExportStage.Taking)
        {
            context.SetCustomStatus(progress);
            progress = await WalkAsync(context, input.Id, progress, TakeActivity);
            if (!progress.IsThrough())
            {
                return GoOn(context, input, progress);
            }

            // Nothing is paid before the file says so, and nothing comes into the file after it.
            await context.CallActivityAsync<bool>(FileActivity, input.Id, Patient);
            progress = ExportProgress.Begin(ExportStage.Paying);
        }

        context.SetCustomStatus(progress);
        progress = await WalkAsync(context, input.Id, progress, PayActivity);
        return progress.IsThrough()
            ? await context.CallActivityAsync<bool>(CompleteActivity, input.Id, Patient)
            : GoOn(context, input, progress);
    }

    /// <summary>All parts at once, in each a page after the other.</summary>
    private static async Task<ExportProgress> WalkAsync(OrchestrationContext context, string exportId, ExportProgress progress, string activity)
    {
        var places = await Task.WhenAll(progress.Places.Select(async (place, part) =>
        {
            for (var pages = 0; !place.IsDone && pages < PagesMax; pages++)
            {
                place = await context.CallActivityAsync<ExportPlace>(activity, new ExportStep(exportId, part, place.After), Patient);
            }

            return place;
        }));
        return progress with { Places = places };
    }

    private static bool GoOn(OrchestrationContext context, PaymentExportInput input, ExportProgress progress)
    {
        context.ContinueAsNew(input with { Progress = progress });
        return false;
    }
}

/// <param name="Progress">How far it has come in the history before; null at its start.</param>
public sealed record PaymentExportInput(string Id, ExportProgress? Progress = null);

/// <summary>A page of a part, to be taken or to be paid.</summary>
/// <param name="After">Where the page begins; null for the first.</param>
public sealed record ExportStep(string Id, int Part, string? After);
