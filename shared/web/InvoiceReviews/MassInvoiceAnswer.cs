using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.MassPayments.Upload;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.MassPayments;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>What the endpoints of invoices for mass payments have in common.</summary>
internal static class MassInvoiceAnswer
{
    public const string Root = "/api/mass-payment-invoices";

    /// <summary>POST …/{id}/…: a decision on an invoice.</summary>
    public static RouteHandlerBuilder IsDecision(this RouteHandlerBuilder endpoint, params Role[] roles)
        => endpoint.For(roles)
            .TakesIfMatch()
            .Answers<PendingInvoiceDecision>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    /// <summary>Takes an invoice's file, and refuses one that cannot be read.</summary>
    public static RouteHandlerBuilder TakesInvoice(this RouteHandlerBuilder endpoint)
        => endpoint.WithMetadata(new BodyLimit(MassEntryFile.BytesMax))
            .RequireRateLimiting(RateLimits.UploadPolicy)
            .TakesFile("text/csv", "application/json")
            .Answers<MassInvoiceBody>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status409Conflict)
            .Produces<RejectedFile>(StatusCodes.Status422UnprocessableEntity, ProblemBody.ContentType);

    public static async Task<InvoiceReceipt> ReadReceiptAsync(HttpContext context, QueryNames query)
    {
        var (format, content) = await FileBody.ReadAsync(context);
        return new InvoiceReceipt(query.Id("providerId"), query.Id("serviceId"), query.Text("aidCode"), format, content);
    }

    /// <summary>Which decision the request is, and on which version.</summary>
    public static async Task<ReviewRequest> RequestAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var condition = IfMatch.Read(context.Request);

        // Several versions are compared with the present one; it takes a look to know which of them counts.
        var present = condition.Versions is { Count: > 1 } ? (await application.InvoiceReviews.Queries.FindAsync(context.Caller(), id, context.RequestAborted))?.Version : null;
        return new ReviewRequest(context.RequestId(), condition.Against(present));
    }

    /// <summary>What a decision led to.</summary>
    public static IResult Of(HttpContext context, ReviewResult result)
        => result.Invoice is { } invoice ? Answer.Versioned(context, invoice.Version, MassInvoiceBody.Of(invoice)) : NotDone(context, result);

    /// <summary>201 with an invoice that was made, where it is, and its lines where they are few; whoever wants all of many asks for them.</summary>
    public static async Task<IResult> MadeAsync(HttpContext context, PaymentsApplication application, ReviewResult result)
    {
        if (result.Invoice is not { } made)
        {
            return NotDone(context, result);
        }

        Answer.Locate(context, $"{Root}/{made.Id}");
        Answer.TagVersion(context, made.Version);
        var lines = made.Lines <= MassPaymentView.EntriesInAnswerMax ? await application.InvoiceReviews.Queries.FindWithLinesAsync(context.Caller(), made.Id, context.RequestAborted) : null;
        return Answer.Json(StatusCodes.Status201Created, lines is { } found ? MassInvoiceBody.Of(made, found.Lines) : MassInvoiceBody.Of(made));
    }

    private static IResult NotDone(HttpContext context, ReviewResult result)
    {
        if (result.FileFaults.Count > 0)
        {
            return RejectedFile.Answer(result.FileFaults);
        }

        if (result.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var (id, decision) = (result.PendingInvoiceId, result.PendingDecisionId);
        return id is not null && decision is not null
            ? Answer.Pending(context, $"{Root}/{id}/decisions/{decision}", new PendingInvoiceDecision(id, "pending", decision))
            : throw new InvalidOperationException("A command led to nothing.");
    }
}

/// <summary>The outcome is still to come; the Location says where it can be read.</summary>
/// <param name="Status">Always <c>pending</c>.</param>
public sealed record PendingInvoiceDecision(string InvoiceId, string Status, string DecisionId);
