using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.ProviderPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/provider-payments/{id} and its history; of a payment or of an adjustment.</summary>
public static class ReadProviderPayment
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProviderPaymentAnswer.Root + "/{id}", HandleAsync)
            .ForAnyRole()
            .Describe("Read a provider payment", "The payment as it is now, with its sheet, signature, calculation and adjustments; its version is the ETag. Under an adjustment's id, the adjustment in the shape of the list of adjustments.")
            .Answers<ProviderPaymentBody>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapGet(ProviderPaymentAnswer.Root + "/{id}/history", HistoryAsync)
            .ForAnyRole()
            .Describe("Read a provider payment's history", "Its acts in their order: from and to on both axes, who, in which role, when, and what was said. Likewise of an adjustment.")
            .Answers<IReadOnlyList<ProviderPaymentHistoryEntry>>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var desk = application.ProviderPayments;
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            return await desk.AdjustmentQueries.FindAsync(context.Caller(), id, context.RequestAborted) is { } adjustment
                ? Answer.Versioned(context, adjustment.Version, AdjustmentBody.Of(adjustment))
                : Problem.NotFound("adjustment");
        }

        return await desk.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is { } payment
            ? Answer.Versioned(context, payment.Version, await ProviderPaymentAnswer.BodyAsync(context, application, payment))
            : Problem.NotFound("provider payment");
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var desk = application.ProviderPayments;
        var entries = ProviderPaymentIds.IsAdjustment(id)
            ? (await desk.AdjustmentQueries.HistoryAsync(context.Caller(), id, context.RequestAborted))?.Select(ProviderPaymentHistoryEntry.Of)
            : (await desk.Queries.HistoryAsync(context.Caller(), id, context.RequestAborted))?.Select(ProviderPaymentHistoryEntry.Of);
        return entries is null ? Problem.NotFound("provider payment") : Answer.Json<IReadOnlyList<ProviderPaymentHistoryEntry>>(StatusCodes.Status200OK, [.. entries]);
    }
}
