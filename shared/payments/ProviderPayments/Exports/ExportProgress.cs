using System.Text.Json.Serialization;

namespace Serverless.Payments.ProviderPayments.Exports;

/// <summary>
/// How far an export has come; all that the next execution of its orchestration needs to know, so that the history may be
/// begun anew after any number of pages.
/// </summary>
/// <param name="Places">For each part, how far the stage has come in it.</param>
public sealed record ExportProgress(ExportStage Stage, IReadOnlyList<ExportPlace> Places)
{
    /// <summary>The beginning of a stage.</summary>
    public static ExportProgress Begin(ExportStage stage) => new(stage, [.. Enumerable.Repeat(new ExportPlace(null, IsDone: false), ExportPart.Parts)]);

    /// <summary>Whether the stage is through all parts.</summary>
    public bool IsThrough() => Places.All(place => place.IsDone);
}

/// <param name="After">Where the next page begins; null for the first.</param>
/// <param name="IsDone">Whether there is no further page.</param>
public sealed record ExportPlace(string? After, bool IsDone);

[JsonConverter(typeof(JsonStringEnumConverter<ExportStage>))]
public enum ExportStage
{
    /// <summary>It stamps what is authorised.</summary>
    Taking,

    /// <summary>The file is written; what is in it becomes Paid.</summary>
    Paying,
}
