using System.Text.Json;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

public sealed class ReadMassPaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Entries_are_read_all_together_or_page_by_page()
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", $"[{string.Join(',', Enumerable.Repeat(Entry(), 7))}]")).Is(201);
        (await api.SendAsync(User, HttpMethod.Delete, $"{path}/entries/3")).Is(200);
        var all = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal([1, 2, 4, 5, 6, 7], all.Numbers());
        Assert.Equal(JsonValueKind.Null, all.Json.GetProperty("next").ValueKind);

        var first = (await api.GetAsync(User, $"{path}?top=2")).Is(200);
        Assert.Equal([1, 2], first.Numbers());
        Assert.Equal((2, 6), (first.Number("next"), first.Number("count")));
        var second = (await api.GetAsync(User, $"{path}?top=3&after={first.Number("next")}")).Is(200);
        Assert.Equal([4, 5, 6], second.Numbers());
        Assert.Equal(6, second.Number("next"));
        var last = (await api.GetAsync(User, $"{path}?top=3&after=6")).Is(200);
        Assert.Equal([7], last.Numbers());
        Assert.Equal(JsonValueKind.Null, last.Json.GetProperty("next").ValueKind);
        Assert.Empty((await api.GetAsync(User, $"{path}?after=2000000000")).Is(200).Numbers());
    }

    [Theory]
    [InlineData("?top=0", "BAD_TOP")]
    [InlineData("?top=10001", "BAD_TOP")]
    [InlineData("?after=-1", "BAD_AFTER")]
    [InlineData("?after=x", "BAD_AFTER")]
    [InlineData("?page=1", "UNKNOWN_QUERY")]
    public async Task A_page_that_cannot_be_is_400(string query, string code)
        => (await api.GetAsync(User, $"{await api.BeginAsync()}{query}")).IsProblem(400, code);
}
