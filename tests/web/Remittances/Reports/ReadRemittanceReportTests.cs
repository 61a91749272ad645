using Serverless.Payments.Amounts;
using Serverless.Payments.Remittances;
using Serverless.Testing;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Remittances.Reports;

[Trait("Req", "SAN-11")]
public sealed class ReadRemittanceReportTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Path = $"/api/remittances/{QueuedSession.Id}/report";

    private readonly Api api = fixture.Api;

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json;q=0.2, application/pdf", "application/pdf")]
    [InlineData("image/png, application/json;q=0, */*;q=0.1", "text/html")]
    public async Task The_form_is_what_accept_likes_best(string? accept, string expected)
    {
        var reply = await ReadAsync("biller", Path, accept);
        Assert.Equal((expected, "Accept"), (reply.Is(200).ContentHeaders.ContentType!.MediaType, string.Join(',', reply.Headers.Vary)));
    }

    [Fact]
    public async Task Each_form_is_safe_to_open()
    {
        var page = (await ReadAsync("auditor", $"{Path}?format=html", "application/json")).Is(200);
        Assert.StartsWith("<!DOCTYPE html>", page.Body, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        var document = (await ReadAsync("biller", $"{Path}?format=pdf", null)).Is(200);
        Assert.StartsWith("%PDF-1.7", document.Body, StringComparison.Ordinal);
        Assert.Equal("inline; filename=\"remittance-42.pdf\"", document.ContentHeaders.ContentDisposition!.ToString());
        var json = (await ReadAsync("biller", $"{Path}?format=json", null)).Is(200).Json;
        Assert.Equal((42, QueuedSession.Id, "Preview"), (json.GetProperty("batchNumber").GetInt32(), json.GetProperty("batchId").GetString(), json.GetProperty("status").GetString()));
        Assert.Contains("\"totals\":{\"rowCount\":0,\"deniedCount\":0,\"post\":0.00,\"adjustment\":0.00,\"provider\":-3.00,\"net\":3.00}", (await ReadAsync("biller", Path, null)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_forms_and_other_sessions_are_refused()
    {
        (await ReadAsync("biller", Path, "image/png")).IsProblem(406, "NOT_ACCEPTABLE");
        (await ReadAsync("biller", Path, "application/json;q=0")).IsProblem(406, "NOT_ACCEPTABLE");
        (await ReadAsync("biller", $"{Path}?format=xml", null)).IsProblem(400, "BAD_FORMAT");
        (await ReadAsync("biller", "/api/remittances/rm-000000000000000000000000/report", null)).IsProblem(404, "NOT_FOUND");
    }

    private async Task<Reply> ReadAsync(string user, string path, string? accept)
    {
        var state = new QueuedSession().Check("4711", 3, "CHECK", null, new ProviderLevelAdjustment("L6", "", Money.Of(-3))).State;
        await api.Application.Remittances.Records.InsertAsync(state.Remittance, state.Queue);
        return accept is null ? await api.GetAsync(user, path) : await api.SendAsync(user, HttpMethod.Get, path, null, ("Accept", accept));
    }
}
