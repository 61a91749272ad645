using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

[Trait("Req", "SAN-1")]
public sealed class RemittanceBatchTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task A_batch_gets_a_number_and_its_funds()
    {
        var made = (await api.PostAsync(User, Address, Batch("1950.00"))).Is(201);
        Assert.Equal(($"{Address}/{made.Text("id")}", "\"1\""), (made.Location, made.ETag));
        Assert.Equal("Open biller 1 Cash CHECK 1950.00 2026-11-20 BANK-1 1950.00 0.00 0.00 0", made.Json.Words("status", "owner", "version", "applyAs", "batchType", "batchTotal", "batchDate", "bankId", "batchBalance", "remaining", "checksTotal", "rows"));
        var next = (await api.PostAsync(User, Address, Batch("1.00"))).Is(201);
        Assert.True(next.Json.GetProperty("batchNumber").GetInt64() > made.Json.GetProperty("batchNumber").GetInt64());
        Assert.Equal(made.Body, (await api.GetAsync(User, made.Location!)).Is(200).Body);
    }

    [Theory]
    [InlineData("""{"applyAs":"Cash","batchType":"CHECK","batchTotal":"1.00","batchDate":"2026-11-20","bankId":"BANK-1"}""", "BAD_VALUE batchTotal")]
    [InlineData("""{"applyAs":"Cash","batchType":"CHECK","batchTotal":1.005,"batchDate":"2026-13-20","bankId":"BANK-1"}""", "BAD_VALUE batchTotal, BAD_VALUE batchDate")]
    [InlineData("""{"applyAs":"Cash","batchType":"CHECK","batchTotal":1,"batchDate":"2026-11-20","bank":"BANK-1"}""", "UNKNOWN_FIELD bank, MISSING_FIELD bankId")]
    public async Task What_cannot_be_read_is_400_by_field(string json, string expected)
        => Assert.Equal(expected, Faults((await api.PostAsync(User, Address, json)).IsProblem(400, "BAD_BODY")));

    [Theory]
    [InlineData("1.00", "NONE", "Cash", "UNKNOWN_CODE batchType")]
    [InlineData("1.00", "CHECK", "Barter", "UNKNOWN_APPLY_AS applyAs")]
    [InlineData("1.00", "ADJ", "Cash", "TYPE_NOT_OFFERED batchType")]
    [InlineData("-1.00", "CHECK", "Cash", "NEGATIVE_TOTAL batchTotal")]
    [InlineData("0.00", "TB", "Cash", "TAKEBACK_TOTAL batchTotal")]
    [InlineData("1.00", "ADJ", "Adjustment", "ADJUSTMENT_TOTAL batchTotal")]
    public async Task What_breaks_a_rule_of_batches_is_422(string total, string type, string applyAs, string expected)
        => Assert.Equal(expected, Faults((await api.PostAsync(User, Address, Batch(total, type, applyAs))).Is(422)));

    [Fact]
    public async Task A_field_that_is_left_out_of_an_edit_stays_and_Apply_As_is_locked_once_a_check_was_entered()
    {
        var path = await api.CreateAsync("100.00");
        var edited = (await api.PutAsync(User, path, """{"batchTotal":150.00,"applyAs":"account cash"}""", ("If-Match", "\"1\""))).Is(200);
        Assert.Equal(("150.00 150.00 Account Cash CHECK BANK-1 2026-11-20", "\"2\""), (edited.Json.Words("batchTotal", "batchBalance", "applyAs", "batchType", "bankId", "batchDate"), edited.ETag));
        (await api.PutAsync(User, path, """{"batchTotal":1.00}""", ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        (await api.PostAsync(User, $"{path}/checks", Check("120.00"))).Is(201);
        (await api.PutAsync(User, path, """{"applyAs":"Cash"}""")).IsProblem(409, "APPLY_AS_LOCKED");
        Assert.Equal("CHECKS_EXCEED_BATCH batchTotal", Faults((await api.PutAsync(User, path, """{"batchTotal":119.99}""")).Is(422)));
    }

    [Fact]
    [Trait("Req", "SAN-2")]
    public async Task Checks_come_one_at_a_time_and_add_up_to_the_batch()
    {
        var (first, second) = (await api.BillAsync(60m), await api.BillAsync(40m));
        var path = await api.CreateAsync("100.00");
        Assert.Equal("BAD_REF_NO refNo", Faults((await api.PostAsync(User, $"{path}/checks", Check("1.00", refNo: " "))).Is(422)));
        Assert.Equal("NEGATIVE_AMOUNT amount", Faults((await api.PostAsync(User, $"{path}/checks", Check("-1.00"))).Is(422)));
        Assert.Equal("CHECKS_EXCEED_BATCH amount", Faults((await api.PostAsync(User, $"{path}/checks", Check("100.01"))).Is(422)));
        var entered = (await api.PostAsync(User, $"{path}/checks", Check("60.00", more: ",\"comment\":\"by post\""))).Is(201);
        Assert.Equal(("60.00 100.00", path), (entered.Left(), entered.Location));
        (await api.PostAsync(User, $"{path}/checks", Check("40.00", "1002"))).IsProblem(409, "CHECK_OPEN");
        (await api.PostAsync(User, $"{path}/checks/next", null)).IsProblem(422, "NOT_FULLY_POSTED");
        (await api.PostAsync(User, $"{path}/queue/{first}/pay", null)).Is(200);
        Assert.Equal("0.00 40.00", (await api.PostAsync(User, $"{path}/checks/next", null)).Is(200).Left());
        (await api.PostAsync(User, $"{path}/checks/next", null)).IsProblem(409, "NO_CHECK");
        Assert.Equal("CHECKS_DO_NOT_ADD_UP batchTotal", Faults((await api.PostAsync(User, $"{path}/post", null)).IsProblem(422, "CHECKS_DO_NOT_ADD_UP")));
        Assert.Equal("DUPLICATE_CHECK refNo", Faults((await api.PostAsync(User, $"{path}/checks", Check("40.00"))).Is(422)));
        (await api.PostAsync(User, $"{path}/checks", Check("39.00", "1002"))).Is(201);
        Assert.Equal("0.00 40.00", (await api.DeleteAsync(User, $"{path}/checks/current")).Is(200).Left());
        (await api.DeleteAsync(User, $"{path}/checks/current")).IsProblem(409, "NO_CHECK");
        (await api.PostAsync(User, $"{path}/checks", Check("40.00", "1002"))).Is(201);
        var full = (await api.PostAsync(User, $"{path}/queue/{second}/pay", null)).Is(200);
        Assert.Equal(["1 1001 60.00 60.00 0.00 false true by post", "2 1002 40.00 40.00 0.00 true false"], full.Json.GetProperty("checks").EnumerateArray().Select(check => check.Words("n", "refNo", "amount", "posted", "remaining", "current", "done", "comment")));
        Assert.Equal("60.00 100.00", (await api.DeleteAsync(User, $"{path}/queue")).Is(200).Left());
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    public async Task A_saved_session_is_finished_or_discarded_before_another_one()
    {
        var path = await api.BeginAsync("10.00");
        var other = await api.BeginAsync("11.00");
        Assert.Equal("Saved", (await api.PostAsync(User, $"{path}/save", null)).Is(200).Text("status"));
        (await api.PostAsync(User, $"{path}/save", null)).IsProblem(409, "SAVED");
        (await api.DeleteAsync(User, $"{path}/checks/current")).IsProblem(409, "SAVED");
        (await api.PostAsync(User, Address, Batch("1.00"))).IsProblem(409, "SESSION_SAVED");
        (await api.PostAsync(User, $"{other}/save", null)).IsProblem(409, "SESSION_SAVED");
        var listed = Assert.Single((await api.GetAsync(User, $"{Address}?status=saved")).Is(200).Json.GetProperty("items").EnumerateArray());
        Assert.Equal($"{path} Saved 10.00 10.00 1", $"{Address}/{listed.Words("id", "status", "batchTotal", "checksTotal", "checks")}");
        Assert.Equal("10.00 10.00", (await api.PostAsync(User, $"{path}/resume", null)).Is(200).Left());
        (await api.PostAsync(User, $"{path}/resume", null)).IsProblem(409, "NOT_SAVED");
        Assert.Equal("Discarded", (await api.DeleteAsync(User, path)).Is(200).Text("status"));
        (await api.DeleteAsync(User, path)).IsProblem(409, "NOT_OPEN");
        (await api.PostAsync(User, $"{other}/save", null)).Is(200);
        (await api.DeleteAsync(User, other)).Is(200);
        (await api.GetAsync(User, $"{Address}?status=paused")).IsProblem(400, "BAD_STATUS");
    }

    [Fact]
    [Trait("Req", "ALL-4")]
    public async Task Another_biller_reads_a_session_and_does_not_act_on_it()
    {
        var path = await api.BeginAsync("10.00");
        (await api.GetAsync("biller2", path)).Is(200);
        (await api.GetAsync("auditor", path)).Is(200);
        Assert.DoesNotContain(path[Address.Length..].Trim('/'), (await api.GetAsync("biller2", Address)).Is(200).Body, StringComparison.Ordinal);
        Assert.Contains(path[Address.Length..].Trim('/'), (await api.GetAsync("auditor", $"{Address}?status=open&top=500")).Is(200).Body, StringComparison.Ordinal);
        (await api.PutAsync("biller2", path, """{"batchTotal":20.00}""")).IsProblem(403, "NOT_YOURS");
        (await api.PostAsync("biller2", $"{path}/post", null)).IsProblem(403, "NOT_YOURS");
        (await api.DeleteAsync("biller2", path)).IsProblem(403, "NOT_YOURS");
        (await api.GetAsync("provider", path)).IsProblem(403, "WRONG_ROLE");
        (await api.PostAsync("auditor", $"{path}/save", null)).IsProblem(403, "WRONG_ROLE");
        (await api.GetAsync(User, $"{Address}/rm-000000000000000000000000")).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync(User, $"{Address}/nothing/save", null)).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_repeated_key_creates_one_batch_and_enters_one_check()
    {
        var made = (await api.PostAsync(User, Address, Batch("10.00"), ("Idempotency-Key", "batch"))).Is(201);
        Assert.Equal(made.Body, (await api.PostAsync(User, Address, Batch("10.00"), ("Idempotency-Key", "batch"))).Is(201).Body);
        var check = (await api.PostAsync(User, $"{made.Location}/checks", Check("4.00"), ("Idempotency-Key", "check"), ("If-Match", "\"1\""))).Is(201);
        Assert.Equal(check.Body, (await api.PostAsync(User, $"{made.Location}/checks", Check("4.00"), ("Idempotency-Key", "check"), ("If-Match", "\"1\""))).Is(201).Body);
        (await api.PostAsync(User, $"{made.Location}/checks", Check("5.00"), ("Idempotency-Key", "check"))).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
        Assert.Equal("4.00", (await api.GetAsync(User, made.Location!)).Raw("checksTotal"));
        (await api.DeleteAsync(User, $"{made.Location}/checks/current", ("If-Match", "\"1\""))).IsProblem(412, "STALE");
    }

    private static string Faults(Reply reply) => string.Join(", ", reply.Errors.Select(error => $"{error.Code} {error.Field}".Trim()));
}
