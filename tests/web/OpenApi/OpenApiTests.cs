using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Approvals;
using Serverless.Web.Pages;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.OpenApi;

public sealed class OpenApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task The_document_describes_every_endpoint()
    {
        var document = (await api.GetAsync(null, "/openapi/v1.json")).Is(200).Json;
        var paths = document.GetProperty("paths");
        var routes = api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => !route.RoutePattern.RawText!.StartsWith("/openapi", StringComparison.Ordinal) && route.Metadata.GetMetadata<PageEndpoint>() is null);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            Assert.True(paths.TryGetProperty(route.RoutePattern.RawText!, out var path), $"{route.RoutePattern.RawText} is missing.");
            var operation = path.GetProperty(method.ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), response => response.Name[0] == '2');
            if (!route.Metadata.OfType<IAllowAnonymous>().Any())
            {
                Assert.True(operation.GetProperty("security")[0].TryGetProperty("bearer", out _));
                Assert.True(operation.GetProperty("responses").GetProperty("401").GetProperty("content").TryGetProperty("application/problem+json", out _));
            }

            if (method is "POST" or "PUT" && route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            {
                Assert.Contains(operation.GetProperty("parameters").EnumerateArray(), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
                Assert.True(operation.TryGetProperty("requestBody", out _), $"{route.DisplayName} has no body.");
            }
        }

        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Money_and_statuses_are_described_as_they_are_written()
    {
        var schemas = (await api.GetAsync(null, "/openapi/v1.json")).Is(200).Json.GetProperty("components").GetProperty("schemas");
        var payment = schemas.GetProperty("PaymentBody").GetProperty("properties");
        var money = Resolve(schemas, payment.GetProperty("amount"));
        Assert.Equal("number", money.GetProperty("type").GetString());
        Assert.Equal(0.01m, money.GetProperty("multipleOf").GetDecimal());
        Assert.Equal(
            PaymentStatuses.All.Select(status => status.DisplayName()).Order(StringComparer.Ordinal),
            Resolve(schemas, payment.GetProperty("status")).GetProperty("enum").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("date", Resolve(schemas, payment.GetProperty("serviceFrom")).GetProperty("format").GetString());
        Assert.Contains("units", schemas.GetProperty("PaymentFacts").GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    private static JsonElement Resolve(JsonElement schemas, JsonElement schema)
        => schema.TryGetProperty("$ref", out var reference) ? schemas.GetProperty(reference.GetString()!.Split('/')[^1]) : schema;
}
