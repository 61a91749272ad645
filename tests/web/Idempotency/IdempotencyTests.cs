using Serverless.Payments;
using Serverless.Storage;
using Serverless.Web.Idempotency;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Idempotency;

public sealed class IdempotencyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task The_same_key_and_body_get_the_same_answer_and_have_one_effect()
    {
        var client = await api.AddClientAsync();
        var key = ("Idempotency-Key", $"same-{client}");
        var first = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);
        var second = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);

        Assert.Equal((first.Body, first.Location, first.ETag), (second.Body, second.Location, second.ETag));
        Assert.Equal(first.ContentHeaders.ContentType, second.ContentHeaders.ContentType);
        Assert.False(first.Headers.Contains(IdempotencyMiddleware.ReplayedHeader));
        Assert.True(second.Headers.Contains(IdempotencyMiddleware.ReplayedHeader));
        Assert.Equal(1, await CountAsync(client));
    }

    [Fact]
    public async Task Another_body_or_query_under_the_key_is_422()
    {
        var client = await api.AddClientAsync();
        var key = ("Idempotency-Key", $"other-{client}");
        (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);
        (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 9), key)).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
        (await api.PostAsync("provider", "/api/payments?x=1", Calls.Facts(client), key)).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
        Assert.Equal(1, await CountAsync(client));
    }

    [Fact]
    public async Task A_key_is_scoped_to_caller_method_and_path()
    {
        var client = await api.AddClientAsync();
        var key = ("Idempotency-Key", $"scope-{client}");
        var mine = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);
        var others = (await api.PostAsync("provider2", "/api/payments", Calls.Facts(client, 1, providerId: "P-200"), key)).Is(201);
        var path = $"/api/payments/{mine.Text("id")}/approve";

        Assert.NotEqual(mine.Text("id"), others.Text("id"));
        (await api.PostAsync("coordinator", path, null, key)).Is(200);
        Assert.Equal("Waiting DSPD Approval", (await api.PostAsync("coordinator", path, null, key)).Is(200).Text("status"));
        (await api.PostAsync("coordinator", path, null)).IsProblem(403, "WRONG_ROLE");
        Assert.Equal("\"2\"", (await api.GetAsync("coordinator", $"/api/payments/{mine.Text("id")}")).ETag);
    }

    [Fact]
    public async Task A_refusal_is_the_same_again()
    {
        var client = await api.AddClientAsync();
        var made = await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 44));
        var first = (await api.PostAsync("coordinator", $"{made.Location}/approve", null, ("Idempotency-Key", client))).IsProblem(422, "VALIDATION_FAILED");
        (await api.PutAsync("coordinator", $"/api/clients/{client}/budgets/SLN", """{"monthlyMax":100}""")).Is(200);
        Assert.Equal(first.Body, (await api.PostAsync("coordinator", $"{made.Location}/approve", null, ("Idempotency-Key", client))).IsProblem(422, "VALIDATION_FAILED").Body);
    }

    [Theory]
    [InlineData("caf\u00e9")]
    [InlineData("tab\there")]
    public async Task A_key_that_is_no_printable_ASCII_is_400(string key)
        => (await api.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", key))).IsProblem(400, "BAD_IDEMPOTENCY_KEY");

    [Fact]
    public async Task A_key_has_at_most_255_characters()
    {
        var client = await api.AddClientAsync();
        (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), ("Idempotency-Key", new string('k', 256)))).IsProblem(400, "BAD_IDEMPOTENCY_KEY");
        (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), ("Idempotency-Key", new string('k', 255)))).Is(201);
    }

    [Fact]
    public async Task A_stale_version_is_not_kept_so_that_the_key_serves_the_next_try()
    {
        var id = await api.SubmitAsync(await api.AddClientAsync());
        var path = $"/api/payments/{id}/approve";
        (await api.PostAsync("coordinator", path, null, ("Idempotency-Key", id), ("If-Match", "\"9\""))).IsProblem(412, "STALE");
        (await api.PostAsync("coordinator", path, null, ("Idempotency-Key", id), ("If-Match", "\"1\""))).Is(200);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Work_that_an_earlier_process_left_is_done_again_with_the_same_ids()
    {
        var client = await api.AddClientAsync();
        var key = ("Idempotency-Key", $"crash-{client}");
        var first = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);
        await RewriteAsync(row => row with { State = IdempotencyState.Working, Owner = "earlier", Answer = null });

        var again = (await api.PostAsync("provider", "/api/payments", Calls.Facts(client), key)).Is(201);
        Assert.Equal((first.Body, first.Location), (again.Body, again.Location));
        Assert.Equal(1, await CountAsync(client));
        (await api.PostAsync("provider", "/api/payments", Calls.Facts(client, 9), key)).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task Every_kind_of_effect_happens_once_when_it_is_taken_over()
    {
        await using var own = await Api.StartAsync();
        var id = await own.SubmitAsync(Agency.Client);
        (string User, HttpMethod Method, string Path, string? Body)[] requests =
        [
            ("coordinator", HttpMethod.Post, $"/api/payments/{id}/deny", """{"reason":"x"}"""),
            ("provider", HttpMethod.Post, $"/api/payments/{id}/resubmit", null),
            ("coordinator", HttpMethod.Put, $"/api/clients/{Agency.Client}/budgets/SLN", """{"monthlyMax":30}"""),
            ("admin", HttpMethod.Put, "/api/contracts/P-100/SLX", """{"rate":1,"from":"2026-01-01","to":"2026-12-31","active":true}"""),
            ("admin", HttpMethod.Put, "/api/caps/contracts/P-100/SLN", """{"rate":1,"from":"2026-01-01","to":"2026-12-31","active":true}"""),
            ("admin", HttpMethod.Put, "/api/smart/vendors/P-100", """{"active":true}"""),
            ("operations", HttpMethod.Post, "/api/runs", """{"reason":"x"}"""),
            ("operations", HttpMethod.Post, "/api/invoices", $$"""[{"invoiceNumber":"J","providerId":"P-100","clientId":"{{Agency.OthersClient}}","serviceCode":"SLN","serviceFrom":"2026-11-02","serviceTo":"2026-11-02","units":1,"rate":25,"amount":25}]"""),
        ];
        foreach (var (user, method, path, body) in requests)
        {
            Task<Reply> AskAsync() => own.SendAsync(user, method, path, body is null ? null : Calls.Json(body), ("Idempotency-Key", "k"));
            var first = await AskAsync();
            Assert.InRange(first.Status, 200, 202);
            await RewriteAsync(own, row => row with { State = IdempotencyState.Working, Owner = "earlier", Answer = null });
            if (method == HttpMethod.Put)
            {
                var change = path switch
                {
                    _ when user == "coordinator" => """{"monthlyMax":35}""",
                    "/api/smart/vendors/P-100" => """{"active":false}""",
                    _ => """{"rate":25,"from":"2026-01-01","to":"2026-12-31","active":true}""",
                };
                (await own.PutAsync(user, path, change, ("If-Match", first.ETag!))).Is(200);
            }

            var again = await AskAsync();
            Assert.Equal((first.Status, first.Location), (again.Status, again.Location));
            if (first.Status != 202)
            {
                Assert.Equal(first.Body, again.Body);
            }
        }

        // A change made meanwhile by somebody else is not undone by the repeated request.
        Assert.Equal(35, (await own.GetAsync("coordinator", $"/api/clients/{Agency.Client}")).Json.GetProperty("budgets")[0].GetProperty("monthlyMax").GetInt32());
        foreach (var path in new[] { "/api/contracts/P-100/SLX", "/api/caps/contracts/P-100/SLN" })
        {
            Assert.Equal("25.00", (await own.GetAsync("admin", path)).Json.GetProperty("rate").GetRawText());
        }

        Assert.False((await own.GetAsync("admin", "/api/smart/vendors/P-100")).Json.GetProperty("active").GetBoolean());
        Assert.Equal(3, (await own.GetAsync("operations", "/api/payments")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Work_of_another_live_process_is_409_until_its_lease_ends()
    {
        await using var own = await Api.StartAsync(new ApiOptions { Settings = { ["Serverless:Idempotency:SingleProcess"] = "false" } });
        var key = ("Idempotency-Key", "k");
        var first = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), key)).Is(201);
        await RewriteAsync(own, row => row with { State = IdempotencyState.Working, Owner = "another", StartedAt = own.Clock.GetUtcNow(), Answer = null });

        var busy = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), key)).IsProblem(409, "IDEMPOTENCY_KEY_AT_WORK");
        Assert.NotNull(busy.Headers.RetryAfter);
        own.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(first.Text("id"), (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), key)).Is(201).Text("id"));
    }

    [Fact]
    public async Task Twins_have_one_effect_and_one_answer()
    {
        var client = await api.AddClientAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync("provider", "/api/payments", Calls.Facts(client), ("Idempotency-Key", $"twin-{client}"))));
        Assert.Single(replies.Select(reply => (reply.Is(201).Body, reply.Location)).Distinct());
        Assert.Equal(1, await CountAsync(client));
    }

    [Fact]
    public async Task A_twin_waits_a_while_and_is_409_when_the_first_is_still_at_work()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions
        {
            Orchestrations = inner => engine = new HeldBack(inner),
            Settings = { ["Serverless:Idempotency:TwinWait"] = "00:00:00.050" },
        });
        var gate = new TaskCompletionSource();
        engine!.Gate = gate.Task;
        var first = own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"));
        await Eventually.BeAsync(() => engine.Reached > 0);
        (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"))).IsProblem(409, "IDEMPOTENCY_KEY_AT_WORK");
        gate.SetResult();

        var made = (await first).Is(201);
        Assert.Equal(made.Body, (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"))).Is(201).Body);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task An_unexpected_failure_is_not_kept()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        engine!.Gate = Task.FromException(new InvalidOperationException("secret"));
        var failed = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"))).IsProblem(500, "UNEXPECTED");
        Assert.DoesNotContain("secret", failed.Body, StringComparison.Ordinal);
        engine.Gate = Task.CompletedTask;
        (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client), ("Idempotency-Key", "k"))).Is(201);
    }

    [Fact]
    public async Task An_answer_too_large_for_a_row_is_kept_all_the_same()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 900).Select(_ => "x,P-100,1,S,2026-02-30,y,z,w,v"));
        const string header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n";
        Task<Reply> AskAsync() => api.SendAsync("provider", HttpMethod.Post, "/api/invoices", new StringContent(header + lines, System.Text.Encoding.UTF8, "text/csv"), ("Idempotency-Key", "large"));
        var first = (await AskAsync()).IsProblem(422, "FILE_REJECTED");
        Assert.True(first.Body.Length > 100_000);
        Assert.Equal(first.Body, (await AskAsync()).IsProblem(422, "FILE_REJECTED").Body);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_30_days_and_swept()
    {
        await using var own = await Api.StartAsync();
        var key = ("Idempotency-Key", "k");
        (await own.PutAsync("coordinator", $"/api/clients/{Agency.Client}/budgets/SLN", """{"monthlyMax":30}""", key)).Is(200);
        own.Clock.Advance(TimeSpan.FromDays(29));
        (await own.PutAsync("coordinator", $"/api/clients/{Agency.Client}/budgets/SLN", """{"monthlyMax":31}""", key)).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
        own.Clock.Advance(TimeSpan.FromDays(2));
        (await own.PutAsync("coordinator", $"/api/clients/{Agency.Client}/budgets/SLN", """{"monthlyMax":31}""", key)).Is(200);

        own.Clock.Advance(TimeSpan.FromDays(40));
        Assert.NotEmpty(await RowsAsync(own));
        (await own.PutAsync("coordinator", $"/api/clients/{Agency.Client}/budgets/SLN", """{"monthlyMax":32}""", ("Idempotency-Key", "later"))).Is(200);
        await Eventually.SeeAsync(async () => (await RowsAsync(own)).Count == 1 ? "" : null);
    }

    [Fact]
    [Trait("Req", "ALL-3")]
    public async Task A_key_that_was_forgotten_and_is_used_anew_makes_something_new()
    {
        await using var own = await Api.StartAsync();
        var key = ("Idempotency-Key", "k");
        var first = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client, 1, "2026-11-02"), key)).Is(201);
        own.Clock.Advance(TimeSpan.FromDays(31));
        var second = (await own.PostAsync("provider", "/api/payments", Calls.Facts(Agency.Client, 2, "2026-11-03"), key)).Is(201);
        Assert.NotEqual(first.Text("id"), second.Text("id"));
        Assert.Equal(2, second.Json.GetProperty("units").GetInt32());
    }

    private async Task<int> CountAsync(string client) => (await api.GetAsync("operations", $"/api/payments?client={client}&provider=P-100")).Json.GetProperty("items").GetArrayLength();

    private Task RewriteAsync(Func<IdempotencyRow, IdempotencyRow> change) => RewriteAsync(api, change);

    private static async Task RewriteAsync(Api own, Func<IdempotencyRow, IdempotencyRow> change)
    {
        foreach (var row in await RowsAsync(own))
        {
            await own.Application.Ports.Tables.SubmitAsync(IdempotencyRecords.Table, row.PartitionKey, [TableOperation.Update(row.RowKey, Rows.Write(change(Rows.Read<IdempotencyRow>(row))), row.ETag)]);
        }
    }

    private static async Task<IReadOnlyList<TableRow>> RowsAsync(Api own)
    {
        var rows = new List<TableRow>();
        for (var prefix = 0; prefix < 256; prefix++)
        {
            await foreach (var row in own.Application.Ports.Tables.ScanAsync(IdempotencyRecords.Table, $"k|{prefix:x2}", RowRange.All))
            {
                rows.Add(row);
            }
        }

        return rows;
    }
}
