using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed class ReadInboxTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task An_inbox_holds_what_waits_for_the_caller_oldest_first_page_by_page()
    {
        var client = await api.AddClientAsync();
        List<string> made = [];
        for (var day = 1; day <= 5; day++)
        {
            made.Add(await api.SubmitAsync(client, 1, $"2026-11-0{day}"));
        }

        (await api.PostAsync("coordinator", $"/api/payments/{made[0]}/approve", null)).Is(200);
        Assert.Equal([made[0]], Ids(await api.GetAsync("technician", "/api/inbox")));
        Assert.Empty(Ids(await api.GetAsync("coordinator2", "/api/inbox")));
        Assert.Empty(Ids(await api.GetAsync("auditor", "/api/inbox")));

        var first = (await api.GetAsync("coordinator", "/api/inbox?top=3")).Is(200);
        var second = (await api.GetAsync("coordinator", $"/api/inbox?top=3&after={Uri.EscapeDataString(first.Text("next"))}")).Is(200);
        Assert.Equal(made[1..], [.. Ids(first), .. Ids(second)]);
        Assert.Equal("null", second.Json.GetProperty("next").GetRawText());
        Assert.Equal("Waiting SC Approval", first.Json.GetProperty("items")[0].GetProperty("status").GetString());
    }

    private static List<string> Ids(Reply reply)
        => [.. reply.Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
