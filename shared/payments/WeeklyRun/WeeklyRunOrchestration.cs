using Serverless.Durable;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// One run: claims its slot, takes every payment that was in Submitted to CAPS at the cut-off, and every payment request that
/// was authorised for SMART by then, and sends them, page by page in all shards of the lists at once; then books each answer. It is completed when every answer is booked.
/// </summary>
/// <remarks>
/// No payment goes through its history, and the history is begun anew after so many pages and after every look for answers:
/// Durable Functions reads it whole at every turn, and a run may have millions of payments and wait for days.
/// </remarks>
public static class WeeklyRunOrchestration
{
    public const string Name = "WeeklyRun";
    public const string OpenActivity = "OpenRun";
    public const string SendActivity = "SendPayments";
    public const string AnswersActivity = "BookAnswers";
    public const string CompleteActivity = "CompleteRun";

    /// <summary>Of runs in the form of before alone (<see cref="EarlierRun"/>), as are the two below.</summary>
    public const string ClaimActivity = "ClaimPayments";
    public const string SubmitActivity = "SubmitToCaps";
    public const string BookActivity = "BookCapsAnswers";

    /// <summary>Pages of a shard in one stage before the history is begun anew; all shards and stages together are at most 1,000 rows.</summary>
    private const int PagesMax = 20;

    /// <summary>How long a move takes at most from its time stamp to the disk.</summary>
    internal static readonly TimeSpan WrittenWithin = TimeSpan.FromMinutes(1);

    /// <summary>A store or a CAPS that is out of reach is waited for.</summary>
    internal static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string runId) => $"run-{runId}";

    public static async Task<bool> RunAsync(OrchestrationContext context, RunRequest input)
    {
        if (input.Progress is not { } progress)
        {
            return await EarlierRun.RunAsync(context, input);
        }

        if (progress.Stage == RunStage.Opening)
        {
            if (!await context.CallActivityAsync<bool>(OpenActivity, input, Patient))
            {
                return false;
            }

            progress = progress.Begin(RunStage.Sending);
        }

        if (progress.Stage == RunStage.Sending)
        {
            progress = await SendAsync(context, input, progress, null, input.Slot is null ? RunStage.Booking : RunStage.SendingLate);
        }

        if (progress.Stage == RunStage.SendingLate)
        {
            progress = await SendAsync(context, input, progress, input.CutOff - WrittenWithin, RunStage.Booking);
        }

        // All is sent before any answer is waited for, so that one that stays out holds nobody up.
        return progress.Stage == RunStage.Booking
            ? await BookAsync(context, input, progress)
            : GoOn(context, input, progress);
    }

    /// <returns>At the stage that follows, or at the same one where there are pages left.</returns>
    private static async Task<RunProgress> SendAsync(OrchestrationContext context, RunRequest input, RunProgress progress, DateTimeOffset? from, RunStage next)
    {
        progress = await WalkAsync(progress, (shard, place) => context.CallActivityAsync<RunPage>(
            SendActivity, new SendStep(input.RunId, input.CutOff, shard, place.Pages + 1, place.Continuation, from), Patient));
        return progress.IsThrough() ? progress.Begin(next) : progress;
    }

    private static async Task<bool> BookAsync(OrchestrationContext context, RunRequest input, RunProgress progress)
    {
        if (progress.Wait is { } wait)
        {
            await context.CreateTimer(wait, CancellationToken.None);
            progress = progress with { Wait = null };
        }

        progress = await WalkAsync(progress, (shard, place) => context.CallActivityAsync<RunPage>(
            AnswersActivity, new AnswersStep(input.RunId, shard, place.Continuation, IsFirstLook: progress.Look == 0), Patient));
        if (!progress.IsThrough())
        {
            return GoOn(context, input, progress);
        }

        if (progress.Count() > 0)
        {
            return GoOn(context, input, progress.LookAgain());
        }

        await context.CallActivityAsync(CompleteActivity, input.RunId, Patient);
        return true;
    }

    /// <summary>All shards at once, in each a page after the other.</summary>
    private static async Task<RunProgress> WalkAsync(RunProgress progress, Func<int, RunPlace, Task<RunPage>> step)
    {
        var places = await Task.WhenAll(progress.Places.Select(async (place, shard) =>
        {
            for (var pages = 0; !place.IsDone && pages < PagesMax; pages++)
            {
                place = place.After(await step(shard, place));
            }

            return place;
        }));
        return progress with { Places = places };
    }

    private static bool GoOn(OrchestrationContext context, RunRequest input, RunProgress progress)
    {
        context.ContinueAsNew(input with { Progress = progress });
        return false;
    }
}
