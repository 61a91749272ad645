using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Identity;

public sealed class RolesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Id = "00000000000000000000000000";
    private const string Any = "provider coordinator technician ofo operations manager office parent biller auditor admin";
    private readonly Api api = fixture.Api;

    /// <summary>Who may call what; every address of the API stands here.</summary>
    public static TheoryData<string, string, string> Matrix => new()
    {
        { "POST", "/api/payments", "provider" },
        { "GET", "/api/payments", Any },
        { "GET", "/api/payments/{id}", Any },
        { "GET", "/api/payments/{id}/history", Any },
        { "GET", "/api/payments/{id}/decisions/{decisionId}", Any },
        { "POST", "/api/payments/{id}/approve", Any },
        { "POST", "/api/payments/{id}/deny", Any },
        { "POST", "/api/payments/{id}/review", "provider" },
        { "POST", "/api/payments/{id}/resubmit", "provider" },
        { "POST", "/api/payments/{id}/delete", "provider" },
        { "POST", "/api/payments/{id}/hold", Any },
        { "POST", "/api/payments/{id}/release", Any },
        { "GET", "/api/inbox", Any },
        { "GET", "/api/approval-policy", Any },
        { "PUT", "/api/approval-policy", "admin" },
        { "GET", "/api/approval-policy/history", "auditor admin" },
        { "GET", "/api/users", "auditor admin" },
        { "GET", "/api/users/{name}", Any },
        { "PUT", "/api/users/{name}", "admin" },
        { "PUT", "/api/users/me/mail", Any },
        { "POST", "/api/delegations", Any },
        { "GET", "/api/delegations", Any },
        { "DELETE", "/api/delegations/{id}", Any },
        { "POST", "/api/repair", "admin" },
        { "GET", "/api/parked", "admin" },
        { "POST", "/api/parked/{id}/requeue", "admin" },
        { "GET", "/api/mails", "auditor admin" },
        { "POST", "/api/mails/{id}/retry", "admin" },
        { "POST", "/api/mails/retry", "admin" },
        { "POST", "/api/runs", "operations" },
        { "GET", "/api/runs/{id}", "operations auditor" },
        { "POST", "/api/invoices", "provider operations" },
        { "GET", "/api/invoices/{hash}", "provider operations auditor admin" },
        { "POST", "/api/mass-payment-invoices", "provider office" },
        { "GET", "/api/mass-payment-invoices", Any },
        { "GET", "/api/mass-payment-invoices/{id}", Any },
        { "GET", "/api/mass-payment-invoices/{id}/history", Any },
        { "GET", "/api/mass-payment-invoices/{id}/decisions/{decisionId}", Any },
        { "POST", "/api/mass-payment-invoices/{id}/verify", "office" },
        { "POST", "/api/mass-payment-invoices/{id}/return", "office" },
        { "POST", "/api/mass-payment-invoices/{id}/correct", "provider office" },
        { "GET", "/api/notices", Any },
        { "POST", "/api/mass-payments", "operations" },
        { "GET", "/api/mass-payments", "operations" },
        { "POST", "/api/mass-payments/upload", "operations" },
        { "GET", "/api/mass-payments/{id}", "operations" },
        { "DELETE", "/api/mass-payments/{id}", "operations" },
        { "POST", "/api/mass-payments/{id}/entries", "operations" },
        { "PUT", "/api/mass-payments/{id}/entries/{n}", "operations" },
        { "DELETE", "/api/mass-payments/{id}/entries/{n}", "operations" },
        { "POST", "/api/mass-payments/{id}/approve", "operations" },
        { "POST", "/api/mass-payments/{id}/recall", "operations" },
        { "GET", "/api/payment-requests/{id}", "operations" },
        { "POST", "/api/payment-requests/{id}/cancel", "operations" },
        { "POST", "/api/payment-requests/{id}/authorize", "operations" },
        { "POST", "/api/service-periods/{period}/generate", "operations" },
        { "GET", "/api/service-periods", Any },
        { "GET", "/api/service-periods/{period}", "operations auditor" },
        { "GET", "/api/provider-payments", Any },
        { "GET", "/api/provider-payments/{id}", Any },
        { "GET", "/api/provider-payments/{id}/history", Any },
        { "GET", "/api/provider-payments/{id}/sheets/{number}", Any },
        { "GET", "/api/provider-payments/{id}/acts/{actId}", Any },
        { "POST", "/api/provider-payments/{id}/attendance", "provider" },
        { "PUT", "/api/provider-payments/{id}/attendance", "operations" },
        { "POST", "/api/provider-payments/{id}/sign", "parent" },
        { "POST", "/api/provider-payments/{id}/receive", "operations" },
        { "POST", "/api/provider-payments/{id}/authorize", "operations manager ofo" },
        { "POST", "/api/provider-payments/{id}/hold", "operations" },
        { "POST", "/api/provider-payments/{id}/answer", "provider operations" },
        { "POST", "/api/provider-payments/{id}/adjust", "operations" },
        { "POST", "/api/provider-payments/{id}/withdraw", "operations manager ofo" },
        { "GET", "/api/adjustments", "technician ofo operations manager office biller auditor admin" },
        { "POST", "/api/exports", "operations" },
        { "GET", "/api/exports", "operations auditor" },
        { "GET", "/api/exports/{id}", "operations auditor" },
        { "GET", "/api/exports/{id}/file", "operations auditor" },
        { "GET", "/api/exports/{id}/manifest", "operations auditor" },
        { "POST", "/api/billing/invoices", "biller" },
        { "GET", "/api/billing/invoices", "biller auditor" },
        { "GET", "/api/billing/invoices/{number}", "biller auditor" },
        { "GET", "/api/billing/intakes/{hash}", "biller auditor" },
        { "GET", "/api/billing/payers", "biller auditor" },
        { "POST", "/api/participants/{id}/charges", "biller" },
        { "GET", "/api/participants/{id}/charges", "biller auditor" },
        { "POST", "/api/participants/{id}/payments", "biller" },
        { "POST", "/api/participants/{id}/payments/{seq}/adjust", "biller" },
        { "GET", "/api/participants/{id}/payments", "biller auditor" },
        { "GET", "/api/participants/{id}/payments/by-posting-date", "biller auditor" },
        { "GET", "/api/remittances/{id}/report", "biller auditor" },
        { "POST", "/api/remittances", "biller" },
        { "GET", "/api/remittances", "biller auditor" },
        { "POST", "/api/remittances/835", "biller" },
        { "GET", "/api/remittances/{id}", "biller auditor" },
        { "PUT", "/api/remittances/{id}", "biller" },
        { "DELETE", "/api/remittances/{id}", "biller" },
        { "POST", "/api/remittances/{id}/checks", "biller" },
        { "DELETE", "/api/remittances/{id}/checks/current", "biller" },
        { "POST", "/api/remittances/{id}/checks/next", "biller" },
        { "GET", "/api/remittances/{id}/records", "biller auditor" },
        { "PUT", "/api/remittances/{id}/queue/{invoice}", "biller" },
        { "PUT", "/api/remittances/{id}/queue/{invoice}/lines/{line}", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/pay", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/lines/{line}/pay", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/write-off", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/lines/{line}/write-off", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/deny", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/lines/{line}/deny", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/clear", "biller" },
        { "POST", "/api/remittances/{id}/queue/{invoice}/lines/{line}/clear", "biller" },
        { "DELETE", "/api/remittances/{id}/queue", "biller" },
        { "POST", "/api/remittances/{id}/save", "biller" },
        { "POST", "/api/remittances/{id}/resume", "biller" },
        { "POST", "/api/remittances/{id}/post", "biller" },
        { "GET", "/api/clients/{id}", Any },
        { "GET", "/api/clients/{id}/budgets/{serviceCode}", Any },
        { "PUT", "/api/clients/{id}/budgets/{serviceCode}", "coordinator" },
        { "GET", "/api/contracts/{providerId}/{serviceCode}", Any },
        { "PUT", "/api/contracts/{providerId}/{serviceCode}", "admin" },
        { "GET", "/api/caps/contracts/{providerId}/{serviceCode}", "admin" },
        { "PUT", "/api/caps/contracts/{providerId}/{serviceCode}", "admin" },
        { "GET", "/api/smart/vendors/{providerId}", "admin" },
        { "PUT", "/api/smart/vendors/{providerId}", "admin" },
        { "GET", "/api/enrollments", Any },
        { "GET", "/api/enrollments/{providerId}/{clientId}", Any },
        { "PUT", "/api/enrollments/{providerId}/{clientId}", "operations" },
        { "GET", "/api/attendance-policy", Any },
        { "PUT", "/api/attendance-policy", "admin" },
        { "GET", "/api/ledger/trial-balance", "auditor" },
        { "GET", "/api/providers", Any },
        { "GET", "/api/providers/{id}/services", Any },
        { "POST", "/api/people/search", "operations office" },
        { "GET", "/api/people/{clientId}/cases", "operations office" },
        { "GET", "/api/codes", Any },
        { "GET", "/api/codes/{table}", Any },
        { "PUT", "/api/codes/{table}/{code}", "admin" },
        { "DELETE", "/api/codes/{table}/{code}", "admin" },
        { "GET", "/api/codes/{table}/{code}/history", "auditor admin" },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    [Trait("Req", "UPI-7")]
    public async Task An_endpoint_is_open_to_its_roles_and_to_nobody_else(string method, string pattern, string roles)
    {
        var path = pattern.Replace("{id}", Id, StringComparison.Ordinal).Replace("{decisionId}", "d", StringComparison.Ordinal).Replace("{hash}", "h", StringComparison.Ordinal)
            .Replace("{serviceCode}", "SLN", StringComparison.Ordinal).Replace("{providerId}", "P-100", StringComparison.Ordinal).Replace("{clientId}", Agency.Client, StringComparison.Ordinal);
        (await api.SendAsync(null, new HttpMethod(method), path)).IsProblem(401, "NOT_SIGNED_IN");
        foreach (var user in Agency.Users.Where(user => !user.Name.EndsWith('2')))
        {
            var reply = await api.SendAsync(user.Name, new HttpMethod(method), path);
            if (roles.Split(' ').Contains(user.Name))
            {
                Assert.True(reply.Status is not (401 or 403), $"{user.Name} may call {method} {pattern}, and got {reply.Status}.");
            }
            else
            {
                Assert.True(reply.Status == 403, $"{user.Name} may not call {method} {pattern}, and got {reply.Status}.");
                reply.IsProblem(403, "WRONG_ROLE");
            }
        }
    }

    [Fact]
    public void Every_endpoint_names_its_roles_or_is_open_on_purpose()
    {
        var named = Matrix.Select(row => $"{row[0]} {row[1]}").ToHashSet(StringComparer.Ordinal);
        foreach (var endpoint in Endpoints())
        {
            var isOpen = endpoint.Metadata.OfType<IAllowAnonymous>().Any();
            Assert.True(isOpen != endpoint.Metadata.OfType<AllowedRoles>().Any(), $"{endpoint.DisplayName} names no roles and is not open on purpose, or both.");
            Assert.True(isOpen || endpoint.Metadata.OfType<AuthorizationPolicy>().Any(), $"{endpoint.DisplayName} has no policy.");
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];
            Assert.True(isOpen || named.Remove($"{method} {endpoint.RoutePattern.RawText}"), $"{endpoint.DisplayName} is missing in the matrix of roles.");
        }

        Assert.Empty(named);
        Assert.Equal(
            ["/", "/alive", "/dev/sign-in", "/health", "/openapi/{documentName}.json"],
            Endpoints().Where(endpoint => endpoint.Metadata.OfType<IAllowAnonymous>().Any()).Select(endpoint => endpoint.RoutePattern.RawText!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_claims_to_be_a_payment_system_or_an_unknown_role()
    {
        Assert.Null(CallerReader.Read(Principal(("sub", "x"), ("roles", "caps"), ("role", "Admin"))));
        Assert.Null(CallerReader.Read(Principal(("sub", "inbox"), ("roles", "admin"))));
        Assert.Null(CallerReader.Read(Principal(("sub", "smart"), ("roles", "admin"))));
        Assert.Null(CallerReader.Read(Principal(("roles", "admin"))));
        Assert.Null(CallerReader.Read(Principal(("sub", "x"), ("roles", "provider"))));
        Assert.Equal([Role.Admin], CallerReader.Read(Principal(("sub", "x"), ("role", "admin"), ("roles", "caps")))!.Roles);
        (await api.GetAsync(null, "/api/inbox")).IsProblem(401, "NOT_SIGNED_IN");
    }

    private static System.Security.Claims.ClaimsPrincipal Principal(params (string Type, string Value)[] claims)
        => new(new System.Security.Claims.ClaimsIdentity([.. claims.Select(claim => new System.Security.Claims.Claim(claim.Type, claim.Value))], "test"));

    /// <summary>Those of the API; pages have a matrix of their own.</summary>
    private IEnumerable<RouteEndpoint> Endpoints()
        => api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<PageEndpoint>() is null);
}
