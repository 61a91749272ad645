using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing;

/// <summary>GET /api/billing/invoices/{number} (SAN-3, SAN-9).</summary>
public static class ReadBillingInvoice
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(BillingInvoiceBody.Root + "/{number}", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Read a billing invoice", "With its visits, what each comes to, and all payments and credits. What a batch posts shows from the moment in which all of that batch is posted.")
        .Answers<BillingInvoiceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string number, PaymentsApplication application)
        => await application.Billing.Records.FindAsync(number, context.RequestAborted) is { } invoice
            ? Answer.Versioned(context, invoice.Version, BillingInvoiceBody.Of(invoice))
            : Problem.NotFound("invoice");
}
