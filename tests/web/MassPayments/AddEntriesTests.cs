using Serverless.Payments.MassPayments;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

public sealed class AddEntriesTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task An_entry_gets_a_number_and_dates_from_today_to_tomorrow()
    {
        var path = await api.BeginAsync();
        var added = (await api.PostAsync(User, $"{path}/entries", Entry())).Is(201);
        Assert.Equal((path, "\"2\"", 2, 1), (added.Location, added.ETag, added.Number("version"), added.Number("count")));
        var entry = Assert.Single(added.Json.GetProperty("entries").EnumerateArray());
        var today = api.Application.Calendar.Today;
        Assert.Equal(
            (1, "C-1", "1000000001", "Transportation", "Bus Pass", "12.50", EntryDate.Write(today), EntryDate.Write(today.AddDays(1)), true),
            (entry.GetProperty("n").GetInt32(), entry.GetProperty("caseNumber").GetString(), entry.GetProperty("clientId").GetString(), entry.GetProperty("needCategory").GetString(), entry.GetProperty("needType").GetString(), entry.GetProperty("amount").GetRawText(), entry.GetProperty("begin").GetString(), entry.GetProperty("end").GetString(), entry.GetProperty("checked").GetBoolean()));
        Assert.Equal(0, entry.GetProperty("faults").GetArrayLength());
        Assert.False(entry.TryGetProperty("needId", out _));
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task Dates_are_typed_as_mm_dd_yyyy_or_ISO_and_answered_as_ISO()
    {
        var path = await api.BeginAsync();
        var added = (await api.PostAsync(User, $"{path}/entries", $"[{Entry(more: """,  "begin":"11/02/2026","end":"2026-11-05" """)},{Entry(more: """,  "begin":"1/2/2026","end":"" """)}]")).Is(201);
        var days = added.Json.GetProperty("entries").EnumerateArray().Select(entry => (entry.GetProperty("begin").GetString(), entry.GetProperty("end").GetString()));
        Assert.Equal([("2026-11-02", "2026-11-05"), ("2026-01-02", EntryDate.Write(api.Application.Calendar.Today.AddDays(1)))], days);
        Assert.Equal([1, 2], added.Numbers());
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    public async Task What_is_wrong_with_entries_stands_against_them_all_at_once_and_does_not_refuse_the_adding()
    {
        var path = await api.BeginAsync();
        string[] entries =
        [
            Entry(more: ""","aidCode":"TAF Employment Svs" """),
            Entry(isChecked: false),
            Entry(clientId: "123456789"),
            Entry(more: ""","begin":"2026-11-05","end":"11/04/2026" """),
            Entry(more: ""","begin":"13/45/2026" """),
            Entry(amount: "\"ten\"", needType: "Gold", caseNumber: "C 1"),
            Entry(amount: "-1"),
            Entry(amount: "1e2", needType: "Tools"),
        ];
        var added = (await api.PostAsync(User, $"{path}/entries", $"[{string.Join(',', entries)}]")).Is(201);
        string[] expected =
        [
            "1 SECOND_AID_CODE aidCode",
            "2 UNTICKED checked",
            "3 BAD_CLIENT_ID clientId",
            "4 END_BEFORE_BEGIN end",
            "5 BAD_DATE begin",
            "6 BAD_CASE_NUMBER caseNumber",
            "6 UNKNOWN_NEED_TYPE needType",
            "6 BAD_AMOUNT amount",
            "7 AMOUNT_NOT_POSITIVE amount",
            "8 TYPE_OF_OTHER_CATEGORY needType",
            "8 BAD_AMOUNT amount",
        ];
        Assert.Equal(expected, added.EntryFaults());
        Assert.Equal(["13/45/2026", "\"ten\"", "-1.00", "\"1e2\""], [added.Json.GetProperty("entries")[4].GetProperty("begin").GetString()!, .. new[] { 5, 6, 7 }.Select(index => added.Json.GetProperty("entries")[index].GetProperty("amount").GetRawText())]);
        Assert.Equal(expected, (await api.GetAsync(User, path)).EntryFaults());
    }

    [Fact]
    public async Task What_cannot_be_read_as_entries_is_400_by_index_and_field_and_adds_nothing()
    {
        var path = await api.BeginAsync();
        string[] entries =
        [
            Entry(),
            """{"caseNumber":7,"clientId":"1000000001","needCategory":"Transportation","needType":null,"amount":true,"checked":"yes","note":1}""",
            "17",
            Entry(needType: new string('x', MassEntryTexts.CharsMax + 1), amount: $"\"{new string('1', MassEntryTexts.CharsMax + 1)}\""),
        ];
        var refused = (await api.PostAsync(User, $"{path}/entries", $"[{string.Join(',', entries)}]")).IsProblem(400, "BAD_BODY");
        Assert.Equal(
            [("BAD_VALUE", "[1].caseNumber"), ("NULL", "[1].needType"), ("BAD_VALUE", "[1].amount"), ("BAD_VALUE", "[1].checked"), ("UNKNOWN_FIELD", "[1].note"), ("BAD_VALUE", "[2]"), ("TOO_LONG", "[3].needType"), ("BAD_VALUE", "[3].amount")],
            refused.Errors);
        Assert.Equal([("MISSING_FIELD", "amount"), ("MISSING_FIELD", "checked")], (await api.PostAsync(User, $"{path}/entries", """{"caseNumber":"C-1","clientId":"1","needCategory":"T","needType":"B"}""")).IsProblem(400, "BAD_BODY").Errors);
        (await api.PostAsync(User, $"{path}/entries", "[]")).IsProblem(400, "NO_ENTRIES");
        (await api.PostAsync(User, $"{path}/entries", "[")).IsProblem(400, "NOT_JSON");
        (await api.PostAsync(User, $"{path}/entries", null)).IsProblem(400, "BODY_MISSING");
        Assert.Equal(0, (await api.GetAsync(User, path)).Number("count"));
    }

    [Fact]
    public async Task A_body_with_endless_faults_is_answered_with_the_first_of_them()
        => Assert.Equal(50, (await api.PostAsync(User, $"{await api.BeginAsync()}/entries", $"[{string.Join(',', Enumerable.Repeat("0", 5_000))}]")).IsProblem(400, "BAD_BODY").Errors.Count);

    [Fact]
    [Trait("Req", "KEES-9")]
    public async Task Ten_thousand_entries_are_added_together_and_no_more_after_them()
    {
        var path = await api.BeginAsync();
        var added = (await api.PostAsync(User, $"{path}/entries", $"[{string.Join(',', Enumerable.Repeat(Entry(), 10_000))}]")).Is(201);
        Assert.Equal(Enumerable.Range(1, 10_000), added.Numbers());
        (await api.PostAsync(User, $"{path}/entries", Entry())).IsProblem(422, "TOO_MANY_ENTRIES");
        (await api.PostAsync(User, $"{await api.BeginAsync()}/entries", $"[{string.Join(',', Enumerable.Repeat(Entry(), 10_001))}]")).IsProblem(422, "TOO_MANY_ENTRIES");
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public async Task The_same_key_adds_once_and_an_old_version_adds_nothing()
    {
        var path = await api.BeginAsync();
        var first = (await api.PostAsync(User, $"{path}/entries", Entry(), ("Idempotency-Key", "add-1"), ("If-Match", "\"1\""))).Is(201);
        Assert.Equal(first.Body, (await api.PostAsync(User, $"{path}/entries", Entry(), ("Idempotency-Key", "add-1"), ("If-Match", "\"1\""))).Is(201).Body);
        (await api.PostAsync(User, $"{path}/entries", Entry(), ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        Assert.Equal([1], (await api.GetAsync(User, path)).Numbers());
    }

    [Theory]
    [InlineData("/api/mass-payments/mp-000000000000000000000000")]
    [InlineData("/api/mass-payments/no-id")]
    public async Task A_mass_payment_that_is_not_there_is_404(string path)
    {
        (await api.GetAsync(User, path)).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync(User, $"{path}/entries", Entry())).IsProblem(404, "NOT_FOUND");
        (await api.PutAsync(User, $"{path}/entries/1", Entry())).IsProblem(404, "NOT_FOUND");
        (await api.SendAsync(User, HttpMethod.Delete, $"{path}/entries/1")).IsProblem(404, "NOT_FOUND");
        (await api.SendAsync(User, HttpMethod.Delete, path)).IsProblem(404, "NOT_FOUND");
    }
}
