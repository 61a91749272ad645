using Serverless.Payments.ProviderPayments;
using Serverless.Storage;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

/// <summary>Corrections of paid payments over HTTP, and what exports have taken.</summary>
[Trait("Req", "CARE-3")]
public sealed class AdjustmentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "CARE-4")]
    [Trait("Req", "CARE-5")]
    [Trait("Req", "UPI-7")]
    public async Task An_adjustment_follows_its_payment_is_authorised_by_somebody_else_and_appears_where_it_is_paid()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        var path = await care.AdjustedAsync("-12.50");
        var made = (await api.GetAsync("provider", path)).Is(200);
        Assert.Equal(("Adjustment", "New", "operations", "\"1\""), (made.Text("kind"), made.Text("paymentStatus"), made.Text("author"), made.ETag));
        Assert.EndsWith(made.Text("corrects"), care.Path, StringComparison.Ordinal);
        Assert.Contains("\"amount\":-12.50,", made.Body, StringComparison.Ordinal);
        Assert.Equal(made.Text("id"), (await api.GetAsync("operations", care.Path)).Is(200).Json.GetProperty("adjustments")[0].GetProperty("id").GetString());

        (await care.PostAsync("operations", $"{path}/authorize", null)).IsProblem(403, "SAME_PERSON");
        (await care.PostAsync("manager", $"{path}/authorize", null, ("If-Match", "\"2\""))).IsProblem(412, "STALE");
        var authorized = (await care.PostAsync("manager", $"{path}/authorize", """{"note":"Agreed."}""", ("If-Match", "\"1\""))).Is(200);
        Assert.Equal(("Authorized", "manager"), (authorized.Text("paymentStatus"), authorized.Text("authorizedBy")));
        (await care.PostAsync("ofo", $"{path}/authorize", null)).IsProblem(409, "NOT_NEW");

        await care.ExportedAsync();
        var paid = (await api.GetAsync("operations", path)).Is(200);
        Assert.Equal(("Paid", care.Period), (paid.Text("paymentStatus"), paid.Text("paidIn")));
        (await care.PostAsync("manager", $"{path}/withdraw", null)).IsProblem(409, "PAID");
        var moves = (await api.GetAsync("provider", $"{path}/history")).Is(200).Json.EnumerateArray();
        Assert.Equal(["New operations", "Authorized manager", "Paid operations"], moves.Select(move => $"{move.GetProperty("to").GetProperty("paymentStatus").GetString()} {move.GetProperty("role").GetString()}"));
        var tab = (await api.GetAsync("operations", $"{CareMonth.Root}?period={care.Period}&tab=paid&sort=amount")).Is(200).Json.GetProperty("items").EnumerateArray();
        Assert.Equal([-12.50m, 200m], tab.Select(item => item.GetProperty("amount").GetDecimal()));
    }

    [Fact]
    public async Task What_corrects_nothing_is_refused_by_field()
    {
        var care = await CareMonth.NextAsync(api);
        const string body = """{"amount":1.00,"reason":"More hours."}""";
        (await care.PostAsync("operations", $"{care.Path}/adjust", body)).IsProblem(409, "NOT_PAID");
        await care.PaidAsync();
        foreach (var (bad, status, code, field) in new[]
        {
            ("""{"amount":0,"reason":"x"}""", 422, "AMOUNT_ZERO", "amount"),
            ("""{"amount":1,"reason":" "}""", 422, "REASON_REQUIRED", "reason"),
            ($$"""{"amount":1,"reason":"{{new string('x', 501)}}"}""", 422, "TOO_LONG", "reason"),
            ("""{"amount":-200.01,"reason":"x"}""", 422, "ADJUSTED_BELOW_ZERO", "amount"),
            ("""{"amount":0.001,"reason":"x"}""", 400, "BAD_VALUE", "amount"),
            ("""{"amount":1}""", 400, "MISSING_FIELD", "reason"),
        })
        {
            Assert.Equal([(code, field)], (await care.PostAsync("operations", $"{care.Path}/adjust", bad)).Is(status).Errors);
        }

        var paid = (await care.RecordAsync())!;
        (await care.PostAsync("operations", $"{care.Path}/adjust", body, ("If-Match", $"\"{paid.Version - 1}\""))).IsProblem(412, "STALE");
        (await care.PostAsync("operations", $"{await care.AdjustedAsync("1")}/adjust", body)).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task The_same_key_adjusts_once_and_a_withdrawn_one_is_kept()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        const string body = """{"amount":5.00,"reason":"More hours."}""";
        var first = (await care.PostAsync("operations", $"{care.Path}/adjust", body, ("Idempotency-Key", "a"))).Is(201);
        Assert.Equal((first.Body, first.Location), ((await care.PostAsync("operations", $"{care.Path}/adjust", body, ("Idempotency-Key", "a"))).Is(201).Body, $"{CareMonth.Root}/{first.Text("id")}"));
        var listed = (await api.GetAsync("auditor", "/api/adjustments?status=New&top=500")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
        Assert.Contains(first.Text("id"), listed);

        (await care.PostAsync("operations", $"{care.Path}/withdraw", null)).IsProblem(404, "NOT_FOUND");
        var withdrawn = (await care.PostAsync("ofo", $"{first.Location}/withdraw", """{"reason":"It was right."}""")).Is(200);
        Assert.Equal("Withdrawn", withdrawn.Text("paymentStatus"));
        (await care.PostAsync("ofo", $"{first.Location}/withdraw", null)).IsProblem(409, "WITHDRAWN");
        var note = (await api.GetAsync("operations", $"{first.Location}/history")).Is(200).Json[1].GetProperty("note").GetString();
        Assert.Equal("It was right.", note);
    }

    [Fact]
    public async Task Adjustments_are_listed_a_page_after_the_other()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        var made = new HashSet<string>();
        for (var number = 0; number < 3; number++)
        {
            made.Add((await care.AdjustedAsync("1"))[(CareMonth.Root.Length + 1)..]);
        }

        var seen = new List<string>();
        var next = "";
        do
        {
            var page = (await api.GetAsync("manager", $"/api/adjustments?top=1{next}")).Is(200).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString() is { } after ? $"&after={Uri.EscapeDataString(after)}" : null;
        }
        while (next is not null);

        Assert.Superset(made, seen.ToHashSet());
        Assert.Equal(seen.Count, seen.Distinct().Count());
        (await api.GetAsync("manager", "/api/adjustments?after=x")).IsProblem(400, "BAD_AFTER");
        (await api.GetAsync("manager", "/api/adjustments?period=2026")).IsProblem(400, "BAD_PERIOD");
        (await api.GetAsync("manager", "/api/adjustments?provider=P%20100")).IsProblem(400, "BAD_ID");
        (await api.GetAsync("manager", "/api/adjustments?status=Sent")).IsProblem(400, "BAD_STATUS");
    }

    [Fact]
    public async Task Adjustments_are_found_by_period_and_provider_too()
    {
        var care = await CareMonth.NextAsync(api);
        await care.PaidAsync();
        var id = (await care.AdjustedAsync("1"))[(CareMonth.Root.Length + 1)..];
        foreach (var (filter, found) in new[]
        {
            ($"period={care.Period}", new[] { id }),
            ($"period={care.Period}&provider=P-100&status=New", [id]),
            ($"period={care.Period}&provider=P-200", []),
            ($"period={care.Period}&status=Paid", []),
            ("period=2020-01&provider=P-100", []),
        })
        {
            var items = (await api.GetAsync("ofo", $"/api/adjustments?{filter}&top=500")).Is(200).Json.GetProperty("items");
            Assert.Equal(found, items.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        }
    }

    [Fact]
    [Trait("Req", "CARE-5")]
    public async Task What_an_export_has_taken_is_neither_held_nor_withdrawn()
    {
        var care = await CareMonth.NextAsync(api);
        await care.AuthorizedAsync();

        // An export that is still at work; what it has stamped is its own.
        var stamped = (await care.RecordAsync())! with { ExportId = "ex-000000000000000000000000" };
        await api.Application.Ports.Tables.SubmitAsync(Serverless.Payments.Tables.ProviderPayments, stamped.ClientId, [TableOperation.Upsert(ProviderPaymentKeys.Payment(stamped.Id), Serverless.Payments.Rows.Write(stamped))]);
        (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":"Is it right?"}""")).IsProblem(409, "TAKEN_BY_EXPORT");
        Assert.Equal(stamped.ExportId, (await api.GetAsync("operations", care.Path)).Is(200).Text("exportId"));
    }
}
