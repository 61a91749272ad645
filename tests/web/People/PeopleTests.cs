using Serverless.Payments.People;
using Serverless.Web.Idempotency;
using Serverless.Web.Tests.Hosting;

namespace Serverless.Web.Tests.People;

/// <summary>A person is found by what is known of them, and then one of their cases is chosen.</summary>
[Trait("Req", "KEES-3")]
public sealed class PeopleTests(ApiFixture fixture) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private readonly Api api = fixture.Api;

    public async Task InitializeAsync()
    {
        await AddAsync("3000000001", "Ada", "Lopez", new(1990, 2, 3), "900-12-3456", [new("C-1", "Work Programs", Open: true), new("C-2", "FAET", Open: false)]);
        await AddAsync("3000000002", "Ada", "Lopez", new(1991, 4, 5), "900-12-3457", []);
        await AddAsync("3000000003", "Zoe", "Lopez-Ruiz", new(1990, 2, 3), null, []);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("""{"last":"lopez"}""", "3000000001 3000000002 3000000003")]
    [InlineData("""{"first":"ada","last":"lopez"}""", "3000000001 3000000002")]
    [InlineData("""{"ssn":"900-12-3457"}""", "3000000002")]
    [InlineData("""{"ssn":"900123456","last":"L"}""", "3000000001")]
    [InlineData("""{"dob":"1990-02-03"}""", "3000000001 3000000003")]
    [InlineData("""{"dob":"2/3/1990","first":"Zo"}""", "3000000003")]
    [InlineData("""{"clientId":"3000000003","dob":"02/03/1990"}""", "3000000003")]
    [InlineData("""{"ssn":"900-12-3457","dob":"1990-02-03"}""", "")]
    public async Task Person_is_found_by_any_combination(string question, string clientIds)
    {
        var answer = (await api.PostAsync("operations", "/api/people/search", question)).Is(200).Json;
        Assert.Equal(clientIds, string.Join(' ', answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("clientId").GetString())));
        Assert.False(answer.GetProperty("cut").GetBoolean());
    }

    [Fact]
    public async Task Person_is_answered_with_the_number_masked()
    {
        Assert.Equal(
            """{"items":[{"clientId":"3000000001","first":"Ada","last":"Lopez","dob":"1990-02-03","ssn":"***-**-3456"}],"cut":false}""",
            (await api.PostAsync("office", "/api/people/search", """{"ssn":"900-12-3456"}""")).Is(200).Body);
        Assert.Equal(
            """{"items":[{"clientId":"3000000003","first":"Zoe","last":"Lopez-Ruiz","dob":"1990-02-03"}],"cut":false}""",
            (await api.PostAsync("office", "/api/people/search", """{"first":"zoe"}""")).Is(200).Body);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_question_is_told_at_once_and_nothing_of_the_number_repeated()
    {
        var reply = (await api.PostAsync("operations", "/api/people/search", """{"ssn":"900-12-345","dob":"31.12.1990","clientId":"900123","first":"Abcdefghijklmnopqrstuvwxyzabcdefghijklm"}""")).IsProblem(400, "BAD_SSN");
        Assert.Equal([("BAD_SSN", "ssn"), ("BAD_CLIENT_ID", "clientId"), ("BAD_DATE", "dob"), ("TOO_LONG", "first")], reply.Errors);
        Assert.DoesNotContain("345", reply.Body.Replace("123-45-6789", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal([("BAD_DATE", "dob")], (await api.PostAsync("operations", "/api/people/search", """{"dob":"1990-02-30"}""")).IsProblem(400, "BAD_DATE").Errors);
        (await api.PostAsync("operations", "/api/people/search", """{"first":"A"}""")).IsProblem(400, "TOO_BROAD");
        Assert.DoesNotContain("900", (await api.PostAsync("operations", "/api/people/search", """{"ssn":900123456}""")).IsProblem(400, "BAD_BODY").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_takes_nothing_from_the_address()
        => (await api.PostAsync("operations", "/api/people/search?last=Lopez", """{"first":"Ada"}""")).IsProblem(400, "UNKNOWN_QUERY");

    [Fact]
    public async Task More_than_can_be_shown_are_cut_and_said_to_be()
    {
        for (var number = 0; number <= PeopleRecords.FoundMax; number++)
        {
            await AddAsync($"30000001{number:D2}", "Many", "Alike", new(1980, 1, 1), null, []);
        }

        var answer = (await api.PostAsync("operations", "/api/people/search", """{"last":"alike"}""")).Is(200).Json;
        Assert.True(answer.GetProperty("cut").GetBoolean());
        Assert.Equal(PeopleRecords.FoundMax, answer.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Search_under_a_key_is_made_anew_and_no_answer_is_kept()
    {
        var key = ("Idempotency-Key", "search");
        (await api.PostAsync("operations", "/api/people/search", """{"last":"Keyed"}""", key)).Is(200);
        await AddAsync("3000000099", "New", "Keyed", new(2000, 1, 1), null, []);

        var again = (await api.PostAsync("operations", "/api/people/search", """{"last":"Keyed"}""", key)).Is(200);
        (await api.PostAsync("operations", "/api/people/search", """{"last":"Lopez"}""", key)).Is(200);
        (await api.PostAsync("operations", "/api/people/search", """{"last":"Lopez"}""", ("Idempotency-Key", "no\tkey"))).IsProblem(400, "BAD_IDEMPOTENCY_KEY");

        Assert.Contains("3000000099", again.Body, StringComparison.Ordinal);
        Assert.False(again.Headers.Contains(IdempotencyMiddleware.ReplayedHeader));
        Assert.Empty((await api.Application.Ports.Tables.QueryTableAsync(IdempotencyRecords.Table, 1, null)).Rows);
    }

    [Fact]
    public async Task Cases_of_a_person_are_there_to_choose_from()
    {
        Assert.Equal(
            """{"items":[{"caseNumber":"C-1","program":"Work Programs","open":true},{"caseNumber":"C-2","program":"FAET","open":false}]}""",
            (await api.GetAsync("operations", "/api/people/3000000001/cases")).Is(200).Body);
        (await api.GetAsync("office", "/api/people/3000000002/cases")).Is(200);
        (await api.GetAsync("operations", "/api/people/3999999999/cases")).IsProblem(404, "NOT_FOUND");
        (await api.GetAsync("operations", "/api/people/somebody/cases")).IsProblem(404, "NOT_FOUND");
    }

    private Task AddAsync(string clientId, string first, string last, DateOnly born, string? number, IReadOnlyList<PersonCase> cases)
    {
        Ssn? ssn = null;
        Assert.True(number is null || Ssn.TryParse(number, out ssn));
        return api.Application.People.PutAsync(new Person(clientId, first, last, born, null, cases), ssn);
    }
}
