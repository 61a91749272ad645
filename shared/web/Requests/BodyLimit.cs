namespace Serverless.Web.Requests;

/// <summary>The most bytes that an endpoint's request body may have; JSON bodies have the default.</summary>
public sealed record BodyLimit(int BytesMax)
{
    public static BodyLimit Default { get; } = new(64 * 1024);
}
