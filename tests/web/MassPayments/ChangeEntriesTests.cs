using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

public sealed class ChangeEntriesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    public async Task An_entry_is_mended_under_its_number()
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", $"[{Entry()},{Entry(isChecked: false, clientId: "12")}]")).Is(201);
        Assert.Equal(["2 UNTICKED checked", "2 BAD_CLIENT_ID clientId"], (await api.GetAsync(User, path)).EntryFaults());
        var changed = (await api.PutAsync(User, $"{path}/entries/2", Entry(clientId: "1000000002"), ("If-Match", "\"2\""))).Is(200);
        Assert.Equal((3, "\"3\""), (changed.Number("version"), changed.ETag));
        Assert.Empty(changed.EntryFaults());
        Assert.Equal("1000000002", changed.Json.GetProperty("entries")[1].GetProperty("clientId").GetString());
        Assert.Equal(changed.Body, (await api.GetAsync(User, path)).Is(200).Body);
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task A_removed_entry_is_gone_and_its_number_is_not_used_again()
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", $"[{Entry()},{Entry()}]")).Is(201);
        var left = (await api.SendAsync(User, HttpMethod.Delete, $"{path}/entries/2")).Is(200);
        Assert.Equal([1], left.Numbers());
        Assert.Equal(1, left.Number("count"));
        (await api.SendAsync(User, HttpMethod.Delete, $"{path}/entries/2")).IsProblem(404, "NOT_FOUND");
        (await api.PutAsync(User, $"{path}/entries/2", Entry())).IsProblem(404, "NOT_FOUND");
        Assert.Equal([3], (await api.PostAsync(User, $"{path}/entries", Entry())).Is(201).Numbers());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("9999999999")]
    public async Task What_is_no_number_of_an_entry_is_404(string n)
        => (await api.SendAsync(User, HttpMethod.Delete, $"{await api.BeginAsync()}/entries/{n}")).IsProblem(404, "NOT_FOUND");

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task A_change_by_an_old_version_is_412_and_changes_nothing()
    {
        var path = await api.BeginAsync();
        var before = (await api.PostAsync(User, $"{path}/entries", Entry())).Is(201).ETag;
        Assert.Equal("\"2\"", before);
        (await api.PutAsync(User, $"{path}/entries/1", Entry(amount: "99"), ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        (await api.SendAsync(User, HttpMethod.Delete, $"{path}/entries/1", null, ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        (await api.SendAsync(User, HttpMethod.Delete, path, null, ("If-Match", "\"3\", \"1\""))).IsProblem(412, "STALE");
        Assert.Equal(before, (await api.GetAsync(User, path)).ETag);
        Assert.Equal("\"3\"", (await api.PutAsync(User, $"{path}/entries/1", Entry(amount: "99"), ("If-Match", "\"1\", \"2\""))).Is(200).ETag);
    }

    [Fact]
    public async Task A_discarded_draft_is_read_and_not_changed_any_more()
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", Entry(isChecked: false))).Is(201);
        Assert.Equal("Discarded", (await api.SendAsync(User, HttpMethod.Delete, path)).Is(200).Text("status"));
        var read = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal("Discarded", read.Text("status"));
        Assert.Empty(read.EntryFaults());
        (await api.PostAsync(User, $"{path}/entries", Entry())).IsProblem(409, "NOT_DRAFT");
        (await api.PutAsync(User, $"{path}/entries/1", Entry())).IsProblem(409, "NOT_DRAFT");
        (await api.SendAsync(User, HttpMethod.Delete, path)).IsProblem(409, "NOT_DRAFT");
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task Entries_added_by_many_at_one_time_all_stand()
    {
        var path = await api.BeginAsync();
        var replies = await Task.WhenAll(Enumerable.Range(1, 12).Select(number => api.PostAsync(User, $"{path}/entries", Entry(caseNumber: $"C-{number}"))));
        Assert.All(replies, reply => reply.Is(201));
        var read = await api.GetAsync(User, path);
        Assert.Equal(Enumerable.Range(1, 12), read.Numbers());
        Assert.Equal(12, read.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("caseNumber").GetString()).Distinct(StringComparer.Ordinal).Count());
    }
}
