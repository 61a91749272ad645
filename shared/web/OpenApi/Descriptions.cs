using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Web.Problems;

namespace Serverless.Web.OpenApi;

/// <summary>How an endpoint says in the OpenAPI document what it takes and answers.</summary>
public static class Descriptions
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string summary, string description)
        => endpoint.WithSummary(summary).WithDescription(description);

    /// <summary>A JSON body; the endpoint reads it itself, so that its faults are told by field.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool optional = false)
        => endpoint.WithMetadata(new BodyDescription(typeof(T), optional, ["application/json"]));

    /// <summary>A JSON body of one object, or of an array of them.</summary>
    public static RouteHandlerBuilder TakesOneOrMany<T>(this RouteHandlerBuilder endpoint)
        => endpoint.WithMetadata(new BodyDescription(typeof(T), false, ["application/json"]) { MayBeMany = true });

    /// <summary>A file as the body.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint, params string[] mediaTypes)
        => endpoint.WithMetadata(new BodyDescription(null, false, mediaTypes));

    /// <summary>Reads If-Match: the version that the caller saw.</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new IfMatchDescription());

    /// <summary>Takes these names in its query, and no others.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, params QueryDescription[] query)
        => endpoint.WithMetadata(new QueryDescriptions(query));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status) => endpoint.Produces<T>(status, "application/json");

    /// <summary>Refuses with a problem of these statuses, apart from those that every endpoint may answer.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, ProblemBody.ContentType);
        }

        return endpoint;
    }
}

/// <param name="Type">Null for a file.</param>
public sealed record BodyDescription(Type? Type, bool IsOptional, IReadOnlyList<string> MediaTypes)
{
    /// <summary>Whether an array of them is taken, too.</summary>
    public bool MayBeMany { get; init; }
}

public sealed record IfMatchDescription;

public sealed record QueryDescriptions(IReadOnlyList<QueryDescription> Names);

public sealed record QueryDescription(string Name, string Meaning);
