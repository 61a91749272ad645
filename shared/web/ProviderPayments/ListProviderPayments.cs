using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/provider-payments (CARE-4).</summary>
public static class ListProviderPayments
{
    private static readonly QueryDescription[] Query =
    [
        new("period", "The service period, such as 2026-11; must be given."),
        new("tab", "all, pending-parent, submitted, authorized or paid; all where nothing is said."),
        new("sort", "child, provider, status, submission, amount or since, with a leading '-' for descending; child where nothing is said."),
        new("q", "Words that must all be found in the child's name or id, the provider's name or id, the service code or the id."),
        new("hold", "true for those on Hold alone, in the tab all."),
        new("open", "true for those neither Authorized nor Paid alone, in the tab submitted."),
        new("after", "What the page before, in the same sort, answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(ProviderPaymentAnswer.Root, HandleAsync)
        .ForAnyRole()
        .Describe("List a service period's payments", "A tab of a service period, sorted and searched, with what every tab holds. What you may not see is neither listed nor counted.")
        .TakesQuery(Query)
        .Answers<ProviderPaymentList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var asked = Read(query);
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !ProviderPaymentPages.IsPlace(after, asked))
        {
            throw Refused("BAD_AFTER", "after", "after is what the page before answered as next, unchanged, and for the same sort.");
        }

        var page = await application.ProviderPayments.Pages.ListAsync(context.Caller(), asked, after, top, context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new ProviderPaymentList([.. page.Items.Select(ProviderPaymentItem.Of)], page.Counts, page.Next));
    }

    /// <exception cref="ProblemException">400: what is asked for is missing or not known.</exception>
    private static PeriodQuery Read(QueryNames query)
    {
        if (!ServicePeriod.TryParse(query.Required("period"), out var period))
        {
            throw Refused("BAD_PERIOD", "period", "period is a month, such as 2026-11.");
        }

        if (!PaymentTabs.TryParse(query.Text("tab") ?? PaymentTabs.Names[0], out var tab))
        {
            throw Refused("BAD_TAB", "tab", $"tab is one of {string.Join(", ", PaymentTabs.Names)}.");
        }

        var order = query.Text("sort") ?? PaymentSorts.Names[0];
        var isDescending = order.StartsWith('-');
        return PaymentSorts.TryParse(isDescending ? order[1..] : order, out var sort)
            ? new PeriodQuery(period.ToString(), tab, sort, isDescending, query.Text("q", PeriodQuery.SearchCharsMax), query.Flag("hold"), query.Flag("open"))
            : throw Refused("BAD_SORT", "sort", $"sort is one of {string.Join(", ", PaymentSorts.Names)}, with a leading '-' for descending.");
    }

    private static ProblemException Refused(string code, string name, string message) => new(Problem.OfField(StatusCodes.Status400BadRequest, code, name, message));
}
