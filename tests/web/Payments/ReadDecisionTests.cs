using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed class ReadDecisionTests
{
    [Fact]
    public async Task A_decision_that_takes_too_long_is_202_and_read_where_the_Location_says()
    {
        HeldBack? engine = null;
        await using var api = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        var id = await api.SubmitAsync(Agency.Client);
        engine!.IsHeld = true;
        var late = (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null, ("Idempotency-Key", "late"))).Is(202);

        Assert.StartsWith($"/api/payments/{id}/decisions/", late.Location, StringComparison.Ordinal);
        Assert.NotNull(late.Headers.RetryAfter);
        var pending = (await api.GetAsync("provider", late.Location!)).Is(200);
        Assert.Equal(("pending", "approve"), (pending.Text("status"), pending.Text("action")));
        (await api.GetAsync("provider2", late.Location!)).IsProblem(404, "NOT_FOUND");

        engine.IsHeld = false;
        Assert.Equal(1, (await api.PostAsync("admin", "/api/repair", null)).Is(200).Json.GetProperty("raised").GetInt32());
        var applied = (await api.GetAsync("provider", late.Location!)).Is(200);
        Assert.Equal("applied", applied.Text("status"));
        Assert.Equal("Waiting DSPD Approval", applied.Json.GetProperty("payment").GetProperty("status").GetString());
        Assert.Equal(late.Body, (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null, ("Idempotency-Key", "late"))).Is(202).Body);
    }

    [Fact]
    public async Task A_decision_that_was_refused_tells_the_problem()
    {
        await using var api = await Api.StartAsync();
        var made = await api.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client, 44));
        (await api.PostAsync("coordinator", $"{made.Location}/approve", null, ("Idempotency-Key", "k"))).IsProblem(422, "VALIDATION_FAILED");
        var row = await api.Application.Records.PendingDecisionsAsync((await api.Application.Records.FindAsync(made.Text("id")))!);
        Assert.Empty(row);
        (await api.GetAsync("coordinator", $"{made.Location}/decisions/unknown")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("coordinator", $"{made.Location}/decisions/{new string('x', 41)}")).IsProblem(404, "NOT_FOUND");
    }
}
