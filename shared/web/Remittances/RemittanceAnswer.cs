using System.Globalization;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Remittances;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>What the endpoints of a session have in common.</summary>
internal static class RemittanceAnswer
{
    /// <summary>An answer to an act holds the queue where it has no more rows; whoever wants all of a longer one reads the session.</summary>
    public const int RowsInAnswerMax = 500;

    /// <summary>The number of a line in an address; 0, which no line has, where it is none.</summary>
    public static int LineOf(string line) => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Which request it is, and the version that the caller insists on.</summary>
    public static async Task<RemittanceRequest> RequestAsync(HttpContext context, PaymentsApplication application, string id)
        => new(context.RequestId(), await IfMatch.Read(context.Request).AgainstAsync(async () => (await application.Remittances.Records.FindAsync(id, context.RequestAborted))?.Version));

    /// <summary>200 with the session as the act left it, or why nothing changed.</summary>
    public static async Task<IResult> OfAsync(HttpContext context, PaymentsApplication application, RemittanceResult result)
        => result.State is { } state
            ? Answer.Versioned(context, state.Remittance.Version, await ChangedAsync(context, application, state))
            : Problem.Of(RefusalOf(result));

    /// <summary>201 with the session, and where it is read.</summary>
    public static async Task<IResult> MadeAsync(HttpContext context, PaymentsApplication application, RemittanceResult result)
        => result.State is { } state ? Made(context, await ChangedAsync(context, application, state)) : Problem.Of(RefusalOf(result));

    public static IResult Made(HttpContext context, RemittanceBody session)
    {
        Answer.Locate(context, RemittanceBody.PathOf(session.Id));
        Answer.TagVersion(context, session.Version);
        return Answer.Json(StatusCodes.Status201Created, session);
    }

    /// <summary>The session as an act left it, with its queue where that is short.</summary>
    public static async Task<RemittanceBody> ChangedAsync(HttpContext context, PaymentsApplication application, RemittanceState state)
        => RemittanceBody.RowsOf(state) <= RowsInAnswerMax ? await ReadAsync(context, application, state) : RemittanceBody.Of(state, null);

    /// <summary>The session with all of its queue.</summary>
    public static async Task<RemittanceBody> ReadAsync(HttpContext context, PaymentsApplication application, RemittanceState state)
    {
        var invoices = await application.Remittances.Queries.InvoicesAsync(state, context.RequestAborted);
        var names = await ClientNames.FindAsync(application.Directory, state.Queue.Select(entry => entry.ClientId), context.RequestAborted);
        return RemittanceBody.Of(state, [.. QueuedRow.Of(state, invoices).Select(row => QueuedRowBody.Of(row, names.GetValueOrDefault(row.Invoice.ClientId)))]);
    }

    public static Task<RemittanceState?> FindAsync(HttpContext context, PaymentsApplication application, string id)
        => application.Remittances.Queries.FindAsync(context.Caller(), id, context.RequestAborted);

    public static IResult NotFound() => Problem.NotFound("remittance session");

    public static Refusal RefusalOf(RemittanceResult result)
        => result.Refusal ?? throw new InvalidOperationException("An act on a remittance session led to nothing.");
}
