using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Web.Problems;

namespace Serverless.Web.Requests;

/// <summary>The condition of an If-Match header: the versions of a record that the caller has seen.</summary>
/// <param name="Versions">Null where any will do. Empty where no version can match.</param>
/// <param name="MustExist">Whether there must be a record at all.</param>
public sealed record IfMatch(IReadOnlyList<int>? Versions, bool MustExist)
{
    /// <summary>Where no condition is sent.</summary>
    private static IfMatch Nothing { get; } = new(null, MustExist: false);

    /// <summary><c>*</c>: whatever its version, the record must be there.</summary>
    private static IfMatch Any { get; } = new(null, MustExist: true);

    /// <exception cref="ProblemException">400: the header is no list of ETags.</exception>
    public static IfMatch Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return Nothing;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. header.Select(text => text ?? "")], out var tags))
        {
            throw new ProblemException(Problem.OfField(StatusCodes.Status400BadRequest, "BAD_IF_MATCH", "If-Match", "If-Match is the ETag that the record was read with, such as \"3\" with its quotes, or *."));
        }

        // Weak tags never match: what they name may differ from what was read.
        return tags.Any(tag => tag == EntityTagHeaderValue.Any)
            ? Any
            : new IfMatch([.. tags.Where(tag => !tag.IsWeak).Select(tag => VersionOf(tag.Tag.AsSpan().Trim('"'))).OfType<int>()], MustExist: true);
    }

    /// <summary>The version to insist on, given the present one; null where any will do.</summary>
    public int? Against(int? present) => Versions switch
    {
        null => null,
        [] => 0,
        _ when present is { } version && Versions.Contains(version) => version,
        _ => Versions[0],
    };

    /// <summary>The same, where it takes a look to know the present version: only several versions are compared with it.</summary>
    public async Task<int?> AgainstAsync(Func<Task<int?>> look) => Against(Versions is { Count: > 1 } ? await look() : null);

    /// <summary>Whether the record, at the given version, is one that the caller has seen.</summary>
    /// <param name="present">Null where there is no record.</param>
    public bool Holds(int? present) => present is { } version ? Versions is null || Versions.Contains(version) : !MustExist;

    /// <summary>What a record that has moved meanwhile is answered with.</summary>
    public static Problem Stale(string what) => Problem.Of(StatusCodes.Status412PreconditionFailed, "STALE", $"The {what} is not at the version that If-Match names: it was changed, or there is none. Read it again.");

    private static int? VersionOf(ReadOnlySpan<char> tag)
        => int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
