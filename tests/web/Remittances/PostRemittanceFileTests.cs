using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Serverless.Payments.Remittances;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.Remittances.RemittanceCalls;

namespace Serverless.Web.Tests.Remittances;

[Trait("Req", "SAN-1")]
public sealed class PostRemittanceFileTests(RemittanceFixture fixture) : IClassFixture<RemittanceFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    public async Task An_electronic_remittance_becomes_a_session_that_is_ready_to_be_posted()
    {
        var invoice = await api.BillAsync(100m);
        var content = Era("80", $"CLP*{invoice}*1*100*80*0*MC", "CAS*CO*45*20");
        var made = (await SendAsync(content, "application/edi-x12", "?bankId=BANK-1")).Is(201);
        Assert.Equal(($"{Address}/{made.Text("id")}", "\"1\"", "false"), (made.Location, made.ETag, made.Raw("duplicate")));
        Assert.Equal(("Open", "EFT", "0.00 0.00"), (made.Text("status"), made.Text("batchType"), made.Left()));
        Assert.Equal(["80.00 20.00 CO 0.00"], made.Queue());
        Assert.NotEmpty(made.Text("source"));
        foreach (var type in (string[])["application/edi-consent", "text/plain; charset=us-ascii", "application/octet-stream"])
        {
            var again = (await SendAsync(content, type)).Is(200);
            Assert.Equal((made.Text("id"), "true"), (again.Text("id"), again.Raw("duplicate")));
        }

        Assert.Equal("Posted", (await api.PostAsync(User, $"{made.Location}/post", null)).Is(200).Text("status"));
        Assert.Equal("Posted true", (await SendAsync(content, "text/plain")).Is(200).Json.Words("status", "duplicate"));
    }

    [Fact]
    public async Task A_faulty_one_is_refused_whole_by_segment_and_element()
    {
        var unknown = (await SendAsync(Era("80", "CLP*NONE*1*100*80*0*MC", "CAS*CO*45*20"), "text/plain")).IsProblem(422, "FILE_REJECTED");
        var fault = Assert.Single(unknown.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal("8 CLP01 UNKNOWN_INVOICE", fault.Words("line", "field", "code"));
        Assert.Equal("0  EMPTY_FILE", (await SendAsync("", "text/plain")).IsProblem(422, "FILE_REJECTED").Json.GetProperty("errors")[0].Words("line", "field", "code"));
        (await SendAsync(Era("80"), "text/csv")).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        (await SendAsync(Era("80"), "text/plain; charset=iso-8859-1")).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        var invoice = await api.BillAsync(100m);
        (await SendAsync(Era("100", $"CLP*{invoice}*1*100*100*0*MC"), "text/plain", "?bankId=NONE")).IsProblem(422, "UNKNOWN_CODE");
        (await SendAsync(Era("80"), "text/plain", "?bank=BANK-1")).IsProblem(400, "UNKNOWN_QUERY");
        (await SendAsync(new string(' ', (16 * 1024 * 1024) + 1), "text/plain")).IsProblem(413, "TOO_LARGE");
    }

    [Fact]
    [Trait("Req", "SAN-6")]
    public async Task A_dropped_one_waits_in_the_inbox_until_a_biller_resumes_it()
    {
        var invoice = await api.BillAsync(100m);
        var content = Encoding.ASCII.GetBytes(Era("100", $"CLP*{invoice}*1*100*100*0*MC"));
        var dropped = (await api.Application.Remittances.Files.TakeInAsync(null, new RemittanceDelivery("delivery", "november.835", content, null))).State!.Remittance.Id;
        var path = $"{Address}/{dropped}";
        Assert.Equal("Saved inbox november.835", Assert.Single((await api.GetAsync("biller2", $"{Address}?status=Saved")).Json.GetProperty("items").EnumerateArray()).Words("status", "owner", "source"));
        (await api.PostAsync("biller2", $"{path}/post", null)).IsProblem(403, "NOT_YOURS");
        Assert.Equal("Open biller2", (await api.PostAsync("biller2", $"{path}/resume", null)).Is(200).Json.Words("status", "owner"));
        (await api.PostAsync(User, $"{path}/resume", null)).IsProblem(403, "NOT_YOURS");
        Assert.Equal("Posted", (await api.PostAsync("biller2", $"{path}/post", null)).Is(200).Text("status"));
    }

    [Fact]
    public async Task An_answer_to_an_act_leaves_out_a_queue_of_more_than_500_rows_and_reading_the_session_answers_all()
    {
        string[] numbers = [.. Enumerable.Range(1, 501).Select(number => string.Create(CultureInfo.InvariantCulture, $"MANY-{number:D3}"))];
        var csv = $"invoice_number,payer,client_id,service_date,billed\n{string.Concat(numbers.Select(number => $"{number},Many,{Agency.Client},2026-11-02,1.00\n"))}";
        (await api.SendAsync(User, HttpMethod.Post, "/api/billing/invoices", new StringContent(csv, Encoding.UTF8, "text/csv"))).Is(201);
        var made = (await SendAsync(Era("501", [.. numbers.Select(number => $"CLP*{number}*1*1*1*0*MC")]), "text/plain")).Is(201);
        Assert.Equal(("501", false), (made.Raw("rows"), made.Json.TryGetProperty("queue", out _)));
        Assert.Equal(501, (await api.GetAsync(User, made.Location!)).Is(200).Queue().Count);
        Assert.Equal(500, (await api.PostAsync(User, $"{made.Location}/queue/{numbers[0]}/clear", null)).Is(200).Queue().Count);
    }

    /// <summary>A file of one check: the segments of its claims in their envelope.</summary>
    private static string Era(string amount, params string[] claims)
    {
        string[] set = [$"BPR*I*{amount}*C*ACH*CCP*01*999999992*DA*123456*1512345678**01*999988880*DA*98765*20261120", $"TRN*1*EFT-{Guid.NewGuid():N}*1512345678", "N1*PR*Medicaid*XV*12345", "LX*1", .. claims];
        string[] file =
        [
            "ISA*00*          *00*          *ZZ*MEDICAID       *ZZ*AGENCY         *261120*1200*^*00501*000000905*0*P*:",
            "GS*HP*MEDICAID*AGENCY*20261120*1200*77*X*005010X221A1",
            "ST*835*0001",
            .. set,
            string.Create(CultureInfo.InvariantCulture, $"SE*{set.Length + 2}*0001"),
            "GE*1*77",
            "IEA*1*000000905",
        ];
        return string.Concat(file.Select(segment => $"{segment}~\n"));
    }

    private Task<Reply> SendAsync(string content, string type, string query = "")
    {
        var body = new ByteArrayContent(Encoding.ASCII.GetBytes(content));
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return api.SendAsync(User, HttpMethod.Post, $"{Address}/835{query}", body);
    }
}
