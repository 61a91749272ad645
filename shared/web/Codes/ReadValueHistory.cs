using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Codes;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Codes;

/// <summary>GET /api/codes/{table}/{code}/history (SAN-11).</summary>
public static class ReadValueHistory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/codes/{table}/{code}/history", HandleAsync)
        .For(Role.Admin, Role.Auditor)
        .Describe("Read the history of an entry", "Who made, changed, retired and removed an entry of a code table, the first change first; also of one that was removed. One that is built in has none until it is changed.")
        .Answers<ValueHistory>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(HttpContext context, string table, string code, PaymentsApplication application)
    {
        if (ValueTableAddress.Check(table) is { } unaddressed)
        {
            return unaddressed;
        }

        var changes = await application.Values.HistoryAsync(table, code, context.RequestAborted);
        return changes.Count > 0 || await application.Values.FindAsync(table, code, context.RequestAborted) is not null
            ? Answer.Json(StatusCodes.Status200OK, new ValueHistory([.. changes.Select(ValueHistoryEntry.Of)]))
            : Problem.NotFound("entry of that code");
    }
}

public sealed record ValueHistory(IReadOnlyList<ValueHistoryEntry> Items);

/// <summary>One change.</summary>
/// <param name="From">Null where it was made.</param>
/// <param name="To">Null where it was removed.</param>
public sealed record ValueHistoryEntry(
    string By,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CodeItemBody? From,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CodeItemBody? To)
{
    public static ValueHistoryEntry Of(ValueChange change)
        => new(change.By, change.At, change.From is { } from ? CodeItemBody.Of(from) : null, change.To is { } to ? CodeItemBody.Of(to) : null);
}
