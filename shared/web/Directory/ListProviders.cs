using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>GET /api/providers.</summary>
public static class ListProviders
{
    private static readonly QueryDescription[] Query =
    [
        new("name", "Contained in the name, whatever its case."),
        new("address", "Contained in the address, whatever its case."),
        new("after", "What the page before answered as next."),
        new("top", "At most so many, 1 to 500; 100 where nothing is said."),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/providers", HandleAsync)
        .ForAnyRole()
        .Describe("Find providers", "Providers of the Resource Databank by name and address, in the order of their ids, a page at a time: all for staff, their own for a provider's user, none for others. massPayment says whether one of its services offers mass payment.")
        .TakesQuery(Query)
        .Answers<ProviderList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, [.. Query.Select(name => name.Name)]);
        var page = await application.Providers.ListAsync(context.Caller(), query.Text("name"), query.Text("address"), query.After(), query.Top(), context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new ProviderList([.. page.Items.Select(BodyOf)], page.Next));
    }

    private static ProviderBody BodyOf(Provider provider)
        => new(provider.Id, provider.Name, provider.Address, provider.Active, provider.Services.Any(service => MassPaymentRules.CheckService(provider, service.Id) is null));
}

/// <param name="Next">Asks for the rest as <c>after</c>; null where there is none.</param>
public sealed record ProviderList(IReadOnlyList<ProviderBody> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <param name="MassPayment">Whether one of its services offers mass payment.</param>
public sealed record ProviderBody(string Id, string Name, string Address, bool Active, bool MassPayment);
