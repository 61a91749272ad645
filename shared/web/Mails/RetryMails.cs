using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Mails;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Mails;

/// <summary>POST /api/mails/retry.</summary>
public static class RetryMails
{
    /// <summary>Mails that are tried again by one request.</summary>
    public const int MailsMax = 100;

    /// <summary>Mails that are taken up at a time.</summary>
    private const int Together = 4;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/mails/retry", HandleAsync)
        .For(Role.Admin)
        .Describe("Try mails again", "Tries those of the mails again that were refused or expired, each for another week, and tells of each what came of it; the others stay as they are. Sent twice, it does no more than once.")
        .Takes<MailIds>()
        .Answers<MailOutcomes>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Tries each again, in their order.</summary>
    internal static async Task<IReadOnlyList<MailOutcome>> RetryAsync(MailOutbox outbox, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var outcomes = new MailOutcome[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellation }, async (place, stop) =>
            outcomes[place] = await outbox.RetryAsync(ids[place], stop) is { } mail
                ? new MailOutcome(ids[place], mail.Status == MailStatus.Waiting ? MailRetry.Trying : MailRetry.Settled, mail.Status, mail.Cause.User)
                : new MailOutcome(ids[place], MailRetry.NotFound));
        return outcomes;
    }

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var ids = (await RequestBody.ReadAsync<MailIds>(context)).Ids.Distinct(StringComparer.Ordinal).ToList();
        return ids.Count is 0 or > MailsMax
            ? Problem.OfField(StatusCodes.Status422UnprocessableEntity, "BAD_COUNT", "ids", string.Create(CultureInfo.InvariantCulture, $"There are {ids.Count} ids; 1 to {MailsMax} are possible."))
            : Answer.Json(StatusCodes.Status200OK, new MailOutcomes(await RetryAsync(application.Mails.Outbox, ids, context.RequestAborted)));
    }
}

/// <param name="Ids">Of the mails, 1 to 100.</param>
public sealed record MailIds(IReadOnlyList<string> Ids);

/// <param name="Items">One of each mail, in the order of the request.</param>
public sealed record MailOutcomes(IReadOnlyList<MailOutcome> Items);

/// <summary>What came of trying a mail again.</summary>
/// <param name="Id">The mail's.</param>
/// <param name="Outcome">Trying, Settled (it was sent, or has no purpose any more; nothing was done) or NotFound.</param>
/// <param name="Status">How it stands now.</param>
/// <param name="User">The addressee, by user name.</param>
public sealed record MailOutcome(string Id, MailRetry Outcome, MailStatus? Status = null, string? User = null);

/// <summary>What came of trying a mail again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailRetry>))]
public enum MailRetry
{
    /// <summary>It is tried, for a week.</summary>
    Trying,

    /// <summary>There is nothing to try again: it was sent, or has no purpose any more.</summary>
    Settled,

    /// <summary>There is no such mail.</summary>
    NotFound,
}
