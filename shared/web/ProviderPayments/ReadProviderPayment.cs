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
            .Describe("Read a provider payment", "The payment as it is now, with its sheet, signature, calculation and adjustments; its version is the ETag. Under an adjustment's id, the answer is an adjustment instead, an AdjustmentBody as in the list of adjustments; kind tells which it is. Provider, parents and support coordinators see adjustments that are Authorized or Paid.")
            .Answers<ProviderPaymentBody>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapGet(ProviderPaymentAnswer.Root + "/{id}/history", HistoryAsync)
            .ForAnyRole()
            .Describe("Read a provider payment's history", "Its acts in their order: from and to on both axes, who, in which role, when, and what was said. Under an adjustment's id, the acts on it, with the one status that it has. Notes of authorisations are for staff.")
            .Answers<IReadOnlyList<ProviderPaymentHistoryEntry>>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var desk = application.ProviderPayments;
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            return await desk.AdjustmentQueries.FindAsync(context.Caller(), id, context.RequestAborted) is { } adjustment
                ? Answer.Versioned(context, adjustment.Version, Disclosure.Of(AdjustmentBody.Of(adjustment), context.Caller()))
                : Problem.NotFound("adjustment");
        }

        return await desk.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is { } payment
            ? Answer.Versioned(context, payment.Version, await ProviderPaymentAnswer.BodyAsync(context, application, payment))
            : Problem.NotFound("provider payment");
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var desk = application.ProviderPayments;
        var caller = context.Caller();
        var entries = ProviderPaymentIds.IsAdjustment(id)
            ? (await desk.AdjustmentQueries.HistoryAsync(caller, id, context.RequestAborted) is { } moves ? Disclosure.Of(moves, caller) : null)?.Select(ProviderPaymentHistoryEntry.Of)
            : (await desk.Queries.HistoryAsync(caller, id, context.RequestAborted))?.Select(move => ProviderPaymentHistoryEntry.Of(Disclosure.Of(move, caller)));
        return entries is null ? Problem.NotFound("provider payment") : Answer.Json<IReadOnlyList<ProviderPaymentHistoryEntry>>(StatusCodes.Status200OK, [.. entries]);
    }
}
