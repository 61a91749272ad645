using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Requests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_caller_beyond_the_limit_is_429_and_others_are_not()
    {
        await using var api = await Api.StartAsync(new ApiOptions { Settings = { ["Serverless:RateLimit:PerSecond"] = "1", ["Serverless:RateLimit:Burst"] = "3" } });
        // More requests than a slow machine can have earned anew between them.
        List<Reply> replies = [];
        for (var count = 0; count < 200 && replies.TrueForAll(reply => reply.Status == 200); count++)
        {
            replies.AddRange(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.GetAsync("auditor", "/api/inbox"))));
        }

        var refused = replies.First(reply => reply.Status != 200).IsProblem(429, "TOO_MANY_REQUESTS");
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        (await api.GetAsync("admin", "/api/inbox")).Is(200);
        (await api.GetAsync(null, "/alive")).Is(200);
    }

    [Fact]
    public async Task Signing_in_has_a_limit_of_its_own()
    {
        await using var api = await Api.StartAsync(new ApiOptions { Settings = { ["Serverless:RateLimit:SignInsPerMinute"] = "1" } });
        (await api.PostAsync(null, "/dev/sign-in", """{"user":"admin"}""")).Is(200);
        (await api.PostAsync(null, "/dev/sign-in", """{"user":"admin"}""")).IsProblem(429, "TOO_MANY_REQUESTS");
        (await api.GetAsync(null, "/health")).Is(200);
    }
}
