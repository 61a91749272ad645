using Serverless.Durable;

namespace Serverless.Payments.Remittances.Posting;

/// <summary>
/// Post Now (SAN-6): all of a session or none of it, exactly once. Each invoice of the queue is claimed, with what is to be
/// posted to it, where it still is as it was when it was queued; one conditional write of the session, with the journal
/// entries, makes all of it count; then the invoices are written. An invoice that moved refuses all of it, and the session
/// is open again.
/// </summary>
/// <remarks>
/// Claims are taken in the order of payers and invoices, one after the other, so that of two sessions that want the same
/// invoices one waits and neither blocks both. A claim counts while its session is in that posting, and, once it has
/// committed, for whoever reads the invoice. Nothing has to be released for a claim to be void.
/// </remarks>
public static class RemittancePosting
{
    public const string Name = nameof(RemittancePosting);
    public const string PlanActivity = "PlanRemittancePosting";
    public const string ClaimActivity = "ClaimInvoices";
    public const string CommitActivity = "CommitRemittance";
    public const string ApplyActivity = "ApplyRemittance";
    public const string RefuseActivity = "RefuseRemittance";
    public const string CloseActivity = "CloseRemittancePosting";

    /// <summary>Invoices that one activity deals with.</summary>
    internal const int PartInvoices = 400;

    /// <summary>How often another batch's claims are waited for; with the waits, about five minutes.</summary>
    private const int WaitsMax = 20;

    private static readonly TimeSpan WaitFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitLongest = TimeSpan.FromSeconds(20);

    /// <summary>A store that is out of reach is waited for.</summary>
    private static readonly TaskOptions Patient = new(new RetryPolicy(1_000, TimeSpan.FromMilliseconds(500), 2.0, TimeSpan.FromMinutes(15)));

    public static string InstanceId(string remittanceId, int attempt) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"remittance-{remittanceId}-{attempt}");

    /// <returns>Whether it was posted.</returns>
    public static async Task<bool> RunAsync(OrchestrationContext context, PostingInput input)
    {
        var plan = await context.CallActivityAsync<PostingPlan>(PlanActivity, input, Patient);
        var isPosted = plan.IsPosted;
        if (!plan.IsOver)
        {
            var moved = await ClaimAsync(context, input, plan.Invoices);
            isPosted = moved.Count == 0
                ? await context.CallActivityAsync<bool>(CommitActivity, input, Patient)
                : await context.CallActivityAsync<bool>(RefuseActivity, new PostingRefusal(input, moved.Named, moved.Count), Patient);
        }

        if (isPosted)
        {
            for (var first = 0; first < plan.Invoices; first += PartInvoices)
            {
                await context.CallActivityAsync<int>(ApplyActivity, new PostingPart(input, first), Patient);
            }
        }

        await context.CallActivityAsync<bool>(CloseActivity, input, Patient);
        return isPosted;
    }

    private static async Task<MovedInvoices> ClaimAsync(OrchestrationContext context, PostingInput input, int invoices)
    {
        var moved = new MovedInvoices([], 0);
        var waits = 0;
        for (var first = 0; first < invoices;)
        {
            var claimed = await context.CallActivityAsync<ClaimedInvoices>(ClaimActivity, new PostingPart(input, first, IsLast: waits == WaitsMax), Patient);
            if (claimed.IsHeld)
            {
                await context.CreateTimer(WaitAfter(waits++), CancellationToken.None);
                continue;
            }

            moved = moved.And(claimed.Moved);
            first += PartInvoices;
        }

        return moved;
    }

    private static TimeSpan WaitAfter(int waits)
    {
        var wait = WaitFirst * Math.Pow(2, Math.Min(waits, 16));
        return wait < WaitLongest ? wait : WaitLongest;
    }
}

/// <param name="Attempt">Which posting of the session.</param>
public sealed record PostingInput(string Id, int Attempt);

/// <summary>What there is to do.</summary>
/// <param name="Invoices">How many invoices the queue holds.</param>
/// <param name="IsOver">Whether this posting came to its end before, and its orchestration was started again.</param>
/// <param name="IsPosted">If so, how it ended.</param>
public sealed record PostingPlan(int Invoices, bool IsOver = false, bool IsPosted = false);

/// <param name="First">The part's first invoice, counted from 0 in the order of payers and invoices.</param>
/// <param name="IsLast">Whether claims of others are no longer waited for.</param>
public sealed record PostingPart(PostingInput Input, int First, bool IsLast = false);

/// <param name="IsHeld">Another batch is posting one of them; to be tried again.</param>
public sealed record ClaimedInvoices(bool IsHeld, MovedInvoices Moved);

/// <param name="Named">The first of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record MovedInvoices(IReadOnlyList<MovedInvoice> Named, int Count)
{
    /// <summary>The most that are named.</summary>
    internal const int NamedMax = 100;

    public MovedInvoices And(MovedInvoices others) => new([.. Named.Concat(others.Named).Take(NamedMax)], Count + others.Count);
}

public sealed record PostingRefusal(PostingInput Input, IReadOnlyList<MovedInvoice> Moved, int Count);
