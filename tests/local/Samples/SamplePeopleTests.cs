using Serverless.Payments.MassPayments;
using Serverless.Payments.People;
using Serverless.Samples;

namespace Serverless.Local.Tests.Samples;

/// <summary>The people of the sample agency, and the mass payment that can be uploaded for them.</summary>
public sealed class SamplePeopleTests
{
    private static readonly SampleAgency Agency = SampleAgency.Load();

    [Fact]
    [Trait("Req", "KEES-3")]
    public void Every_client_is_a_person_with_a_number_that_is_nobodys()
    {
        Assert.Equal(Agency.Clients.Select(client => (client.Id, client.FirstName, client.LastName)), Agency.People.Select(person => (person.ClientId, person.FirstName, person.LastName)));
        Assert.All(Agency.People, person => Assert.StartsWith("9", person.Ssn, StringComparison.Ordinal));
        Assert.Distinct(Agency.People.Select(person => person.Ssn));
        Assert.All(Agency.People, person => Assert.Equal($"***-**-{person.Ssn[^4..]}", person.ReadSsn().ToString()));
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public void Some_people_are_told_apart_by_their_date_of_birth_alone()
    {
        Assert.Contains(Agency.People.GroupBy(person => person.LastName), alike => alike.Skip(1).Any());
        Assert.Contains(Agency.People.GroupBy(person => (person.FirstName, person.LastName)), alike => alike.Select(person => person.DateOfBirth).Distinct().Skip(1).Any());
    }

    [Fact]
    [Trait("Req", "KEES-3")]
    public void Everybody_has_an_open_case_and_some_a_closed_one_besides()
    {
        Assert.All(Agency.People, person => Assert.InRange(person.Cases.Count, 1, 2));
        Assert.All(Agency.People, person => Assert.Contains(person.Cases, known => known.Open));
        Assert.Contains(Agency.People.SelectMany(person => person.Cases), known => !known.Open);
        Assert.Distinct(Agency.People.SelectMany(person => person.Cases).Select(known => known.CaseNumber));
    }

    [Fact]
    [Trait("Req", "KEES-4")]
    public void Every_entry_of_the_sample_mass_payment_is_in_order_and_for_an_open_case_of_its_person()
    {
        var lines = File.ReadAllLines(SampleAgency.MassPaymentPath);
        Assert.Equal("case_number,client_id,need_category,need_type,amount,begin,end", lines[0]);
        Assert.InRange(lines.Length, 20, 30);

        var entries = new List<MassEntryFacts>();
        foreach (var (line, index) in lines.Skip(1).Select((line, index) => (line.Split(','), index)))
        {
            var entry = new MassEntry(index + 1, line[0], line[1], line[2], line[3], line[4], line[5], line[6], Checked: true);
            var (facts, faults) = MassEntryForm.Read(entry, "ET");
            Assert.Empty(faults);
            entries.Add(facts.OrFail());
            Assert.Empty(MassPaymentRules.CheckPerson(entry, Agency.People.Single(person => person.ClientId == line[1]).ToPerson()));
        }

        Assert.Empty(MassPaymentRules.FindRepeated(entries));
        Assert.Contains(lines, line => line.Contains('/', StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(",2026-11-", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "KEES-1")]
    public void Provider_of_the_sample_mass_payment_offers_it()
        => Assert.Null(MassPaymentRules.CheckService(Agency.Providers.Single(provider => provider.Id == "P-200"), "P-200-SV"));

    [Fact]
    [Trait("Req", "KEES-3")]
    public async Task Loaded_people_are_found_by_their_numbers()
    {
        await using var stack = await TestStack.OpenAsync();
        var people = stack.Stack.Payments.People;
        foreach (var person in Agency.People.Take(20))
        {
            var (search, _) = PersonSearch.Read(null, null, person.Ssn, null, null);
            Assert.Equal([person.ClientId], (await people.SearchAsync(search.OrFail())).People.Select(found => found.ClientId));
        }
    }
}
