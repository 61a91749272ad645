using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

[Trait("Req", "SAN-6")]
public sealed class PostRemittanceTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task Post_Now_is_done_once_however_often_it_is_asked_for()
    {
        var invoice = await api.BillAsync(80m);
        var path = await api.BeginAsync("80.00");
        (await api.PostAsync(User, $"{path}/post", null)).IsProblem(422, "NOTHING_QUEUED");
        var queued = (await api.PostAsync(User, $"{path}/queue/{invoice}/pay", null)).Is(200);
        (await api.PostAsync(User, $"{path}/post", null, ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        var posted = (await api.PostAsync(User, $"{path}/post", null, ("Idempotency-Key", "post"), ("If-Match", queued.ETag!))).Is(200);
        Assert.Equal(posted.Body, (await api.PostAsync(User, $"{path}/post", null, ("Idempotency-Key", "post"), ("If-Match", queued.ETag!))).Is(200).Body);
        Assert.Equal(posted.Body, (await api.PostAsync(User, $"{path}/post", null)).Is(200).Body);
        Assert.Equal("Posted", posted.Text("status"));
        Assert.Equal(["80.00 0.00 0.00"], posted.Queue());
        Assert.False(posted.Json.GetProperty("queue")[0].GetProperty("moved").GetBoolean());
        Assert.Equal(1, (await api.GetAsync(User, $"/api/billing/invoices/{invoice}")).Json.GetProperty("payments").GetArrayLength());
        (await api.PostAsync(User, $"{path}/queue/{invoice}/clear", null)).IsProblem(409, "NOT_OPEN");
        (await api.DeleteAsync(User, path)).IsProblem(409, "NOT_OPEN");
    }

    [Fact]
    public async Task An_invoice_that_moved_refuses_all_of_it_by_name_until_its_rows_are_entered_again()
    {
        var (invoice, other) = (await api.BillAsync(100m, 100m), await api.BillAsync(10m));
        var path = await api.BeginAsync("60.00");
        (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/1", """{"post":50.00}""")).Is(200);
        (await api.PostAsync(User, $"{path}/queue/{invoice}/lines/2/deny", null)).Is(200);
        (await api.PostAsync(User, $"{path}/queue/{other}/pay", null)).Is(200);
        await api.PayAsync(invoice, "50.00", "biller2");
        Assert.Equal("true true false", string.Join(' ', (await api.GetAsync(User, path)).Json.GetProperty("queue").EnumerateArray().Select(row => row.GetProperty("moved").GetRawText())));
        var refused = (await api.PostAsync(User, $"{path}/post", null)).IsProblem(409, "INVOICES_MOVED");
        Assert.Equal([("INVOICE_MOVED", invoice)], refused.Errors);
        var open = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal(("Open", "1"), (open.Text("status"), open.Json.GetProperty("refused").GetProperty("count").GetRawText()));
        Assert.Equal($"{invoice} 1 2", open.Json.GetProperty("refused").GetProperty("invoices")[0].Words("invoice", "seen", "now"));
        Assert.Equal("02 – Open", (await api.GetAsync(User, $"/api/billing/invoices/{other}")).Text("status"));

        // What stays of its rows was entered without knowing what moved the invoice.
        (await api.PostAsync(User, $"{path}/queue/{invoice}/lines/2/clear", null)).Is(200);
        (await api.PostAsync(User, $"{path}/post", null)).IsProblem(409, "INVOICES_MOVED");
        (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/2", """{"post":50.00}""")).IsProblem(409, "INVOICE_MOVED");
        (await api.PostAsync(User, $"{path}/queue/{invoice}/clear", null)).Is(200);
        (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/1", """{"post":50.00}""")).Is(200);
        Assert.Equal("Posted", (await api.PostAsync(User, $"{path}/post", null)).Is(200).Text("status"));
        Assert.Equal("100.00", (await api.GetAsync(User, $"/api/billing/invoices/{invoice}")).Raw("balance"));
    }

    [Fact]
    public async Task A_posting_that_takes_long_is_202_and_read_at_its_location()
    {
        HeldBack? engine = null;
        await using var slow = await Api.StartAsync(new ApiOptions { Orchestrations = inner => engine = new HeldBack(inner) });
        await slow.SetUpAsync();
        var invoice = await slow.BillAsync(30m);
        var path = await slow.BeginAsync("30.00");
        (await slow.PostAsync(User, $"{path}/queue/{invoice}/pay", null)).Is(200);
        engine!.IsHeld = true;
        var pending = (await slow.PostAsync(User, $"{path}/post", null)).Is(202);
        Assert.Equal((path, "Posting"), (pending.Location, pending.Text("status")));
        (await slow.PostAsync(User, $"{path}/save", null)).IsProblem(409, "POSTING");
        (await slow.DeleteAsync(User, path)).IsProblem(409, "NOT_OPEN");
        engine.IsHeld = false;
        Assert.Equal("Posted", (await slow.PostAsync(User, $"{path}/post", null)).Is(200).Text("status"));
    }
}
