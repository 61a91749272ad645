using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>The condition of an If-Match header: the versions of a record that the caller has seen.</summary>
/// <param name="Versions">Null where any will do. Empty where no version can match.</param>
public sealed record IfMatch(IReadOnlyList<int>? Versions)
{
    private static IfMatch Any { get; } = new((IReadOnlyList<int>?)null);

    /// <exception cref="ProblemException">400: the header is no list of ETags.</exception>
    public static IfMatch Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return Any;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.Select(text => text ?? "")], out var tags))
        {
            throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_IF_MATCH", "If-Match", "If-Match is the ETag that the record was read with, such as \"3\" with its quotes, or *."));
        }

        // Weak tags never match: what they name may differ from what was read.
        return tags.Any(tag => tag == EntityTagHeaderValue.Any)
            ? Any
            : new IfMatch([.. tags.Where(tag => !tag.IsWeak).Select(tag => VersionOf(tag.Tag.AsSpan().Trim('"'))).OfType<int>()]);
    }

    /// <summary>The version to insist on, given the present one; null where any will do.</summary>
    public int? Against(int? present) => Versions switch
    {
        null => null,
        [] => 0,
        _ when present is { } version && Versions.Contains(version) => version,
        _ => Versions[0],
    };

    private static int? VersionOf(ReadOnlySpan<char> tag)
        => int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
