using System.Text.Json.Serialization;

namespace Serverless.Payments.MassPayments;

/// <summary>
/// How far an approval is. Its orchestration keeps it as its status, part by part of the entries, so that showing it costs
/// one read however many entries there are, and no write of its own.
/// </summary>
/// <param name="Stage">What it is about.</param>
/// <param name="Parts">Into how many parts the entries are divided; 0 while they are checked.</param>
/// <param name="PartsDone">How many parts are through with the stage.</param>
/// <param name="IsLastDone">Whether the last, which may be smaller, is among them.</param>
public sealed record MassPaymentProgress(MassPaymentStage Stage, int Parts = 0, int PartsDone = 0, bool IsLastDone = false)
{
    public static MassPaymentProgress Checking { get; } = new(MassPaymentStage.Checking);

    /// <summary>How far a stage is in which the given parts are still open.</summary>
    public static MassPaymentProgress Of(MassPaymentStage stage, IReadOnlyList<EntryRange> parts, IReadOnlyCollection<EntryRange> open)
        => new(stage, parts.Count, parts.Count - open.Count, parts.Count > 0 && !open.Contains(parts[^1]));

    /// <summary>With a further part that is through.</summary>
    public MassPaymentProgress With(bool isLast) => this with { PartsDone = PartsDone + 1, IsLastDone = IsLastDone || isLast };

    /// <summary>How many entries are through with the stage; null while they are checked, which is not done in parts.</summary>
    /// <param name="entries">Entries of the page.</param>
    public int? EntriesDone(int entries)
    {
        if (Parts == 0)
        {
            return null;
        }

        var missing = IsLastDone ? (Parts * MassPaymentOrchestration.PartEntries) - entries : 0;
        return Math.Clamp((PartsDone * MassPaymentOrchestration.PartEntries) - missing, 0, entries);
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<MassPaymentStage>))]
public enum MassPaymentStage
{
    /// <summary>All entries are validated.</summary>
    Checking,

    /// <summary>Needs and service arrangements are claimed and written.</summary>
    Claiming,

    /// <summary>The same, and another approval that wants some of the same needs is waited for.</summary>
    Waiting,

    /// <summary>Payment requests are written.</summary>
    WritingRequests,
}
