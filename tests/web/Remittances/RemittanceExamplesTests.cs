using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

[Trait("Req", "SAN-10")]
public sealed class RemittanceExamplesTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "SAN-5")]
    public async Task A_check_of_1950_00_and_an_adjustment_pay_an_invoice_of_2020_16()
    {
        var invoice = await api.BillAsync(2020.16m);
        var path = await api.BeginAsync("1950.00");
        var paid = (await api.PutAsync(User, $"{path}/queue/{invoice}", """{"post":1950.00}""")).Is(200);
        Assert.Equal(("0.00 0.00", "1950.00 0.00 70.16"), (paid.Left(), Assert.Single(paid.Queue())));
        var adjusted = (await api.PutAsync(User, $"{path}/queue/{invoice}", """{"adjustment":70.16,"type":"CO"}""")).Is(200);
        Assert.Equal("1950.00 70.16 CO 0.00", Assert.Single(adjusted.Queue()));
        var row = adjusted.Json.GetProperty("queue")[0];
        Assert.Equal($"1 1001 {Payer} {Agency.Client} Last, First {invoice} 2026-11-22 2020.16 07 – Bill Paid false false", row.Words("check", "refNo", "payer", "clientId", "client", "invoice", "date", "billed", "status", "denied", "moved"));
        Assert.Equal("1 1950.00 70.16", Assert.Single(row.GetProperty("lines").EnumerateArray()).Words("line", "post", "adjustment"));
        var posted = (await api.PostAsync(User, $"{path}/post", null)).Is(200);
        Assert.Equal(("Posted", User), (posted.Text("status"), posted.Text("postedBy")));
        Assert.Equal("1950.00 70.16 CO 0.00", Assert.Single((await api.GetAsync("auditor", path)).Is(200).Queue()));
        await SeePaidAsync(invoice, "payment 1950.00", "adjustment 70.16 CO");
    }

    [Fact]
    [Trait("Req", "SAN-7")]
    public async Task Takebacks_of_200_00_on_each_of_two_paid_lines_leave_600_00_of_a_batch_of_1000_00()
    {
        var invoice = await api.BillAsync(200m, 200m);
        await api.PayAsync(invoice, "400.00");
        var path = await api.BeginAsync("-1000.00", "TB");
        (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/1", """{"post":-200.00}""")).Is(200);
        var taken = (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/2", """{"post":-200.00}""")).Is(200);
        Assert.Equal("-600.00 -600.00", taken.Left());
        Assert.Equal(["1 -200.00 0.00 200.00", "2 -200.00 0.00 200.00"], taken.Queue());
        var unfinished = (await api.PostAsync(User, $"{path}/post", null)).IsProblem(422, "NOT_FULLY_POSTED");
        Assert.Equal([("NOT_FULLY_POSTED", "remaining")], unfinished.Errors);
    }

    [Theory]
    [Trait("Req", "SAN-9")]
    [InlineData("button")]
    [InlineData("type")]
    [InlineData("box")]
    public async Task The_rest_of_1200_00_is_written_off_with_1000_00_paid(string how)
    {
        var invoice = await api.BillAsync(1200m);
        var path = await api.BeginAsync("1000.00", more: how == "box" ? ",\"writeOffBalance\":true" : "");
        var row = (await api.PutAsync(User, $"{path}/queue/{invoice}", how == "type" ? """{"post":1000.00,"adjustment":200.00,"type":"WO"}""" : """{"post":1000.00}""")).Is(200);
        row = how == "button" ? (await api.PostAsync(User, $"{path}/queue/{invoice}/write-off", null)).Is(200) : row;
        Assert.Equal(("0.00 0.00", "1000.00 200.00 WO 0.00"), (row.Left(), Assert.Single(row.Queue())));
        (await api.PostAsync(User, $"{path}/post", null)).Is(200);
        await SeePaidAsync(invoice, "payment 1000.00", "write-off 200.00 WO");
    }

    [Fact]
    [Trait("Req", "SAN-8")]
    public async Task Overhead_of_30_00_a_visit_is_posted_with_an_adjustment_of_30_00_below_zero()
    {
        var invoice = await api.BillAsync(100m, 100m);
        var path = await api.BeginAsync("260.00");
        foreach (var line in (int[])[1, 2])
        {
            (await api.PutAsync(User, $"{path}/queue/{invoice}/lines/{line}", """{"post":130.00,"adjustment":-30.00,"type":"HHO"}""")).Is(200);
        }

        var session = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal("0.00 0.00", session.Left());
        Assert.Equal(["1 130.00 -30.00 HHO 0.00", "2 130.00 -30.00 HHO 0.00"], session.Queue());
        (await api.PostAsync(User, $"{path}/post", null)).Is(200);
        await SeePaidAsync(invoice, "payment 130.00", "overhead -30.00 HHO", "payment 130.00", "overhead -30.00 HHO");
    }

    /// <summary>The invoice is paid, by these payments and credits, and the ledger balances.</summary>
    private async Task SeePaidAsync(string invoice, params string[] payments)
    {
        var read = (await api.GetAsync(User, $"/api/billing/invoices/{invoice}")).Is(200);
        Assert.Equal(("07 – Bill Paid", "0.00"), (read.Text("status"), read.Raw("balance")));
        Assert.Equal(payments, read.Json.GetProperty("payments").EnumerateArray().Select(payment => payment.Words("kind", "amount", "type")));
        Assert.Equal("0.00", (await api.GetAsync("auditor", "/api/ledger/trial-balance")).Is(200).Raw("sum"));
    }
}
