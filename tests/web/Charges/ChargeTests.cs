using System.Text.Json;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Charges;

/// <summary>Participants' charges and payments over HTTP.</summary>
public sealed class ChargeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "PS-5")]
    [Trait("Req", "ALL-1")]
    public async Task The_example_comes_out_as_the_source_has_it()
    {
        var root = await AddAsync();
        var charges = new List<string>();
        foreach (var (amount, day) in new[] { ("60.00", "01"), ("40.00", "02"), ("50.00", "03") })
        {
            charges.Add((await ChargeAsync(root, amount, day)).Text("id"));
        }

        var first = (await api.PostAsync("biller", $"{root}/payments", """{"form":"check","amount":80.00}""")).Is(201);
        Assert.Equal([(charges[0], 60m), (charges[1], 20m)], Allocations(first.Json));
        Assert.Equal((1, "2026-11-22"), (first.Json.GetProperty("seq").GetInt32(), first.Text("postingDate")));
        Assert.Equal([charges[1], charges[2]], (await api.GetAsync("biller", $"{root}/charges?open=true")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
        var second = (await api.PostAsync("biller", $"{root}/payments", """{"form":"Cash","amount":90}""")).Is(201);
        Assert.Equal([(charges[1], 20m), (charges[2], 50m)], Allocations(second.Json));
        Assert.Contains("\"openCredit\":20.00", second.Body, StringComparison.Ordinal);
        Assert.Equal((20m, 0m), (second.Json.GetProperty("accountOpenCredit").GetDecimal(), second.Json.GetProperty("owed").GetDecimal()));
        var list = (await api.GetAsync("auditor", $"{root}/charges")).Is(200);
        Assert.All(list.Json.GetProperty("items").EnumerateArray(), charge => Assert.Equal("Closed", charge.GetProperty("status").GetString()));
        Assert.Equal(20m, list.Json.GetProperty("openCredit").GetDecimal());
        var books = (await api.GetAsync("auditor", "/api/ledger/trial-balance")).Is(200).Json;
        Assert.Equal(0m, books.GetProperty("sum").GetDecimal());
        Assert.Contains(books.GetProperty("accounts").EnumerateArray(), account => account.GetProperty("account").GetString() == "Open credit");
    }

    [Fact]
    [Trait("Req", "PS-2")]
    public async Task Allocations_name_charges_by_number_or_text_and_under_either_name()
    {
        var root = await AddAsync();
        foreach (var day in new[] { "01", "02", "03" })
        {
            await ChargeAsync(root, "10.00", day);
        }

        var paid = (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":18,"allocations":[{"charge":3,"amount":10},{"charge":"2","amount":5},{"chargeId":1,"amount":3}]}""")).Is(201);
        Assert.Equal([("1", 3m), ("2", 5m), ("3", 10m)], Allocations(paid.Json));
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":1,"allocations":[{"charge":3,"amount":1}]}""")).IsProblem(422, "CHARGE_CLOSED");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":9,"allocations":[{"charge":2,"amount":6}]}""")).IsProblem(422, "ALLOCATION_ABOVE_CHARGE");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":9,"allocations":[{"charge":2,"amount":5}]}""")).IsProblem(422, "CREDIT_WHILE_OPEN");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":9,"allocations":[{"amount":5}]}""")).IsProblem(422, "CHARGE_MISSING");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":9,"allocations":[{"charge":true,"amount":5}]}""")).IsProblem(400, "BAD_BODY");
    }

    [Fact]
    [Trait("Req", "PS-3")]
    public async Task A_charge_tells_what_it_consumed()
    {
        var root = await AddAsync();
        var payment = (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":30,"postingDate":"2026-11-20"}""")).Is(201).Text("id");
        var charge = await ChargeAsync(root, "40.00", "01");
        Assert.Equal((30m, 10m, 0m, "Open"), (charge.Json.GetProperty("consumed").GetDecimal(), charge.Json.GetProperty("open").GetDecimal(), charge.Json.GetProperty("openCredit").GetDecimal(), charge.Text("status")));
        Assert.Equal(payment, charge.Json.GetProperty("consumedFrom")[0].GetProperty("payment").GetString());
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task Payments_are_corrected_and_reviewed()
    {
        var root = await AddAsync();
        await ChargeAsync(root, "60.00", "01");
        foreach (var (date, amount) in new[] { ("2026-10-30", 50), ("2026-11-02", 5), ("2026-11-02", 20) })
        {
            (await api.PostAsync("biller", $"{root}/payments", $$"""{"form":"check","amount":{{amount}},"postingDate":"{{date}}"}""")).Is(201);
        }

        (await api.PostAsync("biller", $"{root}/payments/1/adjust", """{"amount":40,"reason":"Misread"}""")).IsProblem(409, "AMBIGUOUS");
        var corrected = (await api.PostAsync("biller", $"{root}/payments/1/adjust?postingDate=2026-10-30", """{"amount":40,"reason":"Misread"}""")).Is(200);
        Assert.Equal((50m, 40m, 40m, 0m), (Amount(corrected, "payment"), Amount(corrected, "paymentAdjustments"), Amount(corrected, "actualPayment"), Amount(corrected, "openCredit")));
        (await api.PostAsync("biller", $"{root}/payments/1/adjust", """{"amount":7,"reason":"Misread","postingDate":"2026-11-02"}""")).Is(200);
        (await api.PostAsync("biller", $"{root}/payments/2026-11-02-2/adjust", """{"amount":20,"reason":"Misread"}""")).IsProblem(422, "NO_CHANGE");
        (await api.PostAsync("biller", $"{root}/payments/9/adjust", """{"amount":20,"reason":"Misread"}""")).IsProblem(404, "NOT_FOUND");

        var payments = (await api.GetAsync("auditor", $"{root}/payments")).Is(200).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["2026-10-30-1", "2026-11-02-1", "2026-11-02-2"], payments.Select(payment => payment.GetProperty("id").GetString()!));
        Assert.Equal(("2026-10", "2026-11-22", "check"), (payments[0].GetProperty("printPeriod").GetString()!, payments[0].GetProperty("entryDate").GetString()!, payments[0].GetProperty("form").GetString()!));
        Assert.Equal("Misread", payments[0].GetProperty("adjustments")[0].GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, payments[2].GetProperty("paymentAdjustments").ValueKind);
        Assert.Equal((15m, 5m), (payments[2].GetProperty("actualPayment").GetDecimal(), payments[2].GetProperty("openCredit").GetDecimal()));

        var dates = (await api.GetAsync("biller", $"{root}/payments/by-posting-date")).Is(200).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([("2026-10-30", 50m, 40m), ("2026-11-02", 25m, 20m)], dates.Select(date => (date.GetProperty("postingDate").GetString()!, date.GetProperty("payment").GetDecimal(), date.GetProperty("actualPayment").GetDecimal())));
        Assert.Equal(2, dates[1].GetProperty("payments").GetArrayLength());
    }

    [Fact]
    public async Task Lists_continue_where_the_page_before_ended()
    {
        var root = await AddAsync();
        foreach (var day in new[] { "03", "01", "02" })
        {
            await ChargeAsync(root, "10.00", day);
            (await api.PostAsync("biller", $"{root}/payments", $$"""{"form":"cash","amount":1,"postingDate":"2026-11-{{day}}"}""")).Is(201);
        }

        foreach (var (path, field, expected) in new[] { ("charges", "id", "2 3 1"), ("payments", "id", "2026-11-01-1 2026-11-02-1 2026-11-03-1"), ("payments/by-posting-date", "postingDate", "2026-11-01 2026-11-02 2026-11-03") })
        {
            var (read, next) = (new List<string>(), "");
            for (var page = 0; page < 3; page++)
            {
                var reply = (await api.GetAsync("biller", $"{root}/{path}?top=1{(page == 0 ? "" : $"&after={next}")}")).Is(200);
                read.Add(reply.Json.GetProperty("items")[0].GetProperty(field).GetString()!);
                next = reply.Json.GetProperty("next").GetString();
            }

            Assert.Null(next);
            Assert.Equal(expected, string.Join(' ', read));
            (await api.GetAsync("biller", $"{root}/{path}?after=nowhere")).IsProblem(400, "BAD_AFTER");
        }
    }

    [Fact]
    [Trait("Req", "PS-1")]
    public async Task Bad_input_is_refused()
    {
        var root = await AddAsync();
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"interface","amount":1}""")).IsProblem(422, "INTERFACE_FORM");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"card","amount":1}""")).IsProblem(422, "BAD_FORM");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":0}""")).IsProblem(422, "AMOUNT_NOT_POSITIVE");
        (await api.PostAsync("biller", $"{root}/payments", """{"form":"cash","amount":1.001}""")).IsProblem(400, "BAD_BODY");
        (await api.PostAsync("biller", $"{root}/charges", """{"date":"2026-11-01","amount":1,"printPeriod":"2026-13","description":""}""")).IsProblem(422, "BAD_PERIOD");
        (await api.PostAsync("biller", $"{root}/charges", """{"date":"2026-02-30","amount":1,"printPeriod":"2026-11"}""")).IsProblem(400, "BAD_BODY");
        (await api.GetAsync("biller", $"{root}/charges?open=maybe")).IsProblem(400, "BAD_OPEN");
        foreach (var unknown in new[] { "/api/participants/1999999999", "/api/participants/participants" })
        {
            (await api.GetAsync("biller", $"{unknown}/charges")).IsProblem(404, "NOT_FOUND");
            (await api.GetAsync("biller", $"{unknown}/payments")).IsProblem(404, "NOT_FOUND");
            (await api.PostAsync("biller", $"{unknown}/payments", """{"form":"cash","amount":1}""")).IsProblem(404, "NOT_FOUND");
        }
    }

    [Fact]
    [Trait("Req", "PS-4")]
    public async Task A_repeated_request_has_one_effect_and_an_old_version_is_refused()
    {
        var root = await AddAsync();
        const string Body = """{"form":"cash","amount":12.50}""";
        var first = (await api.PostAsync("biller", $"{root}/payments", Body, ("Idempotency-Key", "once"))).Is(201);
        var again = (await api.PostAsync("biller", $"{root}/payments", Body, ("Idempotency-Key", "once"))).Is(201);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("\"1\"", first.ETag);
        Assert.Single((await api.GetAsync("biller", $"{root}/payments")).Json.GetProperty("items").EnumerateArray());
        (await api.PostAsync("biller", $"{root}/payments", Body, ("If-Match", "\"0\""))).IsProblem(412, "STALE");
        (await api.PostAsync("biller", $"{root}/payments", Body, ("If-Match", "\"1\""))).Is(201);
    }

    private async Task<string> AddAsync() => $"/api/participants/{await api.AddClientAsync()}";

    private async Task<Reply> ChargeAsync(string root, string amount, string day)
        => (await api.PostAsync("biller", $"{root}/charges", $$"""{"date":"2026-11-{{day}}","amount":{{amount}},"printPeriod":"2026-11","description":"Care"}""")).Is(201);

    private static decimal Amount(Reply reply, string name) => reply.Json.GetProperty(name).GetDecimal();

    private static IEnumerable<(string Charge, decimal Amount)> Allocations(JsonElement payment)
        => payment.GetProperty("allocations").EnumerateArray().Select(part => (part.GetProperty("charge").GetString()!, part.GetProperty("amount").GetDecimal()));
}
