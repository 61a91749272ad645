using System.Text.Json.Serialization;

namespace Serverless.Payments.Moving;

/// <summary>Who works on a storage account: what an account alone does not hold, such as orchestrations and CAPS's files, is with one host.</summary>
/// <param name="Kind">Which host it is.</param>
/// <param name="Id">Which one of its kind; the standalone host's is the id of its data folder.</param>
/// <param name="Description">For people: where it is to be found. Where a folder was moved since, where it was at first.</param>
/// <param name="At">When it began here (UTC).</param>
public sealed record HostMark(HostKind Kind, string Id, string Description, DateTimeOffset At)
{
    /// <summary>The Functions app, whose instances are one host: they share what is in its task hub.</summary>
    public static HostMark OfFunctions(DateTimeOffset at) => new(HostKind.Functions, "functions", "the Functions app", at);
}

[JsonConverter(typeof(JsonStringEnumConverter<HostKind>))]
public enum HostKind
{
    /// <summary>One process over a data folder.</summary>
    Standalone,

    /// <summary>The app on Azure Functions.</summary>
    Functions,
}
