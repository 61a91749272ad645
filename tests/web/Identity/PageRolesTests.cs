using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Identity;

public sealed class PageRolesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Any = "provider coordinator technician ofo operations manager office parent biller auditor admin";
    private const string Reads = "biller auditor";

    /// <summary>Who may open or send what; every page stands here.</summary>
    private static readonly Dictionary<string, string> Matrix = new(StringComparer.Ordinal)
    {
        ["GET /inbox"] = Any,
        ["POST /inbox/decide"] = Any,
        ["GET /payments"] = Any,
        ["GET /payments.csv"] = Any,
        ["GET /payments/new"] = "provider",
        ["POST /payments/new"] = "provider",
        ["GET /payments/{id}"] = Any,
        ["POST /payments/{id}/{action}"] = Any,
        ["GET /invoices/new"] = "provider operations",
        ["POST /invoices/new"] = "provider operations",
        ["GET /overview"] = "coordinator technician ofo operations manager office auditor admin",
        ["GET /runs"] = "operations auditor",
        ["POST /runs"] = "operations",
        ["GET /runs/{id}"] = "operations auditor",
        ["GET /clients/{id}"] = Any,
        ["POST /clients/{id}/budgets"] = "coordinator",
        ["GET /me"] = Any,
        ["POST /me/mail"] = Any,
        ["POST /me/delegations"] = Any,
        ["POST /me/delegations/{id}/revoke"] = Any,
        ["GET /policy"] = Any,
        ["POST /policy"] = "admin",
        ["GET /users"] = "auditor admin",
        ["GET /users/new"] = "admin",
        ["GET /users/{name}"] = "auditor admin",
        ["POST /users"] = "admin",
        ["GET /mails"] = "auditor admin",
        ["POST /mails/retry"] = "admin",
        ["GET /mass-payments"] = "operations",
        ["GET /mass-payments/new"] = "operations",
        ["GET /mass-payments/new/{provider}/{service}"] = "operations",
        ["POST /mass-payments/new/{provider}/{service}"] = "operations",
        ["GET /mass-payments/{id}"] = "operations",
        ["POST /mass-payments/{id}/tick"] = "operations",
        ["POST /mass-payments/{id}/approve"] = "operations",
        ["POST /mass-payments/{id}/recall"] = "operations",
        ["POST /mass-payments/{id}/discard"] = "operations",
        ["POST /mass-payments/{id}/people"] = "operations",
        ["GET /mass-payments/{id}/entries/new"] = "operations",
        ["POST /mass-payments/{id}/entries"] = "operations",
        ["GET /mass-payments/{id}/entries/{n:int}"] = "operations",
        ["POST /mass-payments/{id}/entries/{n:int}"] = "operations",
        ["POST /mass-payments/{id}/entries/{n:int}/remove"] = "operations",
        ["GET /payment-requests/{id}"] = "operations",
        ["POST /payment-requests/{id}/cancel"] = "operations",
        ["POST /payment-requests/{id}/authorize"] = "operations",
        ["GET /mass-payment-invoices"] = Any,
        ["POST /mass-payment-invoices"] = "provider office",
        ["GET /mass-payment-invoices/{id}"] = Any,
        ["POST /mass-payment-invoices/{id}/verify"] = "office",
        ["POST /mass-payment-invoices/{id}/return"] = "office",
        ["POST /mass-payment-invoices/{id}/correct"] = "provider office",
        ["GET /provider-payments"] = Any,
        ["POST /provider-payments/generate"] = "operations",
        ["GET /provider-payments/{id}"] = Any,
        ["POST /provider-payments/{id}/receive"] = "operations",
        ["POST /provider-payments/{id}/authorize"] = "operations",
        ["POST /provider-payments/{id}/hold"] = "operations",
        ["POST /provider-payments/{id}/answer"] = "provider operations",
        ["GET /provider-payments/{id}/sheet"] = "provider operations",
        ["POST /provider-payments/{id}/sheet"] = "provider operations",
        ["GET /provider-payments/{id}/sign"] = "parent",
        ["POST /provider-payments/{id}/sign"] = "parent",
        ["POST /provider-payments/{id}/adjust"] = "operations",
        ["GET /adjustments"] = "technician ofo operations manager office biller auditor admin",
        ["POST /adjustments/{id}/authorize"] = "operations manager ofo",
        ["POST /adjustments/{id}/withdraw"] = "operations manager ofo",
        ["GET /exports"] = "operations auditor",
        ["POST /exports"] = "operations",
        ["GET /exports/{id}"] = "operations auditor",
        ["GET /exports/{id}/file"] = "operations auditor",
        ["GET /exports/{id}/manifest"] = "operations auditor",
        ["GET /notices"] = Any,
        ["GET /remittances"] = Reads,
        ["POST /remittances"] = "biller",
        ["POST /remittances/835"] = "biller",
        ["GET /remittances/{id}"] = Reads,
        ["GET /remittances/{id}/report"] = Reads,
        ["POST /remittances/{id}/batch"] = "biller",
        ["POST /remittances/{id}/save"] = "biller",
        ["POST /remittances/{id}/resume"] = "biller",
        ["POST /remittances/{id}/discard"] = "biller",
        ["POST /remittances/{id}/post"] = "biller",
        ["POST /remittances/{id}/checks"] = "biller",
        ["POST /remittances/{id}/checks/delete"] = "biller",
        ["POST /remittances/{id}/checks/next"] = "biller",
        ["POST /remittances/{id}/queue/clear"] = "biller",
        ["POST /remittances/{id}/rows"] = "biller",
        ["GET /billing"] = Reads,
        ["POST /billing"] = "biller",
        ["GET /billing/{number}"] = Reads,
        ["GET /participants"] = Reads,
        ["POST /participants"] = Reads,
        ["GET /participants/{id}"] = Reads,
        ["POST /participants/{id}/charges"] = "biller",
        ["POST /participants/{id}/payments"] = "biller",
        ["GET /participants/{id}/payments"] = Reads,
        ["POST /participants/{id}/payments/adjust"] = "biller",
        ["GET /participants/{id}/by-posting-date"] = Reads,
        ["GET /codes"] = Any,
        ["GET /codes/{table}"] = Any,
        ["POST /codes/{table}"] = "admin",
        ["POST /codes/{table}/remove"] = "admin",
        ["GET /codes/{table}/{code}/history"] = "auditor admin",
    };

    [Fact]
    [Trait("Req", "ALL-4")]
    public void Every_page_is_open_to_its_roles_and_to_nobody_else()
    {
        var found = Pages().Where(page => !IsOpen(page)).ToDictionary(
            NameOf,
            page => string.Join(' ', page.Metadata.GetMetadata<AllowedRoles>()!.Roles.Select(role => role.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal)),
            StringComparer.Ordinal);
        Assert.Equal(
            Matrix.Select(row => $"{row.Key}: {string.Join(' ', row.Value.Split(' ').Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal),
            found.Select(row => $"{row.Key}: {row.Value}").Order(StringComparer.Ordinal));
        Assert.All(Pages().Where(page => !IsOpen(page)), page => Assert.NotEmpty(page.Metadata.OfType<AuthorizationPolicy>()));
    }

    [Fact]
    public void Pages_for_everybody_are_those_of_signing_in_and_of_links_alone()
        => Assert.Equal(["GET /assets/{name}", "GET /links", "GET /links/{id}", "GET /sign-in", "POST /links/{id}", "POST /sign-in", "POST /sign-out"], Pages().Where(IsOpen).Select(NameOf).Order(StringComparer.Ordinal));

    private static bool IsOpen(RouteEndpoint page) => page.Metadata.OfType<IAllowAnonymous>().Any();

    private static string NameOf(RouteEndpoint page) => $"{page.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {page.RoutePattern.RawText}";

    private IEnumerable<RouteEndpoint> Pages()
        => fixture.Api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<PageEndpoint>() is not null);
}
