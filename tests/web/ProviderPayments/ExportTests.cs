using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

[Trait("Req", "CARE-5")]
public sealed class ExportTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task An_export_pays_what_is_authorised_and_gives_out_its_file()
    {
        var care = await CareMonth.NextAsync(api);
        var location = await care.PaidAsync();
        var export = (await api.GetAsync("auditor", location)).Is(200);
        Assert.Equal((care.Period, "Completed", "operations", 1), (export.Text("period"), export.Text("status"), export.Text("startedBy"), export.Json.GetProperty("count").GetInt32()));
        Assert.Contains("\"total\":200.00,", export.Body, StringComparison.Ordinal);
        Assert.Equal($"\"{export.Json.GetProperty("version").GetInt32()}\"", export.ETag);

        var file = (await api.GetAsync("operations", $"{location}/file")).Is(200);
        Assert.Equal(("text/csv; charset=utf-8", "attachment", $"{export.Text("id")}.csv"), (file.ContentHeaders.ContentType?.ToString(), file.ContentHeaders.ContentDisposition?.DispositionType, file.ContentHeaders.ContentDisposition?.FileName));
        var lines = file.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("kind,id,corrects,period,provider_id,provider_name,client_id,child_name,service_code,units,rate,amount", lines[0]);
        Assert.Contains(care.IdOf("P-100", Agency.Client), lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",200.00", lines[1], StringComparison.Ordinal);
        var manifest = (await api.GetAsync("operations", $"{location}/manifest")).Is(200);
        Assert.Equal((export.Text("sha256"), 1), (manifest.Text("sha256"), manifest.Json.GetProperty("count").GetInt32()));

        var paid = (await api.GetAsync("provider", care.Path)).Is(200);
        Assert.Equal(("Paid", export.Text("id")), (paid.Text("paymentStatus"), paid.Text("exportId")));
        var listed = (await api.GetAsync("auditor", $"/api/exports?period={care.Period}")).Is(200).Json.GetProperty("items");
        Assert.Equal([export.Text("id")], listed.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_same_key_is_the_same_export_and_a_later_one_pays_nothing_again()
    {
        var care = await CareMonth.NextAsync(api);
        await care.AuthorizedAsync();
        var body = $$"""{"period":"{{care.Period}}"}""";
        var first = (await api.PostAsync("operations", "/api/exports", body, ("Idempotency-Key", care.Period))).Is(202);
        Assert.Equal(first.Location, (await api.PostAsync("operations", "/api/exports", body, ("Idempotency-Key", care.Period))).Is(202).Location);
        await Eventually.SeeAsync(async () => (await api.GetAsync("operations", first.Location!)).Text("status") == "Completed" ? "" : null);
        var second = await care.ExportedAsync();
        Assert.Equal(0, (await api.GetAsync("operations", second)).Is(200).Json.GetProperty("count").GetInt32());

        var page = (await api.GetAsync("operations", $"/api/exports?period={care.Period}&top=1")).Is(200).Json;
        Assert.Equal(first.Text("id"), page.GetProperty("next").GetString());
        var rest = (await api.GetAsync("operations", $"/api/exports?period={care.Period}&after={first.Text("id")}")).Is(200).Json;
        Assert.Equal(second.Split('/')[^1], Assert.Single(rest.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Null(rest.GetProperty("next").GetString());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ex-000000000000000000000000")]
    public async Task A_list_is_not_continued_behind_what_is_no_export(string after)
        => Assert.Equal([("BAD_AFTER", "after")], (await api.GetAsync("operations", $"/api/exports?after={after}")).IsProblem(400, "BAD_AFTER").Errors);

    [Fact]
    public async Task While_an_export_is_at_work_there_is_no_file_yet()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        var care = await CareMonth.NextAsync(own);
        engine!.IsHeld = true;
        var begun = (await own.PostAsync("operations", "/api/exports", $$"""{"period":"{{care.Period}}"}""")).Is(202);
        Assert.Equal(("Running", 1, "\"1\""), (begun.Text("status"), begun.Json.GetProperty("version").GetInt32(), begun.ETag));
        Assert.Equal("Running", (await own.GetAsync("auditor", begun.Location!)).Is(200).Text("status"));
        (await own.GetAsync("operations", $"{begun.Location}/file")).IsProblem(409, "NOT_READY");
        (await own.GetAsync("operations", $"{begun.Location}/manifest")).IsProblem(409, "NOT_READY");
    }

    [Fact]
    public async Task What_is_no_export_is_refused()
    {
        Assert.Equal([("BAD_PERIOD", "period")], (await api.PostAsync("operations", "/api/exports", """{"period":"2026"}""")).IsProblem(422, "BAD_PERIOD").Errors);
        Assert.Equal([("PERIOD_NOT_GENERATED", "period")], (await api.PostAsync("operations", "/api/exports", """{"period":"2062-11"}""")).IsProblem(422, "PERIOD_NOT_GENERATED").Errors);
        (await api.PostAsync("operations", "/api/exports", "{}")).IsProblem(400, "BAD_BODY");
        (await api.GetAsync("operations", "/api/exports?period=2026")).IsProblem(400, "BAD_PERIOD");
        foreach (var path in (string[])["x", "ex-000000000000000000000000"])
        {
            foreach (var part in (string[])["", "/file", "/manifest"])
            {
                (await api.GetAsync("operations", $"/api/exports/{path}{part}")).IsProblem(404, "NOT_FOUND");
            }
        }
    }
}
