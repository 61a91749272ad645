using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.PaymentRequests;

/// <summary>What the endpoints of a payment request have in common.</summary>
internal static class PaymentRequestAnswer
{
    public static RouteHandlerBuilder IsMove(this RouteHandlerBuilder endpoint)
        => endpoint.For(Role.Operations)
            .TakesIfMatch()
            .Answers<PaymentRequestBody>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    /// <summary>The version that the caller insists on; null where any will do.</summary>
    public static Task<int?> IfVersionAsync(HttpContext context, PaymentsApplication application, string id)
        => IfMatch.Read(context.Request).AgainstAsync(async () => (await application.PaymentRequests.FindAsync(id, context.RequestAborted))?.Version);

    /// <summary>Why a note or reason cannot be kept; null where it can.</summary>
    public static Problem? CheckNote(string field, string? note)
        => note?.Length > ApprovalRules.NoteCharsMax
            ? Problem.OfField(StatusCodes.Status422UnprocessableEntity, "TOO_LONG", field, $"A {field} has at most {ApprovalRules.NoteCharsMax} characters.")
            : null;

    public static async Task<IResult> OfAsync(HttpContext context, PaymentsApplication application, RequestResult result)
        => result.Request is { } request
            ? await OfAsync(context, application, request)
            : Problem.Of(result.Refusal ?? throw new InvalidOperationException("An act on a payment request led to nothing."));

    public static async Task<IResult> OfAsync(HttpContext context, PaymentsApplication application, PaymentRequest request)
        => Answer.Versioned(context, request.Version, PaymentRequestBody.Of(request, await application.PaymentRequests.HistoryAsync(request, context.RequestAborted)));
}
