using System.Globalization;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Directory;

public sealed class VersionTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;
    private static int records;

    public static TheoryData<string> Records => ["budget", "contract", "caps", "smart"];

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_record_rises_by_one_version_with_each_change_and_is_read_with_it(string record)
    {
        var (user, path) = await AddressAsync(record);
        for (var version = 1; version <= 3; version++)
        {
            var put = (await api.PutAsync(user, path, BodyOf(record, version))).Is(200);
            Assert.Equal((version, Tag(version)), (put.Json.GetProperty("version").GetInt32(), put.ETag));
            var read = (await api.GetAsync(user, path)).Is(200);
            Assert.Equal((put.Body, put.ETag), (read.Body, read.ETag));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_change_insists_on_the_version_that_was_seen(string record)
    {
        var (user, path) = await AddressAsync(record);
        (await api.PutAsync(user, path, BodyOf(record, 1), ("If-Match", "*"))).IsProblem(412, "STALE");
        (await api.PutAsync(user, path, BodyOf(record, 1), ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        (await api.GetAsync(user, path)).IsProblem(404, "NOT_FOUND");
        var first = (await api.PutAsync(user, path, BodyOf(record, 1))).Is(200);
        foreach (var stale in new[] { "\"2\"", "W/\"1\"", "\"abc\"", "\"0\", \"2\"" })
        {
            (await api.PutAsync(user, path, BodyOf(record, 2), ("If-Match", stale))).IsProblem(412, "STALE");
        }

        (await api.PutAsync(user, path, BodyOf(record, 2), ("If-Match", "1"))).IsProblem(400, "BAD_IF_MATCH");
        Assert.Equal(first.Body, (await api.GetAsync(user, path)).Body);
        Assert.Equal("\"2\"", (await api.PutAsync(user, path, BodyOf(record, 2), ("If-Match", "\"7\", \"1\""))).Is(200).ETag);
        Assert.Equal("\"3\"", (await api.PutAsync(user, path, BodyOf(record, 3), ("If-Match", "*"))).Is(200).ETag);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task One_of_the_editors_who_saw_the_same_version_wins(string record)
    {
        var (user, path) = await AddressAsync(record);
        var seen = (await api.PutAsync(user, path, BodyOf(record, 1))).Is(200).ETag!;
        var replies = await Task.WhenAll(Enumerable.Range(2, 6).Select(number => api.PutAsync(user, path, BodyOf(record, number), ("If-Match", seen))));
        var winner = Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply != winner), reply => reply.IsProblem(412, "STALE"));
        Assert.Equal(winner.Body, (await api.GetAsync(user, path)).Body);
    }

    [Fact]
    public async Task A_budget_is_told_only_to_those_who_may_see_the_client()
    {
        var path = $"/api/clients/{await api.AddClientAsync()}/budgets/SLN";
        Assert.Equal(40, (await api.GetAsync("auditor", path)).Is(200).Json.GetProperty("monthlyMax").GetInt32());
        (await api.GetAsync("coordinator2", path)).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("provider", path)).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("parent", path)).IsProblem(404, "NOT_FOUND");
    }

    /// <summary>Of a record of the test's own that is not there yet, and who may set it.</summary>
    private async Task<(string User, string Path)> AddressAsync(string record)
    {
        var code = $"V{Interlocked.Increment(ref records)}";
        return record switch
        {
            "budget" => ("coordinator", $"/api/clients/{await api.AddClientAsync()}/budgets/{code}"),
            "contract" => ("admin", $"/api/contracts/P-100/{code}"),
            "caps" => ("admin", $"/api/caps/contracts/P-100/{code}"),
            _ => ("admin", $"/api/smart/vendors/{code}"),
        };
    }

    private static string BodyOf(string record, int number) => record switch
    {
        "budget" => $$"""{"monthlyMax":{{number}}}""",
        "smart" => $$"""{"active":{{(number % 2 == 0 ? "true" : "false")}},"hold":{{(number % 3 == 0 ? "true" : "false")}}}""",
        _ => $$"""{"rate":{{number}},"from":"2026-01-01","to":"2026-12-31","active":true}""",
    };

    private static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
