using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/service-periods (CARE-4).</summary>
public static class ListServicePeriods
{
    /// <summary>Who sees how a generation stands; for the others a period is one to look into.</summary>
    private static readonly Role[] Seers = [Role.Operations, Role.Auditor, Role.Admin];

    private static readonly QueryDescription[] Query =
    [
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/service-periods", HandleAsync)
        .ForAnyRole()
        .Describe("List service periods", "The periods that were generated, oldest first; for operations, auditor and admin with how the latest generation of each stands.")
        .TakesQuery(Query)
        .Answers<ServicePeriodList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var (after, top) = (query.After(), query.Top());
        if (after is not null && !ServicePeriod.TryParse(after, out _))
        {
            return Problem.OfField(StatusCodes.Status400BadRequest, "BAD_AFTER", "after", "after is what the page before answered as next, unchanged.");
        }

        var isSeer = Seers.Any(context.Caller().Is);
        var items = new List<ServicePeriodItem>();
        await foreach (var period in application.ProviderPayments.Periods.ListAsync(context.RequestAborted))
        {
            // There are twelve of them a year, so that going over those before costs nothing.
            if (string.CompareOrdinal(period.Period, after) <= 0)
            {
                continue;
            }

            // One more than asked for tells that there is a next page.
            if (items.Count == top)
            {
                return Answer.Json(StatusCodes.Status200OK, new ServicePeriodList(items, items[^1].Period));
            }

            items.Add(isSeer ? ServicePeriodItem.Of(period) : new(period.Period));
        }

        return Answer.Json(StatusCodes.Status200OK, new ServicePeriodList(items, null));
    }
}

/// <summary>A service period that was generated. Whatever stands beside the period is for operations, auditor and admin, and left out for others.</summary>
/// <param name="Period">Such as <c>2026-11</c>.</param>
/// <param name="Status">Running or Completed.</param>
/// <param name="Number">Generations of a period are counted from 1.</param>
/// <param name="Created">Payments that the latest one has made.</param>
/// <param name="Existing">Payments that stood already.</param>
/// <param name="Skipped">Enrolments of providers or children that are not active.</param>
public sealed record ServicePeriodItem(
    string Period,
    GenerationStatus? Status = null,
    int? Number = null,
    int? Created = null,
    int? Existing = null,
    int? Skipped = null,
    string? StartedBy = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? CompletedAt = null,
    int? Version = null)
{
    public static ServicePeriodItem Of(GeneratedPeriod period)
        => new(period.Period, period.Status, period.Number, period.Created, period.Existing, period.Skipped, period.By, period.StartedAt, period.CompletedAt, period.Number);
}

/// <param name="Next">To be sent as <c>after</c> for the rest; null where there is none.</param>
public sealed record ServicePeriodList(IReadOnlyList<ServicePeriodItem> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
