using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

[Trait("Req", "SAN-4")]
public sealed class RemittanceRowTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "SAN-3")]
    public async Task The_active_records_show_what_the_queue_does_to_them()
    {
        var (first, second) = (await api.BillAsync("Records Payer", 60m, 40m), await api.BillAsync("Records Payer", 30m));
        var path = await api.BeginAsync("75.00");
        (await api.PutAsync(User, $"{path}/queue/{first}", """{"post":75.00,"adjustment":5.00,"type":"contractual"}""")).Is(200);
        var page = (await api.GetAsync("auditor", $"{path}/records?payer=Records%20Payer&client={Agency.Client}&location=north&serviceFrom=2026-11-01&top=1")).Is(200);
        var record = Assert.Single(page.Json.GetProperty("items").EnumerateArray());
        Assert.Equal($"{first} Last, First 100.00 20.00 04 – Part Paid 0.00 /api/billing/invoices/{first}", record.Words("invoice", "client", "billed", "balance", "status", "paid", "href"));
        Assert.Equal("75.00 5.00 CO", record.GetProperty("queued").Words("post", "adjustment", "type"));
        Assert.Equal(
            ["1 2026-11-02 North Visit 60.00 0.00 07 – Bill Paid 60.00 0.00", "2 2026-11-03 North Visit 40.00 20.00 04 – Part Paid 15.00 5.00 CO"],
            record.GetProperty("lines").EnumerateArray().Select(line => line.Words("line", "serviceDate", "location", "description", "billed", "balance", "status", "post", "adjustment", "type")));
        var rest = (await api.GetAsync(User, $"{path}/records?payer=Records%20Payer&top=1&after={Uri.EscapeDataString(page.Text("next"))}")).Is(200).Json;
        Assert.Equal($"{second} 30.00 null", rest.GetProperty("items")[0].Words("invoice", "balance", "queued"));
        Assert.Contains("GET /api/billing/payers", (await api.GetAsync(User, $"{path}/records")).IsProblem(400, "MISSING_QUERY").Text("detail"), StringComparison.Ordinal);
        (await api.GetAsync(User, $"{path}/records?payer=x&after=1")).IsProblem(400, "BAD_AFTER");
        (await api.GetAsync(User, $"{path}/records?payer=x&status=02")).IsProblem(400, "UNKNOWN_QUERY");
        (await api.GetAsync(User, $"{Address}/rm-000000000000000000000000/records?payer=x")).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public async Task A_batch_of_takebacks_lists_and_takes_what_was_paid_and_nothing_else()
    {
        var (open, paid) = (await api.BillAsync("Takeback Payer", 50m), await api.BillAsync("Takeback Payer", 50m));
        await api.PayAsync(paid, "50.00");
        var path = await api.BeginAsync("-50.00", "TB");
        var records = (await api.GetAsync(User, $"{path}/records?payer=Takeback%20Payer")).Is(200).Json.GetProperty("items");
        Assert.Equal($"{paid} 50.00 0.00", Assert.Single(records.EnumerateArray()).Words("invoice", "paid", "balance"));
        await RefusedAsync($"{path}/queue/{open}", """{"post":-50.00}""", "NOT_PAID post");
        await RefusedAsync($"{path}/queue/{paid}", """{"post":50.00}""", "PAYMENT_IN_TAKEBACK post");
        await RefusedAsync($"{path}/queue/{paid}", """{"post":-50.01}""", "EXCEEDS_PAID post");
        (await api.PostAsync(User, $"{path}/queue/{paid}/pay", null)).IsProblem(422, "PAYMENT_IN_TAKEBACK");
        (await api.PostAsync(User, $"{path}/queue/{paid}/write-off", null)).IsProblem(422, "WRITE_OFF_IN_TAKEBACK");
        (await api.PostAsync(User, $"{path}/queue/{paid}/deny", null)).IsProblem(422, "DENIAL_IN_TAKEBACK");
        (await api.PutAsync(User, $"{path}/queue/{paid}", """{"post":-50.00}""")).Is(200);
        (await api.PostAsync(User, $"{path}/post", null)).Is(200);
        Assert.Equal("08 – Taken Back", (await api.GetAsync(User, $"/api/billing/invoices/{paid}")).Text("status"));
    }

    [Fact]
    [Trait("Req", "SAN-5")]
    [Trait("Req", "SAN-8")]
    public async Task What_breaks_a_rule_of_rows_is_refused_and_changes_nothing()
    {
        var invoice = await api.BillAsync(100m, 100m);
        var path = await api.CreateAsync("150.00");
        (await api.PostAsync(User, $"{path}/queue/{invoice}/pay", null)).IsProblem(409, "NO_CHECK");
        (await api.PostAsync(User, $"{path}/checks", Check("150.00"))).Is(201);
        var row = $"{path}/queue/{invoice}";
        await RefusedAsync(row, "{}", "NOTHING_ENTERED post");
        await RefusedAsync(row, """{"post":-1.00}""", "TAKEBACK_IN_PAYMENTS post");
        await RefusedAsync(row, """{"adjustment":1.00}""", "ADJUSTMENT_WITHOUT_TYPE type");
        await RefusedAsync(row, """{"type":"CO"}""", "TYPE_WITHOUT_ADJUSTMENT adjustment");
        await RefusedAsync(row, """{"adjustment":1.00,"type":"NONE"}""", "UNKNOWN_CODE type");
        await RefusedAsync(row, """{"post":10.00,"adjustment":-1.00,"type":"CO"}""", "NEGATIVE_NOT_ALLOWED adjustment");
        await RefusedAsync($"{row}/lines/1", """{"post":100.00,"adjustment":0.01,"type":"CO"}""", "EXCEEDS_BALANCE adjustment");
        await RefusedAsync(row, """{"post":150.01}""", "EXCEEDS_REMAINING post");
        (await api.PostAsync(User, $"{row}/pay", null)).IsProblem(422, "EXCEEDS_REMAINING");
        foreach (var line in (string[])["3", "0", "-1", "x"])
        {
            (await api.PutAsync(User, $"{row}/lines/{line}", """{"post":1.00}""")).IsProblem(404, "NO_SUCH_LINE");
            (await api.PostAsync(User, $"{row}/lines/{line}/clear", null)).IsProblem(404, "NO_SUCH_LINE");
        }

        (await api.PutAsync(User, $"{path}/queue/NONE", """{"post":1.00}""")).IsProblem(404, "NOT_FOUND");
        (await api.PutAsync(User, row, """{"post":"1.00","paid":1}""")).IsProblem(400, "BAD_BODY");
        (await api.PostAsync(User, $"{row}/deny", """{"why":1}""")).IsProblem(400, "BAD_BODY");
        (await api.PutAsync(User, row, """{"post":1.00}""", ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        Assert.Equal(("2", "150.00 150.00"), ((await api.GetAsync(User, path)).Raw("version"), (await api.GetAsync(User, path)).Left()));
    }

    [Fact]
    [Trait("Req", "SAN-8")]
    public async Task Overhead_typed_in_two_steps_is_taken_at_both_and_posted_only_when_it_is_whole()
    {
        var invoice = await api.BillAsync(100m);
        var path = await api.BeginAsync("130.00");
        var row = $"{path}/queue/{invoice}";
        Assert.Equal(["130.00 0.00 -30.00"], (await api.PutAsync(User, row, """{"post":130.00}""")).Is(200).Queue());
        (await api.PostAsync(User, $"{path}/post", null)).IsProblem(422, "EXCEEDS_BALANCE");
        Assert.Equal(["130.00 -30.00 HHO 0.00"], (await api.PutAsync(User, row, """{"adjustment":-30.00,"type":"HHO"}""")).Is(200).Queue());
        (await api.PostAsync(User, $"{path}/post", null)).Is(200);
    }

    [Fact]
    public async Task An_invoice_and_its_lines_exclude_each_other_until_they_are_cleared()
    {
        var invoice = await api.BillAsync(100m, 50m);
        var path = await api.BeginAsync("150.00");
        var row = $"{path}/queue/{invoice}";
        Assert.Equal(["2 50.00 0.00 0.00"], (await api.PostAsync(User, $"{row}/lines/2/pay", null)).Is(200).Queue());
        (await api.PostAsync(User, $"{row}/pay", null)).IsProblem(409, "ROW_EXCLUDED");
        Assert.Equal(["1 0.00 0.00 100.00", "2 50.00 0.00 0.00"], (await api.PostAsync(User, $"{row}/lines/1/deny", null)).Is(200).Queue());
        Assert.Equal("50.00", (await api.PostAsync(User, $"{row}/lines/1/write-off", null)).Is(200).Json.GetProperty("queue")[1].GetProperty("post").GetRawText());
        Assert.Empty((await api.PostAsync(User, $"{row}/clear", null)).Is(200).Queue());
        Assert.Equal(["150.00 0.00 0.00"], (await api.PostAsync(User, $"{row}/pay", null)).Is(200).Queue());
        (await api.PostAsync(User, $"{row}/lines/1/clear", null)).IsProblem(409, "ROW_EXCLUDED");
        (await api.PostAsync(User, $"{row}/clear", null)).Is(200);
        var denied = (await api.PostAsync(User, $"{row}/deny", null)).Is(200);
        Assert.Equal("0.00 0.00 150.00 05 – Denied true", denied.Json.GetProperty("queue")[0].Words("post", "adjustment", "balance", "status", "denied"));
        Assert.Equal("150.00 150.00", denied.Left());
    }

    private async Task RefusedAsync(string path, string json, string expected)
    {
        var reply = (await api.PutAsync(User, path, json)).Is(422);
        Assert.Equal(expected, string.Join(", ", reply.Errors.Select(error => $"{error.Code} {error.Field}")));
    }
}
