using Microsoft.Extensions.DependencyInjection;
using Serverless.Web.Parked;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Parked;

public sealed class ParkedTests
{
    private readonly List<ParkedBody> messages = [.. Enumerable.Range(1, 3).Select(id => new ParkedBody(id, $"instance-{id}", "TaskScheduled", "Book", "No space left.", 5, new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero)))];

    [Fact]
    public async Task The_admin_lists_what_is_parked_and_requeues_it_once()
    {
        await using var api = await StartAsync(new ParkedMessages(
            (countMax, _) => Task.FromResult<IReadOnlyList<ParkedBody>>([.. messages.Take(countMax)]),
            (id, _) => Task.FromResult(messages.RemoveAll(message => message.Id == id) > 0)));

        Assert.Equal(3, (await api.GetAsync(null, "/health")).Is(200).Json.GetProperty("parked").GetInt32());
        var first = (await api.GetAsync("admin", "/api/parked?top=2")).Is(200);
        Assert.Equal(
            """{"id":1,"instanceId":"instance-1","type":"TaskScheduled","name":"Book","error":"No space left.","attempts":5,"parkedAt":"2026-11-22T18:00:00Z"}""",
            first.Json.GetProperty("items")[0].GetRawText());
        Assert.Equal([1, 2], Ids(first));
        var second = (await api.GetAsync("admin", $"/api/parked?top=2&after={first.Text("next")}")).Is(200);
        Assert.Equal([3], Ids(second));
        Assert.False(second.Json.TryGetProperty("next", out _));
        (await api.GetAsync("admin", "/api/parked?after=x")).IsProblem(400, "BAD_AFTER");

        Assert.Equal("""{"id":2,"status":"Requeued"}""", (await api.PostAsync("admin", "/api/parked/2/requeue", null)).Is(200).Body);
        Assert.Contains(api.Logs.Lines, line => line.Event.Id == 3201);
        (await api.PostAsync("admin", "/api/parked/2/requeue", null)).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync("admin", "/api/parked/two/requeue", null)).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync("operations", "/api/parked/1/requeue", null)).IsProblem(403, "WRONG_ROLE");
        Assert.Equal([1, 3], Ids((await api.GetAsync("admin", "/api/parked")).Is(200)));
    }

    [Fact]
    public async Task The_embedded_engine_tells_through_two_delegates()
    {
        Api? started = null;
        await using var api = await StartAsync(new ParkedMessages(
            async (countMax, stop) => [.. (await started!.Engine.GetParkedAsync(countMax, stop)).Select(parked => new ParkedBody(parked.Id, parked.InstanceId, parked.Type.ToString(), parked.Name, parked.Error, parked.Attempts, parked.ParkedAt))],
            (id, stop) => started!.Engine.RequeueAsync(id, stop)));
        started = api;

        Assert.Equal(0, (await api.GetAsync(null, "/health")).Is(200).Json.GetProperty("parked").GetInt32());
        Assert.Equal("""{"items":[]}""", (await api.GetAsync("admin", "/api/parked")).Is(200).Body);
        (await api.PostAsync("admin", "/api/parked/1/requeue", null)).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Health_leaves_the_count_out_when_it_cannot_be_told()
    {
        await using var api = await StartAsync(new ParkedMessages((_, _) => throw new IOException("secret"), (_, _) => Task.FromResult(false)));
        Assert.Equal("""{"status":"Healthy","parts":{"storage":"Healthy","engine":"Healthy","caps":"Healthy","smart":"Healthy"}}""", (await api.GetAsync(null, "/health")).Is(200).Body);
    }

    [Fact]
    public async Task Without_an_engine_that_tells_the_addresses_are_404()
    {
        await using var api = await Api.StartAsync();
        (await api.GetAsync("admin", "/api/parked")).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync("admin", "/api/parked/1/requeue", null)).IsProblem(404, "NOT_FOUND");
    }

    private static Task<Api> StartAsync(ParkedMessages parked) => Api.StartAsync(new ApiOptions { Services = services => services.AddSingleton(parked) });

    private static IEnumerable<int> Ids(Reply list) => list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt32());
}
