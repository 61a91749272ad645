using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Billing;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Billing;

/// <summary>GET /api/billing/invoices (SAN-3).</summary>
public static class ListBillingInvoices
{
    private static readonly QueryDescription[] Query =
    [
        new("payer", "Of one payer, by its whole name in any case; of all, payer by payer, where nothing is said."),
        new("client", "Of one client, by id."),
        new("location", "With a visit at this location."),
        new("status", "Of one status, by its display name, such as '07 – Bill Paid'."),
        new("invoice", "The invoice of this number."),
        new("invoiceFrom", "Taken in on this day or later, such as 2026-11-25."),
        new("invoiceTo", "Taken in on this day or earlier."),
        new("serviceFrom", "With a visit on this day or later."),
        new("serviceTo", "With a visit on this day or earlier."),
        new("includePaid", "false for those alone that have a balance; where nothing is said all are answered."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(BillingInvoiceBody.Root, HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("List billing invoices", "By payer, client and number, with what each comes to. A page looks at a bounded number of invoices: where few match, it may hold few or none, and still have a next one.")
        .TakesQuery(Query)
        .Answers<BillingInvoiceList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var payer = query.Text("payer", BillingKeys.PayerCharsMax);
        var filter = Read(query, payer) with { IncludePaid = query.Text("includePaid") is null || query.Flag("includePaid") };
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !(payer is null ? BillingLists.IsNext(after) : BillingQueries.IsNext(after)))
        {
            throw Refused("BAD_AFTER", "after", "after is what the page before answered as next, unchanged, and for the same filter.");
        }

        var page = payer is null
            ? await application.Billing.Lists.ListAsync(filter, after, top, context.RequestAborted)
            : await application.Billing.Queries.ListAsync(filter, after, top, context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new BillingInvoiceList([.. page.Items.Select(BillingInvoiceItem.Of)], page.Next));
    }

    /// <summary>Reads which invoices are asked for; those of its names that a list does not take are refused before.</summary>
    /// <exception cref="ProblemException">400: what is asked for is not known.</exception>
    internal static BillingFilter Read(QueryNames query, string? payer) => new(payer ?? string.Empty)
    {
        ClientId = query.Text("client") is var client && (client is null || Client.IsId(client)) ? client : throw Refused("BAD_CLIENT_ID", "client", "client is a client id of 10 digits."),
        Location = query.Text("location", BillingFilter.LocationCharsMax),
        Status = ReadStatus(query),
        Invoice = query.Text("invoice") is var number && (number is null || BillingKeys.IsNumber(number)) ? number : throw Refused("BAD_INVOICE_NUMBER", "invoice", $"invoice is a number of 1 to {BillingKeys.NumberCharsMax} letters, digits, '-', '_' or '.'."),
        InvoiceFrom = query.Day("invoiceFrom"),
        InvoiceTo = query.Day("invoiceTo"),
        ServiceFrom = query.Day("serviceFrom"),
        ServiceTo = query.Day("serviceTo"),
        IncludePaid = query.Flag("includePaid"),
    };

    private static InvoiceStatus? ReadStatus(QueryNames query) => query.Text("status") switch
    {
        null => null,
        var text when InvoiceStatuses.TryParse(text, out var status) => status,
        _ => throw Refused("BAD_STATUS", "status", $"There is no such status; there are {string.Join(", ", Enum.GetValues<InvoiceStatus>().Select(status => status.DisplayName()))}."),
    };

    private static ProblemException Refused(string code, string name, string message) => new(Problem.OfField(StatusCodes.Status400BadRequest, code, name, message));
}
