using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.Invoices;

public sealed class PostInvoicesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Header = "invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount";
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task A_file_becomes_payments_and_the_same_again_a_duplicate()
    {
        var client = await api.AddClientAsync();
        var csv = $"{Header}\nI-1,{Line(client, "2026-11-02")}\nI-1,{Line(client, "2026-11-03")}\nI-2,{Line(client, "2026-11-04", 50)}\n";
        var taken = (await PostAsync("provider", csv)).Is(201);

        Assert.Equal((2, 3), (taken.Json.GetProperty("invoices").GetInt32(), taken.Json.GetProperty("lines").GetInt32()));
        Assert.Equal(3, taken.Json.GetProperty("payments").GetArrayLength());
        Assert.False(taken.Json.GetProperty("duplicate").GetBoolean());
        var error = Assert.Single(taken.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((4, "units", "MONTHLY_MAX"), (error.GetProperty("line").GetInt32(), error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal("I-1", (await api.GetAsync("provider", $"/api/payments/{taken.Json.GetProperty("payments")[0].GetString()}")).Text("invoiceNumber"));

        var again = (await PostAsync("operations", csv)).Is(200);
        Assert.True(again.Json.GetProperty("duplicate").GetBoolean());
        Assert.Equal(0, again.Json.GetProperty("payments").GetArrayLength());
        Assert.Equal(3, (await api.GetAsync("operations", $"/api/payments?client={client}")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(taken.Body, (await api.GetAsync("provider", taken.Location!)).Is(200).Body);
        Assert.Equal(taken.Body, (await api.GetAsync("auditor", taken.Location!)).Is(200).Body);
        (await api.GetAsync("provider2", taken.Location!)).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task A_file_with_one_unreadable_line_creates_nothing_and_every_fault_is_told()
    {
        var client = await api.AddClientAsync();
        var reply = (await PostAsync("provider", $"{Header}\nI-1,{Line(client, "2026-11-02")}\nI-2,{Line(client, "2026-02-30")}\nI-3,P-100,{client},SLN,2026-11-04,2026-11-04,NaN,25.001,1000000000000000000\n")).IsProblem(422, "FILE_REJECTED");

        Assert.Equal(0, reply.Json.GetProperty("payments").GetArrayLength());
        var faults = reply.Json.GetProperty("errors").EnumerateArray().Select(fault => (fault.GetProperty("line").GetInt32(), fault.GetProperty("field").GetString())).ToHashSet();
        Assert.Superset(new HashSet<(int, string?)>([(3, "service_from"), (4, "units"), (4, "rate"), (4, "amount")]), faults);
        Assert.Equal(0, (await api.GetAsync("operations", $"/api/payments?client={client}")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_provider_posts_lines_of_its_own_only()
    {
        var client = await api.AddClientAsync();
        var csv = $"{Header}\nI-1,{Line(client, "2026-11-02")}\n";
        var reply = (await PostAsync("provider2", csv)).IsProblem(422, "FILE_REJECTED");
        Assert.Equal([("NOT_YOUR_PROVIDER", "provider_id")], reply.Errors);
        Assert.False((await PostAsync("operations", csv)).Is(201).Json.GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    [Trait("Req", "ALL-2")]
    public async Task A_byte_order_mark_quoted_line_breaks_and_another_order_of_columns_are_read()
    {
        var client = await api.AddClientAsync();
        var csv = $"\uFEFFclient_id,invoice_number,provider_id,service_code,amount,rate,units,service_to,service_from\r\n{client},\"I\r\n9\",P-100,SLN,25.00,25.00,1,2026-11-02,2026-11-02\r\n";
        var reply = await PostAsync("provider", csv);
        Assert.InRange(reply.Status, 201, 422);
        Assert.NotEqual(500, reply.Status);
        var plain = (await PostAsync("provider", csv.Replace("\"I\r\n9\"", "\"I,9\"", StringComparison.Ordinal))).Is(201);
        Assert.Equal(0, plain.Json.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("", "EMPTY_FILE")]
    [InlineData("\r\n \n", "EMPTY_FILE")]
    [InlineData(Header + "\n", "NO_LINES")]
    public async Task A_file_without_lines_is_refused(string content, string code)
        => Assert.Equal([(code, "")], (await PostAsync("provider", content)).IsProblem(422, "FILE_REJECTED").Errors);

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_refused()
    {
        using var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes(Header), (byte)'\n', 0xE9, 0xFF]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        Assert.Equal([("NOT_UTF8", "")], (await api.SendAsync("provider", HttpMethod.Post, "/api/invoices", content)).IsProblem(422, "FILE_REJECTED").Errors);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("text/csv; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task Another_kind_of_file_is_415(string? type)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(Header));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        (await api.SendAsync("provider", HttpMethod.Post, "/api/invoices", content)).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_60_MB_is_413_whether_it_says_its_length_or_not(bool isChunked)
    {
        using HttpContent content = isChunked ? new StreamContent(new Endless(60 * 1024 * 1024)) : new ByteArrayContent(new byte[60 * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        (await api.SendAsync("provider", HttpMethod.Post, "/api/invoices", content)).IsProblem(413, "TOO_LARGE");
    }

    [Fact]
    public async Task Invoices_in_JSON_are_taken_in()
    {
        var client = await api.AddClientAsync();
        var json = $$"""[{"invoiceNumber":"J-1","providerId":"P-100","clientId":"{{client}}","serviceCode":"SLN","serviceFrom":"2026-11-02","serviceTo":"2026-11-02","units":1,"rate":25.00,"amount":25.00}]""";
        Assert.Equal(1, (await api.PostAsync("provider", "/api/invoices", json)).Is(201).Json.GetProperty("payments").GetArrayLength());
        (await api.PostAsync("provider", "/api/invoices", json[..^1])).IsProblem(422, "FILE_REJECTED");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task An_unknown_file_is_404(string hash) => (await api.GetAsync("operations", $"/api/invoices/{hash}")).IsProblem(404, "NOT_FOUND");

    private static string Line(string client, string day, int units = 1)
        => string.Create(CultureInfo.InvariantCulture, $"P-100,{client},SLN,{day},{day},{units},25.00,{units * 25m:0.00}");

    private Task<Reply> PostAsync(string user, string csv) => api.SendAsync(user, HttpMethod.Post, "/api/invoices", new StringContent(csv, Encoding.UTF8, "text/csv"));

    /// <summary>So many zero bytes, without saying beforehand how many.</summary>
    private sealed class Endless(long left) : Stream
    {
        private long left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, left);
            Array.Clear(buffer, offset, read);
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
