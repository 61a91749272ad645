using System.Text.Json.Serialization;
using Serverless.Durable;
using Serverless.Payments.Amounts;

namespace Serverless.Payments.MassPayments;

/// <summary>
/// The approval of a mass payment (KEES-6): every entry is validated; all needs are claimed and written with their service
/// arrangements; the payment requests are written; and one conditional write of the page makes all of it exist. Whatever ends
/// before that write, nothing exists.
/// </summary>
/// <remarks>
/// Of two approvals that want the same need, the one that was asked for first goes on, and the other lets everything go,
/// waits, and begins again under the next number; then it meets what the first has made, and is refused for it.
/// </remarks>
public static class MassPaymentOrchestration
{
    public const string Name = "MassPayment";
    public const string ValidateActivity = "ValidateMassPayment";
    public const string ClaimActivity = "ClaimNeeds";
    public const string GiveWayActivity = "GiveWayToMassPayment";
    public const string WriteRequestsActivity = "WritePaymentRequests";
    public const string ApproveActivity = "ApproveMassPayment";
    public const string RemoveActivity = "RemoveNeeds";
    public const string RefuseActivity = "RefuseMassPayment";

    /// <summary>Entries that one activity deals with.</summary>
    internal const int PartEntries = 500;

    /// <summary>How often others' claims are waited for; with the waits, about a quarter of an hour.</summary>
    private const int WaitsMax = 40;

    private static readonly TimeSpan WaitFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitLongest = TimeSpan.FromSeconds(30);

    /// <summary>A store that is out of reach is waited for.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    /// <param name="massPaymentId">The mass payment.</param>
    /// <param name="asked">Which of its approvals.</param>
    public static string InstanceId(string massPaymentId, int asked) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"mass-{massPaymentId}-{asked}");

    /// <returns>Whether it was approved.</returns>
    public static async Task<bool> RunAsync(OrchestrationContext context, MassPaymentInput input)
    {
        context.SetCustomStatus(MassPaymentProgress.Checking);
        var plan = await context.CallActivityAsync<ApprovalPlan>(ValidateActivity, input, Patient);
        if (plan.IsOver)
        {
            return plan.IsApproved;
        }

        var attempt = plan.Attempt;
        var faults = plan.Faults;
        var open = plan.Parts;
        MassEntryFault? claimed = null;
        for (var waits = 0; faults == 0 && open.Count > 0; waits++)
        {
            var before = MassPaymentProgress.Of(MassPaymentStage.Claiming, plan.Parts, open);
            var results = await EachAsync<ClaimResult>(context, ClaimActivity, before, [.. open.Select(part => new ApprovalStep(input.Id, attempt, part))], plan.Parts, result => result.HolderId is null);
            if (results.Any(result => result.IsPast))
            {
                return BeginAnew(context, input);
            }

            faults = results.Sum(result => result.Duplicates);
            ClaimResult? older = results.FirstOrDefault(result => result.HolderIsOlder);
            open = older is null ? [.. open.Where((_, index) => results[index].HolderId is not null)] : plan.Parts;
            if (faults > 0 || open.Count == 0)
            {
                break;
            }

            var holder = (older ?? results.First(result => result.HolderId is not null)).HolderId!;
            if (waits == WaitsMax)
            {
                claimed = MassPaymentRules.Claimed(holder);
                break;
            }

            context.SetCustomStatus(MassPaymentProgress.Of(MassPaymentStage.Waiting, plan.Parts, open));
            attempt = await context.CallActivityAsync<int>(GiveWayActivity, new GiveWay(input, attempt, holder, older is not null), Patient);
            await context.CreateTimer(WaitAfter(waits), CancellationToken.None);
        }

        return faults == 0 && claimed is null
            ? await ApproveAsync(context, input, attempt, plan.Parts)
            : await RefuseAsync(context, input, attempt, plan.Parts, claimed);
    }

    private static async Task<bool> ApproveAsync(OrchestrationContext context, MassPaymentInput input, int attempt, IReadOnlyList<EntryRange> parts)
    {
        var before = MassPaymentProgress.Of(MassPaymentStage.WritingRequests, parts, parts);
        var written = await EachAsync<WrittenRequests>(context, WriteRequestsActivity, before, [.. parts.Select(part => new ApprovalStep(input.Id, attempt, part))], parts, _ => true);
        var total = written.Aggregate(Money.Zero, (sum, part) => sum + part.Total);
        var outcome = await context.CallActivityAsync<ApprovalOutcome>(ApproveActivity, new ApprovalEnd(input, attempt, written.Sum(part => part.Count), total), Patient);
        return outcome == ApprovalOutcome.Past ? BeginAnew(context, input) : outcome == ApprovalOutcome.Approved;
    }

    /// <summary>Takes steps at once, and shows after each that is through how far the stage is.</summary>
    private static Task<T[]> EachAsync<T>(OrchestrationContext context, string activity, MassPaymentProgress before, IReadOnlyList<ApprovalStep> steps, IReadOnlyList<EntryRange> parts, Func<T, bool> isThrough)
    {
        var progress = before;
        context.SetCustomStatus(progress);
        return Task.WhenAll(steps.Select(async step =>
        {
            var result = await context.CallActivityAsync<T>(activity, step, Patient);
            if (isThrough(result))
            {
                progress = progress.With(isLast: step.Part == parts[^1]);
                context.SetCustomStatus(progress);
            }

            return result;
        }));
    }

    private static async Task<bool> RefuseAsync(OrchestrationContext context, MassPaymentInput input, int attempt, IReadOnlyList<EntryRange> parts, MassEntryFault? claimed)
    {
        // A draft first: from then on nothing that was written counts, and its removal cannot meet an approval that goes on.
        await context.CallActivityAsync<bool>(RefuseActivity, new ApprovalRefusal(input, attempt, claimed), Patient);
        await Task.WhenAll(parts.Select(part => context.CallActivityAsync<int>(RemoveActivity, new ApprovalStep(input.Id, attempt, part), Patient)));
        return false;
    }

    /// <summary>Another orchestration of the same approval, which was lost and started again, has raised the number.</summary>
    private static bool BeginAnew(OrchestrationContext context, MassPaymentInput input)
    {
        context.ContinueAsNew(input);
        return false;
    }

    private static TimeSpan WaitAfter(int waits)
    {
        var wait = WaitFirst * Math.Pow(2, Math.Min(waits, 16));
        return wait < WaitLongest ? wait : WaitLongest;
    }
}

