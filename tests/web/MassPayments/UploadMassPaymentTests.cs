using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

[Trait("Req", "KEES-9")]
public sealed class UploadMassPaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Line = "C-1,1000000001,Transportation,Bus Pass,12.50,11/23/2026,2026-11-24";
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    public async Task A_file_becomes_a_draft_with_every_entry_ticked()
    {
        var made = (await api.UploadAsync($"{Header}\r\n{Line}\r\nC-2,1000000002,Education,Basic Education,7,,\r\n")).Is(201);
        Assert.Equal($"{Address}/{made.Text("id")}", made.Location);
        Assert.Equal(("Draft", "TAF Employment Svs", "\"1\"", 2, 0), (made.Text("status"), made.Text("aidCode"), made.ETag, made.Number("count"), made.Number("faulty")));
        Assert.Equal([1, 2], made.Numbers());
        Assert.All(made.Json.GetProperty("entries").EnumerateArray(), entry => Assert.True(entry.GetProperty("checked").GetBoolean()));
        var read = (await api.GetAsync(User, made.Location!)).Is(200);
        var second = read.Json.GetProperty("entries")[1];
        Assert.Equal(("2026-11-22", "2026-11-23", "7.00"), (second.GetProperty("begin").GetString(), second.GetProperty("end").GetString(), second.GetProperty("amount").GetRawText()));
    }

    [Fact]
    public async Task A_list_in_JSON_becomes_a_draft_too()
    {
        var json = """[{"caseNumber":"C-1","clientId":"1000000001","needCategory":"Transportation","needType":"Bus Pass","amount":12.5},{"caseNumber":"C-1","clientId":"1000000001","needCategory":"Transportation","needType":"Mileage","amount":"1.005"}]""";
        var made = (await api.PostAsync(User, $"{Address}/upload?providerId=P-200&serviceId=S-200&aidCode=ET", json)).Is(201);
        Assert.Equal(["2 BAD_AMOUNT amount"], made.EntryFaults());
        Assert.Equal(1, made.Number("faulty"));
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    [Trait("Req", "KEES-4")]
    public async Task What_is_wrong_with_a_text_stands_against_its_entry_and_does_not_refuse_the_file()
    {
        var csv = $"""
            {Header},aid_code
            {Line},TAF Employment Svs
            {Line},ET
            C-1,123456789,Transportation,Bus Pass,12.50,,,
            C-1,1000000001,Transportation,Bus Pass,12.50,11/24/2026,11/23/2026,
            C-1,1000000001,Transportation,Gold,12.50,13/45/2026,,
            """;
        var made = (await api.UploadAsync(csv)).Is(201);
        Assert.Equal((5, 4), (made.Number("count"), made.Number("faulty")));
        string[] expected = ["2 SECOND_AID_CODE aidCode", "3 BAD_CLIENT_ID clientId", "4 END_BEFORE_BEGIN end", "5 UNKNOWN_NEED_TYPE needType", "5 BAD_DATE begin"];
        Assert.Equal(expected, made.EntryFaults());
        Assert.Equal(expected, (await api.GetAsync(User, made.Location!)).EntryFaults());
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_whole_with_every_fault_by_line_and_field()
    {
        var before = (await api.GetAsync(User, $"{Address}?top=500")).Json.GetProperty("items").GetArrayLength();
        Assert.Equal([(1, "end", "HEADER_MISSING"), (3, "", "FIELD_COUNT")], FaultsOf(await api.UploadAsync($"case_number,client_id,need_category,need_type,amount,begin\n{Line[..^11]}\n{Line}\n")));
        Assert.Equal([(2, "", "BAD_QUOTING")], FaultsOf(await api.UploadAsync($"{Header}\n\"{Line}\n")));
        Assert.Equal([(0, "", "EMPTY_FILE")], FaultsOf(await api.UploadAsync("")));
        Assert.Equal([(2, "", "WRONG_TYPE")], FaultsOf(await api.PostAsync(User, $"{Address}/upload?providerId=P-200&serviceId=S-200&aidCode=ET", """[{"caseNumber":"C-1","clientId":"1","needCategory":"T","needType":"B","amount":1},2]""")));
        Assert.Equal([(0, "", "NOT_UTF8")], FaultsOf(await SendAsync([.. Encoding.ASCII.GetBytes(Header), (byte)'\n', 0xE9, 0xFF], "text/csv")));
        Assert.Equal([(10_002, "", "TOO_MANY_LINES")], FaultsOf(await api.UploadAsync(Lines(10_001))));
        Assert.Equal(before, (await api.GetAsync(User, $"{Address}?top=500")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Another_kind_of_file_is_415_and_a_larger_one_413()
    {
        (await SendAsync(Encoding.ASCII.GetBytes(Header), "text/plain")).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        (await SendAsync(Encoding.ASCII.GetBytes(Header), "text/csv; charset=iso-8859-1")).IsProblem(415, "UNSUPPORTED_MEDIA_TYPE");
        (await SendAsync(new byte[(8 * 1024 * 1024) + 1], "text/csv")).IsProblem(413, "TOO_LARGE");
    }

    [Theory]
    [InlineData("?providerId=P-200&serviceId=S-200", 400, "MISSING_QUERY")]
    [InlineData("?providerId=P-200&serviceId=S-200&aidCode=ET&x=1", 400, "UNKNOWN_QUERY")]
    [InlineData("?providerId=P-999&serviceId=S-200&aidCode=ET", 422, "UNKNOWN_PROVIDER")]
    [InlineData("?providerId=P-200&serviceId=S-201&aidCode=ET", 422, "NOT_SMART_VENDOR")]
    [InlineData("?providerId=P-200&serviceId=S-200&aidCode=XX", 422, "UNKNOWN_AID_CODE")]
    public async Task A_file_for_what_cannot_be_paid_is_refused(string query, int status, string code)
        => (await api.UploadAsync($"{Header}\n{Line}\n", query)).IsProblem(status, code);

    [Fact]
    public async Task The_same_file_under_the_same_key_makes_one_draft()
    {
        var first = (await api.UploadAsync($"{Header}\n{Line}\n", headers: ("Idempotency-Key", "up-1"))).Is(201);
        Assert.Equal(first.Body, (await api.UploadAsync($"{Header}\n{Line}\n", headers: ("Idempotency-Key", "up-1"))).Is(201).Body);
        (await api.UploadAsync($"{Header}\n{Line}\n{Line}\n", headers: ("Idempotency-Key", "up-1"))).IsProblem(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Ten_thousand_lines_become_ten_thousand_entries()
    {
        var made = (await api.UploadAsync(Lines(10_000))).Is(201);
        Assert.Equal((10_000, 0), (made.Number("count"), made.Number("faulty")));
        Assert.False(made.Json.TryGetProperty("entries", out _));
        Assert.Equal(JsonValueKind.Null, made.Json.GetProperty("next").ValueKind);
        var read = (await api.GetAsync(User, made.Location!)).Is(200);
        Assert.Equal(Enumerable.Range(1, 10_000), read.Numbers());
        Assert.Equal("C-10000", read.Json.GetProperty("entries")[9_999].GetProperty("caseNumber").GetString());
        var left = (await api.SendAsync(User, HttpMethod.Delete, $"{made.Location}/entries/1")).Is(200);
        Assert.Equal(9_999, left.Number("count"));
        Assert.False(left.Json.TryGetProperty("entries", out _));
    }

    private static string Lines(int count)
        => string.Concat(Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"C-{number},1000000001,Transportation,Bus Pass,{number % 900 + 1}.25,11/23/2026,2026-11-24\n")).Prepend(Header + "\n"));

    private static List<(int Line, string? Field, string? Code)> FaultsOf(Reply reply)
        => [.. reply.IsProblem(422, "FILE_REJECTED").Json.GetProperty("errors").EnumerateArray().Select(fault => (fault.GetProperty("line").GetInt32(), fault.GetProperty("field").GetString(), fault.GetProperty("code").GetString()))];

    private Task<Reply> SendAsync(byte[] content, string type)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return api.SendAsync(User, HttpMethod.Post, $"{Address}/upload?providerId=P-200&serviceId=S-200&aidCode=ET", body);
    }
}
