using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.ProviderPayments;

/// <summary>A provider payment's way over HTTP, until it is authorised.</summary>
[Trait("Req", "CARE-2")]
public sealed class AttendanceTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "CARE-1")]
    [Trait("Req", "CARE-3")]
    public async Task A_digital_sheet_is_submitted_signed_and_authorised()
    {
        var care = await CareMonth.NextAsync(api);
        var made = (await api.GetAsync("provider", care.Path)).Is(200);
        Assert.Equal(("Payment", "New", "New", "\"1\""), (made.Text("kind"), made.Text("submissionStatus"), made.Text("paymentStatus"), made.ETag));
        Assert.Equal(("Alpine Homes", "Last, First", care.Period), (made.Text("providerName"), made.Text("childName"), made.Text("period")));

        var submitted = (await care.SubmitAsync(CareMonth.SheetOf(care.Row(day: 3), care.Row("08:00", "11:30"), care.Absent("ill", 4)))).Is(200);
        Assert.Equal(("Ready for Parent", "New", "\"2\""), (submitted.Text("submissionStatus"), submitted.Text("paymentStatus"), submitted.ETag));
        var sheet = submitted.Json.GetProperty("sheet");
        Assert.Equal((1, "provider"), (sheet.GetProperty("number").GetInt32(), sheet.GetProperty("submittedBy").GetString()));
        Assert.Equal($$"""[{"date":"{{care.Period}}-02","in":"08:00","out":"11:30"},{"date":"{{care.Period}}-03","in":"08:00","out":"16:00"},{"date":"{{care.Period}}-04","absence":"ill"}]""", sheet.GetProperty("days").GetRawText());

        var hash = sheet.GetProperty("hash").GetString();
        var signed = (await care.PostAsync("parent", $"{care.Path}/sign", $$"""{"name":"Maria Lopez","sheetHash":"{{hash}}"}""")).Is(200);
        Assert.Equal(("Submitted", "Received"), (signed.Text("submissionStatus"), signed.Text("paymentStatus")));
        Assert.Equal((hash, "Maria Lopez"), (signed.Json.GetProperty("signature").GetProperty("sheetHash").GetString(), signed.Json.GetProperty("signature").GetProperty("name").GetString()));

        // Staff see beforehand what an authorisation would give; others do not.
        Assert.False(signed.Json.TryGetProperty("preview", out _));
        var preview = (await api.GetAsync("operations", care.Path)).Is(200).Json.GetProperty("preview");
        Assert.Equal((0, 487.50m), (preview.GetProperty("faults").GetArrayLength(), preview.GetProperty("calculation").GetProperty("amount").GetDecimal()));

        var authorized = (await care.PostAsync("operations", $"{care.Path}/authorize", """{"note":"looked at"}""")).Is(200);
        Assert.Equal(("Authorized", 19.5m), (authorized.Text("paymentStatus"), authorized.Json.GetProperty("units").GetDecimal()));
        Assert.Contains("\"amount\":487.50,", authorized.Body, StringComparison.Ordinal);
        var calculation = authorized.Json.GetProperty("calculation");
        Assert.Equal((690, 1, 480, 25.00m), (calculation.GetProperty("attendedMinutes").GetInt32(), calculation.GetProperty("paidAbsences").GetInt32(), calculation.GetProperty("paidAbsenceMinutes").GetInt32(), calculation.GetProperty("rate").GetDecimal()));

        var history = (await api.GetAsync("parent", $"{care.Path}/history")).Is(200).Json.EnumerateArray().ToList();
        Assert.Equal([null, "submit", "sign", "authorize"], history.Select(entry => entry.TryGetProperty("action", out var action) ? action.GetString() : null));
        Assert.Equal("Ready for Parent", history[2].GetProperty("from").GetProperty("submissionStatus").GetString());
        Assert.Equal(("Received", "parent"), (history[2].GetProperty("to").GetProperty("paymentStatus").GetString(), history[2].GetProperty("role").GetString()));
    }

    [Fact]
    public async Task A_paper_sheet_is_entered_and_marked_received_by_operations()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.PostAsync("operations", $"{care.Path}/receive", null)).IsProblem(409, "NO_SHEET");
        var entered = (await care.PutAsync("operations", $"{care.Path}/attendance", care.Sheet())).Is(200);
        Assert.Equal(("New", "New"), (entered.Text("submissionStatus"), entered.Text("paymentStatus")));
        var received = (await care.PostAsync("operations", $"{care.Path}/receive", null)).Is(200);
        Assert.Equal(("New", "Received"), (received.Text("submissionStatus"), received.Text("paymentStatus")));
        Assert.Equal("operations", received.Json.GetProperty("receipt").GetProperty("by").GetString());
        (await care.PostAsync("operations", $"{care.Path}/receive", null)).IsProblem(409, "ALREADY_RECEIVED");
    }

    [Fact]
    public async Task A_digital_sheet_that_was_signed_on_paper_is_received_with_a_reason_alone()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.SubmitAsync()).Is(200);
        Assert.Equal([("REASON_REQUIRED", "reason")], (await care.PostAsync("operations", $"{care.Path}/receive", null)).IsProblem(422, "REASON_REQUIRED").Errors);
        Assert.Equal("Received", (await care.PostAsync("operations", $"{care.Path}/receive", """{"reason":"Came by mail."}""")).Is(200).Text("paymentStatus"));
    }

    [Theory]
    [InlineData("""{"date":"#-02","in":"16:00","out":"08:00"}""", "OUT_NOT_AFTER_IN days[0].out")]
    [InlineData("""{"date":"#-02","in":"08:00","out":"12:00"},{"date":"#-02","in":"11:00","out":"13:00"}""", "TIMES_OVERLAP days[1].in")]
    [InlineData("""{"date":"2031-01-02","in":"08:00","out":"12:00"}""", "DAY_OUTSIDE_PERIOD days[0].date")]
    [InlineData("""{"date":"#-45","in":"8","out":"12:00"}""", "DATE_UNREADABLE days[0].date, TIME_UNREADABLE days[0].in")]
    [InlineData("""{"date":"#-02"}""", "TIMES_OR_ABSENCE_MISSING days[0].in")]
    [InlineData("""{"date":"#-02","in":"08:00","out":"12:00","absence":"ill"}""", "ABSENCE_WITH_TIMES days[0].absence")]
    [InlineData("", "SHEET_EMPTY days")]
    public async Task A_sheet_at_fault_is_refused_with_every_fault_by_row_and_field(string rows, string faults)
    {
        var care = await CareMonth.NextAsync(api);
        var refused = (await care.SubmitAsync(CareMonth.SheetOf(rows.Replace("#", care.Period, StringComparison.Ordinal)))).IsProblem(422, "SHEET_AT_FAULT");
        Assert.Equal(faults, string.Join(", ", refused.Errors.Select(error => $"{error.Code} {error.Field}")));
        Assert.Equal(1, (await care.RecordAsync())!.Version);
    }

    [Theory]
    [InlineData("""{}""", "MISSING_FIELD days")]
    [InlineData("""{"days":"all"}""", "BAD_VALUE days")]
    [InlineData("""{"days":null}""", "NULL days")]
    [InlineData("""{"days":["x"]}""", "BAD_VALUE days[0]")]
    [InlineData("""{"days":[{"date":"2026-01-02","from":"08:00"},{"date":7}]}""", "UNKNOWN_FIELD days[0].from, BAD_VALUE days[1].date")]
    public async Task A_body_that_is_no_sheet_is_400_by_field(string body, string faults)
    {
        var care = await CareMonth.NextAsync(api);
        var refused = (await care.SubmitAsync(body)).IsProblem(400, "BAD_BODY");
        Assert.Equal(faults, string.Join(", ", refused.Errors.Select(error => $"{error.Code} {error.Field}")));
        (await care.PutAsync("operations", $"{care.Path}/attendance", body)).IsProblem(400, "BAD_BODY");
    }

    [Fact]
    public async Task A_sheet_is_signed_once_and_no_other_one_than_was_seen()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.SignAsync()).IsProblem(409, "NOTHING_TO_SIGN");
        var hash = (await care.SubmitAsync()).Is(200).Json.GetProperty("sheet").GetProperty("hash").GetString();
        (await care.SubmitAsync(care.Sheet(@out: "17:00"))).Is(200);
        (await care.PostAsync("parent", $"{care.Path}/sign", $$"""{"name":"Maria Lopez","sheetHash":"{{hash}}"}""")).IsProblem(409, "SHEET_CHANGED");
        (await care.PostAsync("parent", $"{care.Path}/sign", """{"name":" "}""")).IsProblem(422, "TEXT_REQUIRED");
        (await care.SignAsync()).Is(200);
        (await care.SignAsync()).IsProblem(409, "ALREADY_SIGNED");

        // Changed afterwards, it waits for the parent again and is not authorised before.
        Assert.Equal("Ready for Parent", (await care.SubmitAsync()).Is(200).Text("submissionStatus"));
        (await care.PostAsync("operations", $"{care.Path}/authorize", null)).IsProblem(409, "NOT_SIGNED");
    }

    [Fact]
    public async Task To_whom_a_payment_does_not_belong_it_is_not_there()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.PostAsync("parent", $"{care.OtherPath}/sign", """{"name":"Maria Lopez"}""")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("parent", care.OtherPath)).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("parent", $"{care.OtherPath}/history")).IsProblem(404, "NOT_FOUND");
        (await care.PostAsync("provider2", $"{care.Path}/attendance", care.Sheet())).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("provider2", care.Path)).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("coordinator2", care.Path)).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("coordinator", care.Path)).Is(200);
        foreach (var path in (string[])["pp-0", "nothing", care.Path[^26..], $"pa-{care.Path[^26..]}"])
        {
            (await api.GetAsync("operations", $"{CareMonth.Root}/{path}")).IsProblem(404, "NOT_FOUND");
        }
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task A_question_is_asked_answered_and_told()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.PostAsync("provider", $"{care.Path}/answer", """{"answer":"Yes."}""")).IsProblem(409, "NO_QUESTION");
        (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":"Is it right?"}""")).IsProblem(409, "NOT_TO_HOLD");
        await care.AuthorizedAsync();
        (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":""}""")).IsProblem(422, "TEXT_REQUIRED");
        var held = (await care.PostAsync("operations", $"{care.Path}/hold", """{"question":"Was it really eight hours?"}""")).Is(200);
        Assert.Equal(("Hold", "Was it really eight hours?"), (held.Text("paymentStatus"), held.Json.GetProperty("question").GetProperty("text").GetString()));
        Assert.False(held.Json.TryGetProperty("amount", out _));
        (await care.PostAsync("operations", $"{care.Path}/authorize", null)).IsProblem(409, "NOT_RECEIVED");
        var answered = (await care.PostAsync("provider", $"{care.Path}/answer", """{"answer":"It was."}""")).Is(200);
        Assert.Equal(("Received", "It was."), (answered.Text("paymentStatus"), answered.Json.GetProperty("answer").GetProperty("text").GetString()));
    }

    [Fact]
    [Trait("Req", "UPI-7")]
    public async Task Payments_are_authorised_by_operations_alone()
    {
        var care = await CareMonth.NextAsync(api);
        await care.SignedAsync();
        foreach (var user in (string[])["manager", "ofo"])
        {
            (await care.PostAsync(user, $"{care.Path}/authorize", null)).IsProblem(403, "WRONG_ROLE");
        }
    }

    [Fact]
    [Trait("Req", "CARE-3")]
    public async Task What_stands_against_an_authorisation_is_told_together_and_the_status_stays()
    {
        var care = await CareMonth.NextAsync(api);
        await care.AuthorizedAsync();
        (await care.PostAsync("provider2", $"{care.Path2}/attendance", care.Sheet("12:00", "18:00"))).Is(200);
        (await care.PostAsync("parent", $"{care.Path2}/sign", """{"name":"Maria Lopez"}""")).Is(200);
        Assert.Equal([("TIME_PAID_ELSEWHERE", "days")], (await care.PostAsync("operations", $"{care.Path2}/authorize", null)).IsProblem(422, "TIME_PAID_ELSEWHERE").Errors);
        var stays = (await api.GetAsync("operations", care.Path2)).Is(200);
        Assert.Equal("Received", stays.Text("paymentStatus"));
        Assert.Equal("TIME_PAID_ELSEWHERE", stays.Json.GetProperty("preview").GetProperty("faults")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_the_same_key_has_one_effect()
    {
        var care = await CareMonth.NextAsync(api);
        (await care.SubmitAsync(null, ("If-Match", "\"7\""))).IsProblem(412, "STALE");
        var first = (await care.SubmitAsync(null, ("If-Match", "\"1\""), ("Idempotency-Key", $"{care.Period}-a"))).Is(200);
        Assert.Equal(first.Body, (await care.SubmitAsync(null, ("If-Match", "\"1\""), ("Idempotency-Key", $"{care.Period}-a"))).Is(200).Body);
        Assert.Equal(2, (await care.RecordAsync())!.Version);
        (await care.SubmitAsync(care.Sheet("09:00"), ("Idempotency-Key", $"{care.Period}-a"))).Is(422);
    }

    [Fact]
    public async Task An_act_that_takes_too_long_is_202_and_read_where_the_Location_says()
    {
        HeldBack? engine = null;
        await using var own = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        var care = await CareMonth.NextAsync(own);
        engine!.IsHeld = true;
        var late = (await own.PostAsync("provider", $"{care.Path}/attendance", care.Sheet(), ("Idempotency-Key", "late"))).Is(202);
        Assert.StartsWith($"{care.Path}/acts/", late.Location, StringComparison.Ordinal);
        Assert.NotNull(late.Headers.RetryAfter);
        var pending = (await own.GetAsync("provider", late.Location!)).Is(200);
        Assert.Equal(("pending", "submit"), (pending.Text("status"), pending.Text("action")));
        (await own.GetAsync("provider2", late.Location!)).IsProblem(404, "NOT_FOUND");
        (await own.GetAsync("provider", $"{care.Path}/acts/other")).IsProblem(404, "NOT_FOUND");

        engine.IsHeld = false;
        (await own.PostAsync("admin", "/api/repair", null)).Is(200);
        var applied = await Eventually.SeeAsync(async () => (await own.GetAsync("provider", late.Location!)).Is(200) is var read && read.Text("status") == "applied" ? read : null);
        Assert.Equal("Ready for Parent", applied.Json.GetProperty("payment").GetProperty("submissionStatus").GetString());
    }
}
