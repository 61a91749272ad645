using System.Text;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.InvoiceReviews;

/// <summary>An invoice's way over HTTP: provider2 is of P-200, which offers one Smart Vendor service.</summary>
[Trait("Req", "KEES-8")]
public sealed class MassInvoiceTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Root = "/api/mass-payment-invoices";
    private const string Header = "invoice_number,case_number,client_id,need_category,need_type,amount,begin,end";
    private static int numbers;
    private readonly Api api = fixture.Api;
    private readonly string number = $"INV-{Interlocked.Increment(ref numbers)}";

    [Fact]
    public async Task Right_invoice_reaches_Operations_as_a_draft_whose_entries_they_tick()
    {
        var made = (await PostAsync("provider2", Csv("125.50", "74.5"))).Is(201);
        var id = made.Text("id");
        Assert.Equal(($"{Root}/{id}", "\"1\"", "Received"), (made.Location, made.ETag, made.Text("status")));
        var line = made.Json.GetProperty("lines")[0];
        Assert.Equal((1, 125.50m, 0), (line.GetProperty("n").GetInt32(), line.GetProperty("amount").GetDecimal(), line.GetProperty("faults").GetArrayLength()));
        Assert.Equal(("2026-10-05", "2026-10-30"), (line.GetProperty("begin").GetString(), line.GetProperty("end").GetString()));
        Assert.Equal(made.Body, (await api.GetAsync("office", made.Location!)).Is(200).Body);
        Assert.Contains(id, await ListedAsync("office", "?status=Received&provider=P-200"));
        await ToldAsync("office", id, "waits for the local office");

        (await api.PostAsync("office", $"{Root}/{id}/verify", null)).IsProblem(422, "AID_CODE_REQUIRED");
        (await api.PostAsync("office", $"{Root}/{id}/verify", """{"aidCode":"ET"}""", ("If-Match", "\"7\""))).IsProblem(412, "STALE");
        var verified = (await api.PostAsync("office", $"{Root}/{id}/verify", """{"aidCode":"ET"}""", ("If-Match", "\"1\""))).Is(200);
        Assert.Equal(("Verified", "\"2\""), (verified.Text("status"), verified.ETag));
        var draft = (await api.GetAsync("operations", $"/api/mass-payments/{verified.Text("massPaymentId")}")).Is(200);
        Assert.Equal("Draft", draft.Text("status"));
        Assert.All(draft.Json.GetProperty("entries").EnumerateArray(), entry => Assert.False(entry.GetProperty("checked").GetBoolean()));
        await ToldAsync("operations", id, verified.Text("massPaymentId"));
        (await api.PostAsync("office", $"{Root}/{id}/return", """{"reasons":["late"]}""")).IsProblem(409, "WRONG_STATUS");
        var moves = (await api.GetAsync("provider2", $"{Root}/{id}/history")).Is(200).Json.EnumerateArray().Select(move => $"{move.GetProperty("to").GetString()} {move.GetProperty("role").GetString()}");
        Assert.Equal(["Received provider", "Verified office"], moves);
    }

    [Fact]
    public async Task Wrong_invoice_is_returned_with_reasons_and_superseded_by_the_corrected_one()
    {
        var id = (await PostAsync("provider2", Csv("125.50"), "?aidCode=ET")).Is(201).Text("id");
        (await api.PostAsync("office", $"{Root}/{id}/return", """{"reasons":[]}""")).IsProblem(422, "REASONS_REQUIRED");
        Assert.Equal("Returned", (await api.PostAsync("office", $"{Root}/{id}/return", """{"reasons":["The amount is not what was agreed"]}""")).Is(200).Text("status"));
        await ToldAsync("provider2", id, "not what was agreed");
        await ToldAsync("manager", id, "not what was agreed");

        (await PostAsync("provider2", Csv("1"), $"/{id}/correct", ("If-Match", "\"1\""))).IsProblem(412, "STALE");
        (await PostAsync("provider", Csv("1"), $"/{id}/correct")).IsProblem(404, "NOT_FOUND");
        var corrected = (await PostAsync("provider2", Csv("100.00"), $"/{id}/correct", ("If-Match", "\"2\""))).Is(201);
        Assert.Equal((id, $"{Root}/{corrected.Text("id")}"), (corrected.Text("supersedes"), corrected.Location));
        var old = (await api.GetAsync("provider2", $"{Root}/{id}")).Is(200);
        Assert.Equal(("Superseded", corrected.Text("id")), (old.Text("status"), old.Text("supersededBy")));
        Assert.Equal(125.50m, old.Json.GetProperty("lines")[0].GetProperty("amount").GetDecimal());
        Assert.Equal("Verified", (await api.PostAsync("office", $"{corrected.Location}/verify", null)).Is(200).Text("status"));
    }

    [Fact]
    public async Task The_same_key_makes_the_same_invoice_and_the_same_number_without_it_is_refused()
    {
        var first = (await PostAsync("provider2", Csv("1"), "", ("Idempotency-Key", number))).Is(201);
        Assert.Equal(first.Text("id"), (await PostAsync("provider2", Csv("1"), "", ("Idempotency-Key", number))).Is(201).Text("id"));
        var refused = (await PostAsync("provider2", Csv("1"))).IsProblem(409, "DUPLICATE_INVOICE");
        Assert.Contains(first.Text("id"), refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_file_is_refused_by_line_and_field_and_faults_of_content_are_shown()
    {
        var refused = (await PostAsync("provider2", $"{Csv("1")}OTHER,C-1,2000000001,Transportation,Bus Pass,1,10/05/2026,10/30/2026\n")).IsProblem(422, "FILE_REJECTED");
        var fault = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal((3, "invoice_number", "SEVERAL_INVOICES"), (fault.GetProperty("line").GetInt32(), fault.GetProperty("field").GetString(), fault.GetProperty("code").GetString()));

        var made = (await PostAsync("provider2", Csv("1", "much"), "?aidCode=ET")).Is(201);
        Assert.Equal("much", made.Json.GetProperty("lines")[1].GetProperty("amount").GetString());
        Assert.Equal("BAD_AMOUNT", made.Json.GetProperty("lines")[1].GetProperty("faults")[0].GetProperty("code").GetString());
        Assert.Equal([("BAD_AMOUNT", "lines[2].amount")], (await api.PostAsync("office", $"{made.Location}/verify", null)).IsProblem(422, "LINES_AT_FAULT").Errors);
    }

    [Fact]
    public async Task Invoice_in_JSON_is_received_from_the_office_for_the_provider_that_it_names()
    {
        var json = $$"""[{"invoiceNumber":"{{number}}","caseNumber":"C-1","clientId":"2000000001","needCategory":"Transportation","needType":"Bus Pass","amount":12.30,"begin":"2026-10-05","end":"2026-10-30"}]""";
        (await api.PostAsync("office", Root, json)).IsProblem(400, "PROVIDER_REQUIRED");
        (await api.PostAsync("provider", $"{Root}?providerId=P-200", json)).IsProblem(403, "NOT_YOUR_PROVIDER");
        Assert.Equal("office", (await api.PostAsync("office", $"{Root}?providerId=P-200", json)).Is(201).Text("receivedAs"));
    }

    [Fact]
    public async Task Invoice_is_there_for_its_provider_and_the_staff_concerned_alone()
    {
        var id = (await PostAsync("provider2", Csv("1"))).Is(201).Text("id");
        foreach (var user in new[] { "provider2", "office", "manager", "operations", "technician", "ofo", "auditor", "admin", "biller" })
        {
            (await api.GetAsync(user, $"{Root}/{id}")).Is(200);
            Assert.Contains(id, await ListedAsync(user, ""));
        }

        foreach (var user in new[] { "provider", "coordinator", "parent" })
        {
            (await api.GetAsync(user, $"{Root}/{id}")).IsProblem(404, "NOT_FOUND");
            (await api.GetAsync(user, $"{Root}/{id}/history")).IsProblem(404, "NOT_FOUND");
            Assert.Empty(await ListedAsync(user, ""));
        }

        (await api.GetAsync("office", $"{Root}?status=Paid")).IsProblem(400, "BAD_STATUS");
        (await api.GetAsync("office", $"{Root}/mi-none")).IsProblem(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Lines_of_a_long_invoice_are_left_out_of_the_answer_that_it_was_received()
    {
        var made = (await PostAsync("provider2", Csv([.. Enumerable.Repeat("1", 501)]))).Is(201);
        Assert.False(made.Json.TryGetProperty("lines", out _));
        Assert.Equal(501, (await api.GetAsync("provider2", made.Location!)).Is(200).Json.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task Office_corrects_what_it_received_and_a_reason_that_is_none_is_explained()
    {
        var id = (await PostAsync("office", Csv("1"), "?providerId=P-200")).Is(201).Text("id");
        var refused = (await api.PostAsync("office", $"{Root}/{id}/return", """{"reasons":[1]}""")).IsProblem(400, "BAD_BODY");
        Assert.Contains("a list of texts is expected", refused.Body, StringComparison.Ordinal);
        (await api.PostAsync("office", $"{Root}/{id}/return", """{"reasons":["wrong"]}""")).Is(200);
        Assert.Equal("office", (await PostAsync("office", Csv("2"), $"/{id}/correct")).Is(201).Text("receivedAs"));
    }

    [Fact]
    public async Task Number_of_a_person_in_a_file_is_refused_and_not_repeated()
    {
        var refused = (await PostAsync("provider2", Csv("900-17-3926"))).IsProblem(422, "FILE_REJECTED");
        Assert.Equal("SSN_IN_FILE", refused.Json.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.DoesNotContain("900-17", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_that_an_invoice_filled_is_not_discarded()
    {
        var made = (await PostAsync("provider2", Csv("1"), "?aidCode=ET")).Is(201);
        var draft = (await api.PostAsync("office", $"{made.Location}/verify", null)).Is(200).Text("massPaymentId");
        (await api.SendAsync("operations", HttpMethod.Delete, $"/api/mass-payments/{draft}")).IsProblem(409, "FROM_INVOICE");
    }

    [Fact]
    public async Task Decision_can_be_read_by_its_id_by_whoever_sees_the_invoice()
    {
        var held = default(HeldBack);
        await using var slow = await Api.StartAsync(new ApiOptions { Orchestrations = inner => held = new HeldBack(inner) });
        var made = (await slow.SendAsync("provider2", HttpMethod.Post, Root, new StringContent(Csv("1"), Encoding.UTF8, "text/csv"))).Is(201);
        held!.IsHeld = true;
        var pending = (await slow.PostAsync("office", $"{made.Location}/return", """{"reasons":["wrong"]}""")).Is(202);
        Assert.Equal("pending", (await slow.GetAsync("office", pending.Location!)).Is(200).Text("status"));
        (await slow.GetAsync("provider", pending.Location!)).IsProblem(404, "NOT_FOUND");

        held.IsHeld = false;
        (await slow.PostAsync("admin", "/api/repair", null)).Is(200);
        var applied = await Eventually.SeeAsync(async () => await slow.GetAsync("office", pending.Location!) is var reply && reply.Text("status") == "applied" ? reply : null);
        Assert.Equal(("return", "Returned"), (applied.Text("action"), applied.Json.GetProperty("invoice").GetProperty("status").GetString()));
    }

    private string Csv(params string[] amounts)
        => $"{Header}\n" + string.Concat(amounts.Select((amount, index) => $"{number},C-{index + 1},200000000{index + 1},Transportation,Bus Pass,{amount},10/05/2026,10/30/2026\n"));

    private Task<Reply> PostAsync(string user, string csv, string behind = "", params (string Name, string Value)[] headers)
        => api.SendAsync(user, HttpMethod.Post, Root + behind, new StringContent(csv, Encoding.UTF8, "text/csv"), headers);

    private async Task<IReadOnlyList<string>> ListedAsync(string user, string query)
        => [.. (await api.GetAsync(user, Root + query)).Is(200).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private async Task ToldAsync(string user, string about, string containing)
        => await Eventually.SeeAsync(async () => (await api.GetAsync(user, "/api/notices?top=500")).Is(200).Json.GetProperty("items").EnumerateArray()
            .Where(notice => notice.GetProperty("about").GetString() == about)
            .Select(notice => notice.GetProperty("subject").GetString() + notice.GetProperty("text").GetString())
            .FirstOrDefault(told => told.Contains(containing, StringComparison.Ordinal)));
}
