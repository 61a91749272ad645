using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>What the endpoints of provider payments have in common.</summary>
internal static class ProviderPaymentAnswer
{
    public const string Root = "/api/provider-payments";

    public static string PathOf(string id) => $"{Root}/{id}";

    /// <summary>POST …/{id}/…: an act on a payment.</summary>
    public static RouteHandlerBuilder IsAct(this RouteHandlerBuilder endpoint, params Role[] roles)
        => endpoint.For(roles)
            .TakesIfMatch()
            .Answers<ProviderPaymentBody>(StatusCodes.Status200OK)
            .Answers<PendingAct>(StatusCodes.Status202Accepted)
            .RefusesAct();

    public static RouteHandlerBuilder RefusesAct(this RouteHandlerBuilder endpoint)
        => endpoint.Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    /// <summary>Which act the request is, and on which version.</summary>
    public static async Task<AttendanceRequest> RequestAsync(HttpContext context, PaymentsApplication application, string id)
        => new(context.RequestId(), await IfVersionAsync(context, application, id));

    /// <summary>The version of the payment or adjustment that the caller insists on; null where any will do.</summary>
    public static Task<int?> IfVersionAsync(HttpContext context, PaymentsApplication application, string id)
        => IfMatch.Read(context.Request).AgainstAsync(async () => ProviderPaymentIds.IsAdjustment(id)
            ? (await application.ProviderPayments.AdjustmentQueries.FindAsync(context.Caller(), id, context.RequestAborted))?.Version
            : (await application.ProviderPayments.Queries.FindAsync(context.Caller(), id, context.RequestAborted))?.Version);

    /// <summary>What an act on a payment led to.</summary>
    public static async Task<IResult> OfAsync(HttpContext context, PaymentsApplication application, ProviderPaymentResult result)
    {
        if (result.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (result.Pending is { } act)
        {
            return Answer.Pending(context, $"{PathOf(act.PaymentId)}/acts/{act.Id}", new PendingAct(act.PaymentId, "pending", act.Id));
        }

        var payment = result.Payment ?? throw new InvalidOperationException("An act on a provider payment led to nothing.");
        return Answer.Versioned(context, payment.Version, await BodyAsync(context, application, payment));
    }

    public static async Task<ProviderPaymentBody> BodyAsync(HttpContext context, PaymentsApplication application, ProviderPayment payment)
    {
        var caller = context.Caller();
        var view = await application.ProviderPayments.Queries.WholeAsync(caller, payment, context.RequestAborted);
        return ProviderPaymentBody.Of(view with { Adjustments = Disclosure.Of(view.Adjustments, caller) }, await application.ProviderPayments.Listed.OfAsync(payment, context.RequestAborted));
    }

    /// <summary>What an act on an adjustment led to.</summary>
    public static IResult Of(HttpContext context, AdjustmentResult result) => result.Adjustment is { } adjustment
        ? Answer.Versioned(context, adjustment.Version, AdjustmentBody.Of(adjustment))
        : Problem.Of(result.Refusal ?? throw new InvalidOperationException("An act on an adjustment led to nothing."));
}

/// <summary>The outcome is still to come; the Location says where it can be read.</summary>
/// <param name="Status">Always <c>pending</c>.</param>
public sealed record PendingAct(string PaymentId, string Status, string ActId);
