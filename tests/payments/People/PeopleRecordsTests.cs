using Serverless.Payments.MassPayments;
using Serverless.Payments.People;
using Serverless.Storage;
using Serverless.Storage.Memory;

namespace Serverless.Payments.Tests.People;

[Trait("Req", "KEES-3")]
public sealed class PeopleRecordsTests
{
    private static readonly DateOnly Born = new(1990, 2, 3);
    private readonly MemoryTableStore tables = new();
    private readonly PeopleRecords people;

    public PeopleRecordsTests() => people = new PeopleRecords(tables, new SsnVault(SsnTests.Keys(1)));

    [Fact]
    public async Task A_person_is_found_by_each_thing_that_is_known_and_by_any_of_them_together()
    {
        await AddAsync("1000000001", "Ada", "Lopez", Born, "123-45-6789");
        await AddAsync("1000000002", "Adam", "Lopez-Ruiz", Born.AddDays(1), "123-45-6780");
        await AddAsync("1000000003", "Zoë", "O'Neill", Born, null);

        Assert.Equal(["1000000001"], await FindAsync(clientId: "1000000001"));
        Assert.Equal(["1000000001"], await FindAsync(ssn: "123456789"));
        Assert.Equal(["1000000001", "1000000003"], await FindAsync(born: Born));
        Assert.Equal(["1000000001", "1000000002"], await FindAsync(last: "lopez"));
        Assert.Equal(["1000000002"], await FindAsync(last: "Lopez-"));
        Assert.Equal(["1000000001", "1000000002"], await FindAsync(first: "ADA"));
        Assert.Equal(["1000000003"], await FindAsync(first: "zoë", last: "o'n"));
        Assert.Equal(["1000000002"], await FindAsync("ad", "lo", "123-45-6780", Born.AddDays(1), "1000000002"));
        Assert.Empty(await FindAsync("ad", "lo", "123-45-6789", Born.AddDays(1)));
        Assert.Empty(await FindAsync(clientId: "1000000001", last: "Ruiz"));
        Assert.Empty(await FindAsync(clientId: "1000000099"));
    }

    [Fact]
    public async Task Who_changes_is_found_by_what_is_true_now_alone()
    {
        await AddAsync("1000000001", "Ada", "Lopez", Born, "123-45-6789");
        await AddAsync("1000000001", "Ada", "Stone", Born, "987-65-4321");

        Assert.Empty(await FindAsync(last: "Lopez"));
        Assert.Empty(await FindAsync(ssn: "123-45-6789"));
        Assert.Equal(["1000000001"], await FindAsync(last: "Stone"));
        Assert.Equal(["1000000001"], await FindAsync(ssn: "987-65-4321"));
        Assert.Equal("***-**-4321", people.Masked((await people.FindAsync("1000000001"))!));
    }

    [Fact]
    public async Task A_row_that_is_behind_its_record_finds_nobody()
    {
        await AddAsync("1000000001", "Ada", "Lopez", Born, null);
        await tables.SubmitAsync(Tables.People, "last|S", [TableOperation.Upsert("STONE|ADA|1000000001", ""), TableOperation.Upsert("STONE|ADA|1000000077", "")]);
        Assert.Empty(await FindAsync(last: "Stone"));
    }

    [Fact]
    public async Task No_row_holds_the_number_itself()
    {
        await AddAsync("1000000001", "Ada", "Lopez", Born, "123-45-6789");
        var row = await tables.GetAsync(Tables.People, "1000000001", "person");
        Assert.DoesNotContain("123456789", row!.Data, StringComparison.Ordinal);
        Assert.DoesNotContain("6789", row.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_can_be_shown_are_cut_and_said_to_be()
    {
        for (var number = 0; number <= PeopleRecords.FoundMax; number++)
        {
            await AddAsync($"10000001{number:D2}", "Ada", "Lopez", Born, null);
        }

        var (search, _) = PersonSearch.Read(null, "Lopez", null, null, null);
        var found = await people.SearchAsync(search!);
        Assert.True(found.IsCut);
        Assert.Equal(PeopleRecords.FoundMax, found.People.Count);
    }

    [Theory]
    [InlineData(null, null, "12-345-678", null, "BAD_SSN")]
    [InlineData(null, null, null, "123456789", "BAD_CLIENT_ID")]
    [InlineData("A", null, null, null, "TOO_BROAD")]
    [InlineData(" ", "", null, null, "TOO_BROAD")]
    [InlineData("Abcdefghijklmnopqrstuvwxyzabcdefghijk", null, null, null, "TOO_LONG")]
    public void A_search_that_cannot_be_made_says_why_and_repeats_no_number(string? first, string? last, string? ssn, string? clientId, string code)
    {
        var (search, refusal) = PersonSearch.Read(first, last, ssn, null, clientId);
        Assert.Null(search);
        var fault = Assert.Single(refusal!.Errors);
        Assert.Equal(code, fault.Code);
        Assert.DoesNotContain("345", fault.Message.Replace("123-45-6789", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private Task AddAsync(string clientId, string first, string last, DateOnly born, string? ssn)
        => people.PutAsync(new Person(clientId, first, last, born, null, [new PersonCase("C-1", "Work Programs", Open: true)]), ssn is null ? null : SsnTests.Number(ssn));

    private async Task<IEnumerable<string>> FindAsync(string? first = null, string? last = null, string? ssn = null, DateOnly? born = null, string? clientId = null)
    {
        var (search, refusal) = PersonSearch.Read(first, last, ssn, born is { } day ? EntryDate.Write(day) : null, clientId);
        Assert.Null(refusal);
        return (await people.SearchAsync(search!)).People.Select(person => person.ClientId).Order(StringComparer.Ordinal);
    }
}
