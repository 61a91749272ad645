using System.Text;
using Microsoft.Extensions.Logging;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Problems;

public sealed class ProblemTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task An_unknown_address_is_404_for_everybody()
    {
        (await api.GetAsync(null, "/api/nothing")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("admin", "/api/nothing")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("provider", "/api/payments/%E2%82%AC")).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_405()
    {
        (await api.SendAsync("admin", HttpMethod.Delete, "/api/payments")).IsProblem(405, "METHOD_NOT_ALLOWED");
        var reply = (await api.SendAsync(null, HttpMethod.Delete, "/api/payments", null, ("Idempotency-Key", "k"))).IsProblem(405, "METHOD_NOT_ALLOWED");
        Assert.Equal(["GET", "POST"], reply.ContentHeaders.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/json")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_of_another_type_is_415(string type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));
        (await api.SendAsync("operations", HttpMethod.Post, "/api/runs", content)).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData("", "BODY_MISSING")]
    [InlineData("[]", "BAD_VALUE")]
    [InlineData("null", "BAD_VALUE")]
    [InlineData("{\"reason\":NaN}", "NOT_JSON")]
    [InlineData("{\"reason\":\"x\"} {}", "NOT_JSON")]
    [InlineData("{\"reason\":\"x\"", "NOT_JSON")]
    [InlineData("{\"reason\":\"x\",}", "NOT_JSON")]
    [InlineData("{/**/\"reason\":\"x\"}", "NOT_JSON")]
    [InlineData("{'reason':'x'}", "NOT_JSON")]
    [InlineData("{\"reason\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", "NOT_JSON")]
    [InlineData("{\"Reason\":\"x\",\"reason\":\"x\"}", "UNKNOWN_FIELD")]
    [InlineData("{\"\\ud800\":1,\"reason\":\"x\"}", "UNKNOWN_FIELD")]
    [InlineData("{\"reason\":\"x\",\"reason\":\"y\"}", "DUPLICATE_FIELD")]
    public async Task A_body_that_is_no_strict_JSON_is_400(string body, string code)
    {
        var reply = await api.PostAsync("operations", "/api/runs", body);
        Assert.Equal(400, reply.Status);
        Assert.Equal(code, Assert.Single(reply.Errors).Code);
        Assert.Equal("application/problem+json", reply.ContentHeaders.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_400()
    {
        using var content = new ByteArrayContent([.. "{\"reason\":\""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        Assert.Equal("NOT_UTF8", Assert.Single((await api.SendAsync("operations", HttpMethod.Post, "/api/runs", content)).Errors).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_JSON_body_beyond_64_KB_is_413(bool isChunked)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"reason":"{{new string('x', 70_000)}}"}""");
        using HttpContent content = isChunked ? new PushContent(bytes) : new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        (await api.SendAsync("operations", HttpMethod.Post, "/api/runs", content, ("Idempotency-Key", "large"))).IsProblem(413, "TOO_LARGE");
    }

    [Fact]
    public async Task Answers_are_not_cached_nor_sniffed()
    {
        var reply = await api.GetAsync("auditor", "/api/inbox");
        Assert.True(reply.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task An_unexpected_error_is_logged_under_its_trace_and_tells_nothing()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        engine!.Gate = Task.FromException(new InvalidOperationException("secret"));
        var reply = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client))).IsProblem(500, "UNEXPECTED");

        Assert.DoesNotContain("secret", reply.Body, StringComparison.Ordinal);
        var line = Assert.Single(own.Logs.Lines, line => line.Event.Id == 3000);
        Assert.Contains(reply.Text("traceId"), line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Agency.Client, line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_its_caller_gives_up_is_no_error()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        engine!.IsHeld = true;
        using var gaveUp = new CancellationTokenSource();
        var asked = AskAsync(own, gaveUp.Token);
        await Eventually.BeAsync(() => engine.Reached > 0);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        engine.IsHeld = false;
        (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"))).Is(201);
        Assert.DoesNotContain(own.Logs.Lines, line => line.Level >= LogLevel.Error);
    }

    private static async Task AskAsync(Api own, CancellationToken gaveUp)
    {
        using var client = own.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments") { Content = Calls.Json(Calls.Facts(Agency.Client)) };
        request.Headers.Authorization = new("Bearer", own.TokenOf("provider"));
        request.Headers.Add("Idempotency-Key", "k");
        using var response = await client.SendAsync(request, gaveUp);
    }

    /// <summary>Does not say its length.</summary>
    private sealed class PushContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(bytes, 0, bytes.Length);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