/// <param name="Asked">Which of its approvals.</param>
public sealed record MassPaymentInput(string Id, int Asked);

/// <summary>What the validation found, and how the entries are dealt with.</summary>
/// <param name="Attempt">The number to write under.</param>
/// <param name="Faults">How many faults stand against the entries; they are stored.</param>
/// <param name="Parts">The entries, divided; none where there is a fault.</param>
/// <param name="IsOver">Whether this approval came to its end before, and its orchestration was started again.</param>
/// <param name="IsApproved">If so, how it ended.</param>
public sealed record ApprovalPlan(int Attempt, int Faults, IReadOnlyList<EntryRange> Parts, bool IsOver = false, bool IsApproved = false);

/// <param name="First">The number of the first entry.</param>
/// <param name="Last">The number of the last.</param>
public sealed record EntryRange(int First, int Last);

/// <param name="Attempt">The number to write under.</param>
public sealed record ApprovalStep(string Id, int Attempt, EntryRange Part);

/// <param name="Duplicates">How many entries ask for what exists; their faults are stored.</param>
/// <param name="HolderId">A mass payment whose approval is at work on the same; null where there is none.</param>
/// <param name="HolderIsOlder">Whether it was asked for before this one, so that this one gives way.</param>
/// <param name="IsPast">Whether the approval goes on under another number, or not at all.</param>
public sealed record ClaimResult(int Duplicates, string? HolderId, bool HolderIsOlder, bool IsPast = false);

/// <param name="HolderId">Whose claims are waited for.</param>
/// <param name="IsRestart">Whether everything that was claimed is let go.</param>
public sealed record GiveWay(MassPaymentInput Input, int Attempt, string HolderId, bool IsRestart);

public sealed record WrittenRequests(int Count, [property: JsonConverter(typeof(TotalJsonConverter))] Money Total);

/// <param name="Requests">How many payment requests were written.</param>
/// <param name="Total">Their sum.</param>
public sealed record ApprovalEnd(MassPaymentInput Input, int Attempt, int Requests, [property: JsonConverter(typeof(TotalJsonConverter))] Money Total);

/// <summary>How an approval ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalOutcome>))]
public enum ApprovalOutcome
{
    /// <summary>Everything exists.</summary>
    Approved,

    /// <summary>It goes on under another number.</summary>
    Past,

    /// <summary>It was recalled, and nothing exists.</summary>
    Over,
}

/// <param name="Fault">What stands against it beside the faults that are stored; null where those are all.</param>
public sealed record ApprovalRefusal(MassPaymentInput Input, int Attempt, MassEntryFault? Fault);
