using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.MassPayments;

/// <summary>GET /api/mass-payments/{id}.</summary>
public static class ReadMassPayment
{
    private static readonly QueryDescription[] Query =
    [
        new("after", "Only entries with higher numbers: what the page before answered as next."),
        new("top", "At most so many entries, 1 to 10000; all where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/mass-payments/{id}", HandleAsync)
        .For(Role.Operations)
        .Describe("Read a mass payment", "The page with its entries: what stands against each while it is a draft, and the ids of need, service arrangement and payment request once it is approved.")
        .TakesQuery(Query)
        .Answers<MassPaymentWithEntries>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var after = query.Whole("after", "BAD_AFTER", 0, int.MaxValue - 1) ?? 0;
        var top = query.Whole("top", "BAD_TOP", 1, MassPaymentDrafts.EntriesMax) ?? MassPaymentDrafts.EntriesMax;
        return await application.MassPayments.FindAsync(id, context.RequestAborted) is { } page
            ? Answer.Versioned(context, page.Version, await MassPaymentView.ReadAsync(application, page, Math.Min(after, page.NextN), top, context.RequestAborted))
            : Problem.NotFound("mass payment");
    }
}
