using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Payments;

public sealed class ApprovalChainTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "UPI-4")]
    public async Task The_worked_example_goes_from_Error_over_Review_to_Waiting_DSPD_Approval()
    {
        var client = await api.AddClientAsync(monthlyMax: 40);
        var made = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 44))).Is(201);
        Assert.Equal("Error", made.Text("status"));
        Assert.Equal("MONTHLY_MAX", made.Json.GetProperty("validation")[0].GetProperty("code").GetString());
        var path = made.Location!;

        Assert.Equal("Review", (await api.PostAsync("provider", $"{path}/review", """{"note":"Four more hours were agreed."}""")).Is(200).Text("status"));
        var refused = (await api.PostAsync("coordinator", $"{path}/approve", null)).IsProblem(422, "VALIDATION_FAILED");
        Assert.Equal([("MONTHLY_MAX", "units")], refused.Errors);
        (await api.PutAsync("coordinator", $"/api/clients/{client}/budgets/SLN", """{"monthlyMax":44}""")).Is(200);
        var approved = (await api.PostAsync("coordinator", $"{path}/approve", """{"note":"Raised."}""")).Is(200);

        Assert.Equal("Waiting DSPD Approval", approved.Text("status"));
        var history = (await api.GetAsync("parent", $"{path}/history")).Is(404);
        Assert.Equal("NOT_FOUND", history.Text("code"));
        var moves = (await api.GetAsync("auditor", $"{path}/history")).Is(200).Json.EnumerateArray().ToList();
        Assert.Equal(
            [(null, "Error"), ("Error", "Review"), ("Review", "Waiting DSPD Approval")],
            moves.Select(move => (move.GetProperty("from").GetString(), move.GetProperty("to").GetString()!)));
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task A_history_entry_has_exactly_the_seven_fields()
    {
        var id = await api.SubmitAsync(await api.AddClientAsync());
        (await api.PostAsync("coordinator", $"/api/payments/{id}/deny", """{"reason":"Not agreed."}""")).Is(200);
        var history = (await api.GetAsync("provider", $"/api/payments/{id}/history")).Json;

        Assert.Equal(["from", "to", "by", "role", "at", "reason", "validation"], history[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(["from", "to", "by", "role", "at", "reason", "validation"], history[1].EnumerateObject().Select(field => field.Name));
        Assert.Equal("null", history[0].GetProperty("from").GetRawText());
        Assert.Equal("null", history[0].GetProperty("reason").GetRawText());
        Assert.Equal("coordinator", history[1].GetProperty("role").GetString());
        Assert.Equal("Not agreed.", history[1].GetProperty("reason").GetString());
        Assert.Equal("Denied by SC", history[1].GetProperty("to").GetString());
    }

    [Fact]
    [Trait("Req", "UPI-1")]
    public async Task An_illegal_move_is_409_and_changes_nothing()
    {
        var id = await api.SubmitAsync(await api.AddClientAsync());
        (await api.PostAsync("provider", $"/api/payments/{id}/review", """{"note":"x"}""")).IsProblem(409, "ILLEGAL_MOVE");
        (await api.PostAsync("ofo", $"/api/payments/{id}/hold", """{"reason":"x"}""")).IsProblem(409, "ILLEGAL_MOVE");
        Assert.Equal("\"1\"", (await api.GetAsync("provider", $"/api/payments/{id}")).ETag);
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public async Task A_deleted_payment_stays_and_its_resubmission_is_one_new_payment_that_names_it()
    {
        var id = await api.SubmitAsync(await api.AddClientAsync());
        Assert.Equal("Deleted", (await api.PostAsync("provider", $"/api/payments/{id}/delete", "")).Is(200).Text("status"));
        var again = (await api.PostAsync("provider", $"/api/payments/{id}/resubmit", """{"units":8,"amount":200.00}""")).Is(200);

        Assert.NotEqual(id, again.Text("id"));
        Assert.Equal($"/api/payments/{again.Text("id")}", again.Location);
        Assert.Equal(id, again.Text("resubmissionOf"));
        Assert.Equal(again.Text("id"), (await api.GetAsync("provider", $"/api/payments/{id}")).Text("resubmittedAs"));
        (await api.PostAsync("provider", $"/api/payments/{id}/resubmit", """{"units":8,"amount":200.00}""")).IsProblem(409, "RESUBMITTED");
    }

    [Fact]
    [Trait("Req", "UPI-2")]
    public async Task A_resubmission_in_Error_corrects_the_payment_itself()
    {
        var client = await api.AddClientAsync();
        var made = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 44))).Is(201);
        var failed = (await api.PostAsync("provider", $"{made.Location}/resubmit", """{"units":41,"amount":1025.00}""")).IsProblem(422, "VALIDATION_FAILED");
        Assert.Equal([("MONTHLY_MAX", "units")], failed.Errors);
        var corrected = (await api.PostAsync("provider", $"{made.Location}/resubmit", """{"units":40,"amount":1000}""")).Is(200);

        Assert.Equal("Waiting SC Approval", corrected.Text("status"));
        Assert.Equal(made.Text("id"), corrected.Text("id"));
        Assert.Equal("\"2\"", corrected.ETag);
    }

    [Fact]
    [Trait("Req", "UPI-6")]
    public async Task OFO_holds_and_releases_a_payment_in_Submitted_to_CAPS()
    {
        var id = await api.ApproveTwiceAsync(await api.AddClientAsync());
        Assert.Equal("Held by CAPS", (await api.PostAsync("ofo", $"/api/payments/{id}/hold", """{"reason":"An inquiry."}""")).Is(200).Text("status"));
        var released = (await api.PostAsync("ofo", $"/api/payments/{id}/release", """{"note":null}""")).Is(200);
        Assert.Equal("Submitted to CAPS", released.Text("status"));
        Assert.Equal(2, released.Json.GetProperty("attempt").GetInt32());
    }

    [Theory]
    [InlineData("deny", "coordinator", "reason")]
    [InlineData("review", "provider", "note")]
    [InlineData("hold", "ofo", "reason")]
    public async Task A_move_that_needs_a_reason_is_refused_without_one(string move, string user, string field)
    {
        var client = await api.AddClientAsync();
        var id = move == "hold" ? await api.ApproveTwiceAsync(client) : move == "deny"
            ? await api.SubmitAsync(client)
            : (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 44))).Text("id");
        var path = $"/api/payments/{id}/{move}";
        Assert.Equal([("MISSING_FIELD", field)], (await api.PostAsync(user, path, "{}")).IsProblem(400, "BAD_BODY").Errors);
        (await api.PostAsync(user, path, null)).IsProblem(400, "BODY_MISSING");
        Assert.Equal([("REQUIRED", field)], (await api.PostAsync(user, path, $$"""{"{{field}}":"  "}""")).IsProblem(422, "REQUIRED").Errors);
        Assert.Equal([("TOO_LONG", field)], (await api.PostAsync(user, path, $$"""{"{{field}}":"{{new string('x', 2_001)}}"}""")).IsProblem(422, "TOO_LONG").Errors);
        Assert.Equal([("TOO_LONG", field)], (await api.PostAsync(user, path, $$"""{"{{field}}":"{{new string('x', 4_001)}}"}""")).IsProblem(400, "BAD_BODY").Errors);
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Only_the_assigned_coordinator_decides()
    {
        var id = await api.SubmitAsync(await api.AddClientAsync("coordinator2"));
        (await api.PostAsync("coordinator", $"/api/payments/{id}/approve", null)).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync("technician", $"/api/payments/{id}/approve", null)).IsProblem(403, "WRONG_ROLE");
        (await api.PostAsync("coordinator2", $"/api/payments/{id}/approve", "{}")).Is(200);
    }
}
