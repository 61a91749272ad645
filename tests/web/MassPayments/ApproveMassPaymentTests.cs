using System.Globalization;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;
using Serverless.Web.Tests.Hosting;
using static Serverless.Web.Tests.MassPayments.MassCalls;

namespace Serverless.Web.Tests.MassPayments;

[Trait("Req", "KEES-6")]
public sealed class ApproveMassPaymentTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly Api api = fixture.Api;

    [Fact]
    [Trait("Req", "KEES-7")]
    public async Task Approve_creates_need_arrangement_and_payment_request_of_every_entry()
    {
        var (one, two) = (await api.AddPersonAsync(), await api.AddPersonAsync());
        var path = await api.BeginAsync();
        var added = (await api.PostAsync(User, $"{path}/entries", $"[{Entry(one, "C-1")},{Entry(two, "C-1", amount: "7.25")}]")).Is(201);
        Assert.Equal("First Last", added.Json.GetProperty("entries")[0].GetProperty("name").GetString());

        var approved = (await api.PostAsync(User, $"{path}/approve", null, ("If-Match", added.ETag!))).Is(200);
        Assert.Equal(("Approved", User, "19.75"), (approved.Text("status"), approved.Text("approvedBy"), approved.Json.GetProperty("total").GetRawText()));
        Assert.Equal(6, approved.Ids().Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(approved.Body, (await api.GetAsync(User, path)).Is(200).Body);
        Assert.Equal(approved.ETag, (await api.GetAsync(User, path)).ETag);

        var request = (await api.GetAsync(User, $"/api/payment-requests/{approved.Ids()[5]}")).Is(200);
        Assert.Equal(("Authorized", two, "C-1", "P-200", "S-200", "ET", "7.25"), (request.Text("status"), request.Text("clientId"), request.Text("caseNumber"), request.Text("providerId"), request.Text("serviceId"), request.Text("aidCode"), request.Json.GetProperty("amount").GetRawText()));
        Assert.Equal(approved.Ids().Skip(3), [request.Text("needId"), request.Text("serviceArrangementId"), request.Text("id")]);
        (await api.PostAsync(User, $"{path}/entries", Entry())).IsProblem(409, "NOT_DRAFT");
    }

    [Fact]
    [Trait("Req", "KEES-2")]
    [Trait("Req", "KEES-4")]
    [Trait("Req", "KEES-5")]
    public async Task Every_fault_of_every_entry_and_of_the_page_is_told_at_once_and_nothing_is_created()
    {
        var provider = new Provider("P-903", "Delta Works", "4 Main Street", Active: true) { Services = [new("S-1", "Work support", "Smart Vendor")] };
        await api.Application.Directory.PutProviderAsync(provider);
        var (one, two) = (await api.AddPersonAsync(), await api.AddPersonAsync("C-2"));
        var path = (await api.PostAsync(User, Address, """{"providerId":"P-903","serviceId":"S-1","aidCode":"ET"}""")).Is(201).Location!;
        string[] entries =
        [
            Entry(one),
            Entry(one, needType: "Mileage", more: ""","aidCode":"TAF Employment Svs" """),
            Entry(one, needType: "Vehicle Repair", isChecked: false),
            Entry("123456789"),
            Entry(two, "C-2", more: ""","begin":"2026-11-05","end":"2026-11-04" """),
            Entry(two, "C-2", more: ""","begin":"13/45/2026" """),
            Entry(two, "C-1"),
        ];
        (await api.PostAsync(User, $"{path}/entries", $"[{string.Join(',', entries)}]")).Is(201);
        await api.Application.Directory.PutProviderAsync(provider with { Services = [new("S-1", "Work support", "Contract Service")] });

        var refused = (await api.PostAsync(User, $"{path}/approve", null)).IsProblem(422, "NOT_APPROVED");
        string[] expected = ["0 NOT_SMART_VENDOR serviceId", "2 SECOND_AID_CODE aidCode", "3 UNTICKED checked", "4 BAD_CLIENT_ID clientId", "5 END_BEFORE_BEGIN end", "6 BAD_DATE begin", "7 CASE_OF_OTHER_PERSON caseNumber"];
        var errors = refused.Json.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(expected, errors.Select(error => string.Create(CultureInfo.InvariantCulture, $"{error.GetProperty("n").GetInt32()} {error.GetProperty("code").GetString()} {error.GetProperty("field").GetString()}")));
        Assert.Equal(expected.Length, errors.Select(error => error.GetProperty("message").GetString()).Where(message => !string.IsNullOrWhiteSpace(message)).Distinct(StringComparer.Ordinal).Count());

        var draft = (await api.GetAsync(User, path)).Is(200);
        Assert.Equal("Draft", draft.Text("status"));
        Assert.Empty(draft.Ids());
        Assert.Equal(expected[1..], draft.EntryFaults());
        Assert.Equal(["NOT_SMART_VENDOR"], draft.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("code").GetString()));
        Assert.Equal(expected.Length, draft.Json.GetProperty("refused").GetProperty("faults").GetInt32());
        (await api.GetAsync(User, $"/api/payment-requests/{MassPaymentKeys.RequestId(draft.Text("id"), 1)}")).IsProblem(404, "NOT_FOUND");

        // What the approval found was of the entries as they were; what still reads wrong stays.
        var mended = (await api.PutAsync(User, $"{path}/entries/7", Entry(two, "C-2", needType: "Mileage"))).Is(200);
        Assert.Equal(expected[1..6], mended.EntryFaults());
    }

    [Fact]
    public async Task A_mended_draft_is_approved()
    {
        var person = await api.AddPersonAsync();
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/approve", null)).IsProblem(422, "NOT_APPROVED");
        (await api.PostAsync(User, $"{path}/entries", Entry(person, isChecked: false))).Is(201);
        (await api.PostAsync(User, $"{path}/approve", null)).IsProblem(422, "NOT_APPROVED");
        (await api.PutAsync(User, $"{path}/entries/1", Entry(person))).Is(200);
        var approved = (await api.PostAsync(User, $"{path}/approve", null)).Is(200);
        Assert.Equal(3, approved.Ids().Count);
        Assert.False(approved.Json.TryGetProperty("refused", out _));
    }

    [Fact]
    public async Task A_repeated_Approve_creates_nothing_twice_and_answers_the_same()
    {
        var person = await api.AddPersonAsync();
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", Entry(person))).Is(201);
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.PostAsync(User, $"{path}/approve", null)));
        Assert.All(replies, reply => Assert.Equal(replies[0].Is(200).Body, reply.Body));
        Assert.Equal(replies[0].Body, (await api.PostAsync(User, $"{path}/approve", null)).Is(200).Body);
    }

    [Fact]
    public async Task What_is_stale_discarded_or_not_there_is_not_approved()
    {
        var path = await api.BeginAsync();
        (await api.PostAsync(User, $"{path}/entries", Entry(await api.AddPersonAsync()))).Is(201);
        (await api.PostAsync(User, $"{path}/approve", null, ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        Assert.Equal("Draft", (await api.GetAsync(User, path)).Text("status"));
        (await api.SendAsync(User, HttpMethod.Delete, path)).Is(200);
        (await api.PostAsync(User, $"{path}/approve", null)).IsProblem(409, "NOT_DRAFT");
        (await api.PostAsync(User, $"{Address}/mp-000000000000000000000000/approve", null)).IsProblem(404, "NOT_FOUND");
        (await api.PostAsync(User, $"{path}/approve", """{"force":true}""")).IsProblem(400, "BAD_BODY");
    }

    [Fact]
    [Trait("Req", "KEES-9")]
    public async Task Ten_thousand_uploaded_entries_are_approved_together()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => api.AddPersonAsync()));
        var day = new DateOnly(2026, 1, 1);
        var lines = Enumerable.Range(0, 10_000).Select(number => $"C-1,{people[number % 200]},Transportation,Bus Pass,1.01,{EntryDate.Write(day.AddDays(number / 200))},{EntryDate.Write(day.AddDays(number / 200))}\n");
        var path = (await api.UploadAsync(string.Concat(lines.Prepend(Header + "\n")))).Is(201).Location!;
        var reply = await api.PostAsync(User, $"{path}/approve", null);
        if (reply.Status == 202)
        {
            // On a busy machine it takes longer than anybody waits for; the Location tells when it is done.
            Assert.Equal((path, "Approving"), (reply.Location, reply.Text("status")));
            reply = await Eventually.SeeAsync(async () => (await api.GetAsync(User, $"{path}?top=1")).Text("status") == "Approved" ? await api.GetAsync(User, path) : null);
        }

        Assert.Equal("10100.00", reply.Is(200).Json.GetProperty("total").GetRawText());
        Assert.Equal(30_000, reply.Ids().Distinct(StringComparer.Ordinal).Count());
    }
}
