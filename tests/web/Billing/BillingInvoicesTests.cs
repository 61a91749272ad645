using System.Globalization;
using System.Text;
using System.Text.Json;
using Serverless.Payments.Amounts;
using Serverless.Payments.Billing;
using Serverless.Payments.Codes;
using Serverless.Storage;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Billing;

/// <summary>Invoices billed to payers over HTTP; each test bills payers of its own.</summary>
public sealed class BillingInvoicesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Header = "invoice_number,payer,client_id,location,service_date,description,billed\n";
    private const string Invoices = "/api/billing/invoices";
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task A_file_becomes_invoices_and_the_same_again_a_duplicate()
    {
        var client = await api.AddClientAsync();
        var csv = Header + Line("P1-2", "Post One", client, 200) + Line("P1-2", "Post One", client, 200) + Line("P1-1", "Post One", client, 50);
        var taken = (await PostAsync(csv)).Is(201);

        Assert.Equal((2, 3, false), (taken.Json.GetProperty("invoices").GetInt32(), taken.Json.GetProperty("lines").GetInt32(), taken.Json.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(["P1-2", "P1-1"], Texts(taken.Json.GetProperty("numbers")));
        Assert.Equal(0, taken.Json.GetProperty("errors").GetArrayLength());

        var again = (await PostAsync(csv)).Is(200);
        Assert.True(again.Json.GetProperty("duplicate").GetBoolean());
        Assert.Equal(0, again.Json.GetProperty("numbers").GetArrayLength());
        Assert.Equal(taken.Body, (await api.GetAsync("biller", taken.Location!)).Is(200).Body);
        Assert.Equal(taken.Body, (await api.GetAsync("auditor", taken.Location!)).Is(200).Body);
        (await api.GetAsync("biller", "/api/billing/intakes/" + new string('0', 64))).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task A_file_with_a_fault_or_a_number_in_the_books_is_refused_whole_and_every_fault_is_told()
    {
        var client = await api.AddClientAsync();
        var faulty = (await PostAsync(Header + Line("P2-1", "Post Two", client, 1) + Line("P2-2", "Post Two", "0999999999", 0))).IsProblem(422, "FILE_REJECTED");
        Assert.Equal([("NOT_ABOVE_ZERO", "billed"), ("UNKNOWN_CLIENT", "client_id")], faulty.Errors.Order());
        Assert.Equal(0, faulty.Json.GetProperty("numbers").GetArrayLength());
        (await api.GetAsync("biller", $"{Invoices}/P2-1")).IsProblem(404, "NOT_FOUND");

        (await PostAsync(Header + Line("P2-1", "Post Two", client, 1))).Is(201);
        var taken = (await PostAsync(Header + Line("P2-3", "Post Two", client, 1) + Line("P2-1", "Post Two", client, 2))).IsProblem(422, "FILE_REJECTED");
        var fault = Assert.Single(taken.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((3, "invoice_number", "DUPLICATE_INVOICE"), (fault.GetProperty("line").GetInt32(), fault.GetProperty("field").GetString(), fault.GetProperty("code").GetString()));
        (await api.GetAsync("biller", $"{Invoices}/P2-3")).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    [Trait("Req", "SAN-3")]
    public async Task Invoices_are_listed_by_payer_and_filter_page_by_page()
    {
        var (one, two) = (await api.AddClientAsync(), await api.AddClientAsync());
        (await PostAsync(Header + Line("P3-1", "List & Sons", two, 5, "Day Center") + Line("P3-2", "List & Sons", one, 6) + Line("P3-3", "List & Sons", one, 7))).Is(201);

        Assert.Equal(["P3-2", "P3-3", "P3-1"], await NumbersAsync("payer=List%20%26%20Sons"));
        Assert.Equal(["P3-2", "P3-3"], await NumbersAsync($"payer=List%20%26%20Sons&client={one}"));
        Assert.Equal(["P3-2", "P3-3"], await NumbersAsync($"client={one}"));
        Assert.Equal(["P3-1"], await NumbersAsync("location=Day%20Center&invoiceFrom=2020-01-01&serviceFrom=2026-11-02&serviceTo=2026-11-02"));
        Assert.Equal(["P3-1"], await NumbersAsync("invoice=P3-1"));
        Assert.Empty(await NumbersAsync("payer=List%20%26%20Sons&status=" + Uri.EscapeDataString("07 – Bill Paid")));

        var page = (await api.GetAsync("auditor", $"{Invoices}?payer=List%20%26%20Sons&top=2")).Is(200).Json;
        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        Assert.Equal(["P3-1"], await NumbersAsync($"payer=List%20%26%20Sons&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}"));
        Assert.Contains("List & Sons", Names((await api.GetAsync("biller", "/api/billing/payers?top=500")).Is(200).Json));
        (await api.GetAsync("biller", "/api/billing/payers?after=payer-0")).IsProblem(400, "BAD_AFTER");
    }

    [Theory]
    [InlineData("payer=x&after=1", "BAD_AFTER")]
    [InlineData("after=payer-1", "BAD_AFTER")]
    [InlineData("client=1", "BAD_CLIENT_ID")]
    [InlineData("invoice=a|b", "BAD_INVOICE_NUMBER")]
    [InlineData("status=Open", "BAD_STATUS")]
    [InlineData("includePaid=1", "BAD_FLAG")]
    [InlineData("serviceFrom=11/02/2026", "BAD_DATE")]
    [InlineData("colour=red", "UNKNOWN_QUERY")]
    [InlineData("top=501", "BAD_TOP")]
    public async Task A_filter_that_is_not_known_is_refused(string query, string code) => (await api.GetAsync("biller", $"{Invoices}?{query}")).IsProblem(400, code);

    [Fact]
    [Trait("Req", "SAN-3")]
    [Trait("Req", "SAN-9")]
    public async Task An_invoice_opens_into_its_visits_and_shows_its_payments_and_credits()
    {
        var client = await api.AddClientAsync();
        (await PostAsync(Header + Line("P4-1", "Read", client, 1200) + Line("P4-1", "Read", client, 200))).Is(201);
        var place = (await api.Application.Billing.Records.PlaceAsync("P4-1"))!;
        var stored = (await api.Application.Billing.Records.FindStoredAsync(place))!;
        InvoicePosting[] postings =
        [
            Posting(1, 1000, new PostedAdjustment("WO", AdjustmentKind.WriteOff, Money.Of(200))),
            Posting(2, 200), Posting(2, -200), Posting(2, 230, new PostedAdjustment("HHO", AdjustmentKind.Overhead, Money.Of(-30))), Posting(2, 0) with { IsDenied = true },
        ];
        await api.Application.Ports.Tables.SubmitAsync(Serverless.Payments.Tables.Billing, place.Partition, [TableOperation.Update(place.Row, Serverless.Payments.Rows.Write(stored.Stored with { Postings = postings, Version = 2 }), stored.ETag)]);

        var reply = (await api.GetAsync("auditor", $"{Invoices}/P4-1")).Is(200);
        Assert.Equal(("07 – Bill Paid", "Read", client, 0m), (reply.Text("status"), reply.Text("payer"), reply.Text("clientId"), reply.Json.GetProperty("balance").GetDecimal()));
        Assert.Equal([("07 – Bill Paid", 0m), ("07 – Bill Paid", 0m)], reply.Json.GetProperty("lines").EnumerateArray().Select(line => (line.GetProperty("status").GetString()!, line.GetProperty("balance").GetDecimal())));
        Assert.Equal(
            [("payment", 1, 1000m, null), ("write-off", 1, 200m, "WO"), ("payment", 2, 200m, null), ("takeback", 2, -200m, null), ("payment", 2, 230m, null), ("overhead", 2, -30m, "HHO"), ("denial", 2, 0m, null)],
            reply.Json.GetProperty("payments").EnumerateArray().Select(row => (row.GetProperty("kind").GetString()!, row.GetProperty("line").GetInt32(), row.GetProperty("amount").GetDecimal(), row.TryGetProperty("type", out var type) ? type.GetString() : null)));
        Assert.Equal(["P4-1"], await NumbersAsync("payer=Read&includePaid=true"));
        Assert.Equal(["P4-1"], await NumbersAsync("payer=Read"));
        Assert.Empty(await NumbersAsync("payer=Read&includePaid=false"));
    }

    private static InvoicePosting Posting(int line, decimal post, params PostedAdjustment[] adjustments)
        => new("rm-1", 7, 1, "100", new DateOnly(2026, 11, 23), line, Money.Of(post), adjustments, false, "biller", new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    private static string Line(string number, string payer, string client, decimal billed, string location = "")
        => string.Create(CultureInfo.InvariantCulture, $"{number},{payer},{client},{location},2026-11-02,Visit,{billed:0.00}\n");

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString());

    private static IEnumerable<string?> Names(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString());

    private async Task<IReadOnlyList<string>> NumbersAsync(string query)
        => [.. (await api.GetAsync("biller", $"{Invoices}?{query}")).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()!)];

    private Task<Reply> PostAsync(string csv)
        => api.SendAsync("biller", HttpMethod.Post, Invoices, new StringContent(csv, Encoding.UTF8, "text/csv"));
}
