using System.Text.Json.Serialization;

namespace Serverless.Payments.WeeklyRun;

/// <summary>
/// How far a run has come. It is all that the next execution of its orchestration needs to know, so that the history may be
/// begun anew after any number of steps, and stays small however large the run is and however long CAPS takes.
/// </summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Places">For each shard of the index, how far the stage has come in it.</param>
/// <param name="Look">Looks for answers that are behind it.</param>
/// <param name="Wait">What is waited before the next look; null where there is nothing to wait for.</param>
public sealed record RunProgress(RunStage Stage, IReadOnlyList<RunPlace> Places, int Look = 0, TimeSpan? Wait = null)
{
    /// <summary>The wait after the first look; each further one takes twice as long.</summary>
    private static readonly TimeSpan LookAgainFirst = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two looks for answers that are still to come.</summary>
    private static readonly TimeSpan LookAgainMax = TimeSpan.FromMinutes(5);

    /// <summary>Looks after which the wait is the longest in any case; it keeps the power small.</summary>
    private const int DoublingsMax = 20;

    /// <summary>A run that has done nothing yet.</summary>
    public static RunProgress Start(int shards) => new(RunStage.Opening, [.. Enumerable.Repeat(new RunPlace(), shards)]);

    /// <summary>The beginning of a stage. The pages are counted on while payments are sent, because they name the batches.</summary>
    public RunProgress Begin(RunStage stage)
        => this with { Stage = stage, Places = [.. Places.Select(place => new RunPlace(stage == RunStage.SendingLate ? place.Pages : 0))] };

    /// <summary>The beginning of another look for what is not answered yet.</summary>
    public RunProgress LookAgain()
    {
        var wait = LookAgainFirst * Math.Pow(2, Math.Min(Look, DoublingsMax));
        return Begin(RunStage.Booking) with { Look = Look + 1, Wait = wait < LookAgainMax ? wait : LookAgainMax };
    }

    /// <summary>Whether the stage, or the look, is through all shards.</summary>
    public bool IsThrough() => Places.All(place => place.IsDone);

    /// <summary>How many payments the stage has counted so far.</summary>
    public int Count() => Places.Sum(place => place.Count);
}

/// <summary>How far a stage has come in one shard.</summary>
/// <param name="Pages">Pages that are behind it.</param>
/// <param name="Count">Payments that the steps counted: sent, or not answered.</param>
/// <param name="Continuation">Where the next page begins; null for the first.</param>
/// <param name="IsDone">Whether there is no further page.</param>
public sealed record RunPlace(int Pages = 0, int Count = 0, string? Continuation = null, bool IsDone = false)
{
    public RunPlace After(RunPage page) => new(Pages + 1, Count + page.Count, page.Continuation, page.Continuation is null);
}

/// <summary>All that a step over a page answers, so that no payment goes through a history.</summary>
/// <param name="Count">Payments that were sent, or that are not answered yet.</param>
/// <param name="Continuation">Where the next page begins; null where there is none.</param>
public sealed record RunPage(int Count, string? Continuation);

[JsonConverter(typeof(JsonStringEnumConverter<RunStage>))]
public enum RunStage
{
    /// <summary>It claims its slot.</summary>
    Opening,

    /// <summary>It takes what is in Submitted to CAPS, and what is authorised for SMART, and sends it.</summary>
    Sending,

    /// <summary>It does so again for what entered just before the cut-off, which may still have been on its way to the disk.</summary>
    SendingLate,

    /// <summary>It looks for answers and books them.</summary>
    Booking,
}
