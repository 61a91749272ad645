using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Billing;
using Serverless.Payments.Identity;
using Serverless.Web.Billing;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>GET /api/remittances/{id}/records (SAN-3).</summary>
public static class ListActiveRecords
{
    private static readonly QueryDescription[] Query =
    [
        new("payer", "The payer, by its whole name; must be given, and is one of GET /api/billing/payers."),
        new("location", "With a visit at this location."),
        new("invoice", "The invoice of this number."),
        new("client", "Of one client, by id."),
        new("includePaid", "true for those without a balance as well. In a batch of takebacks it is always so, and those alone are answered that were paid (SAN-7)."),
        new("invoiceFrom", "Taken in on this day or later, such as 2026-11-25."),
        new("invoiceTo", "Taken in on this day or earlier."),
        new("serviceFrom", "With a visit on this day or later."),
        new("serviceTo", "With a visit on this day or earlier."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(RemittanceBody.Root + "/{id}/records", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("List the active records", "The payer's invoices with their visits, by client and invoice number, each with what this session's queue holds for it and what is left after that. A page looks at a bounded number of invoices: where few match, it may hold few or none, and still have a next one.")
        .TakesQuery(Query)
        .Answers<ActiveRecordList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var payer = query.Text("payer", BillingKeys.PayerCharsMax) ?? throw Refused("MISSING_QUERY", "payer", "Choose the payer first, as payer=NAME in the address: one of those that GET /api/billing/payers lists.");
        var filter = ListBillingInvoices.Read(query, payer);
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !BillingQueries.IsNext(after))
        {
            throw Refused("BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");
        }

        if (await RemittanceAnswer.FindAsync(context, application, id) is not { } state)
        {
            return RemittanceAnswer.NotFound();
        }

        var page = await application.Remittances.Queries.RecordsAsync(state, filter, after, top, context.RequestAborted);
        var names = await ClientNames.FindAsync(application.Directory, page.Items.Select(invoice => invoice.ClientId), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new ActiveRecordList([.. page.Items.Select(invoice => ActiveRecordBody.Of(state, invoice, names.GetValueOrDefault(invoice.ClientId)))], page.Next));
    }

    private static ProblemException Refused(string code, string name, string message) => new(Problem.OfField(StatusCodes.Status400BadRequest, code, name, message));
}
