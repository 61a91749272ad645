using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.InvoiceReviews;

/// <summary>GET /api/mass-payment-invoices/{id} and its history.</summary>
public static class ReadMassInvoice
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(MassInvoiceAnswer.Root + "/{id}", HandleAsync)
            .ForAnyRole()
            .Describe("Read an invoice", "The invoice as it is now with all its lines, what stands against each and what is worth a look; its version is the ETag. Providers read their own.")
            .Answers<MassInvoiceBody>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapGet(MassInvoiceAnswer.Root + "/{id}/history", HistoryAsync)
            .ForAnyRole()
            .Describe("Read an invoice's history", "Its moves in their order: from, to, who, in which role, when, and the reasons of a return.")
            .Answers<IReadOnlyList<MassInvoiceMove>>(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.InvoiceReviews.Queries.FindWithLinesAsync(context.Caller(), id, context.RequestAborted) is var (invoice, lines)
            ? Answer.Versioned(context, invoice.Version, MassInvoiceBody.Of(invoice, lines))
            : Problem.NotFound("invoice");

    private static async Task<IResult> HistoryAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.InvoiceReviews.Queries.HistoryAsync(context.Caller(), id, context.RequestAborted) is { } moves
            ? Answer.Json<IReadOnlyList<MassInvoiceMove>>(StatusCodes.Status200OK, [.. moves.Select(MassInvoiceMove.Of)])
            : Problem.NotFound("invoice");
}
