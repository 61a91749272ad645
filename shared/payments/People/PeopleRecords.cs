using Serverless.Payments.Directory;
using Serverless.Storage;

namespace Serverless.Payments.People;

/// <summary>
/// The people whom mass payments are made for. A person's index rows are written before the record and the old ones
/// removed after, so that whoever is there is found; a row that is behind its record is dropped by who reads it.
/// </summary>
public sealed class PeopleRecords(ITableStore tables, SsnVault vault)
{
    /// <summary>The most people that a search answers; whoever gets as many looks closer.</summary>
    public const int FoundMax = 50;

    /// <summary>Index rows looked at for one search.</summary>
    private const int LookedAtMax = 5_000;

    /// <summary>Attempts at a change that others keep getting ahead of.</summary>
    private const int AttemptsMax = 20;

    /// <summary>Writes a person whole, with the number sealed. Repeating it changes nothing.</summary>
    /// <param name="person">The person; what it holds as sealed number is replaced.</param>
    /// <param name="ssn">The number; null where none is known.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task PutAsync(Person person, Ssn? ssn, CancellationToken cancellation = default)
    {
        Check(person);
        for (var attempt = 1; ; attempt++)
        {
            var row = await tables.GetAsync(Tables.People, person.ClientId, PersonKeys.Record, cancellation);
            var before = row is null ? null : Rows.Read<Person>(row);
            var keys = PersonKeys.Of(person, ssn is null ? null : vault.Fingerprint(ssn)).ToList();
            await Task.WhenAll(keys.Select(key => tables.SubmitAsync(Tables.People, key.Partition, [TableOperation.Upsert(key.Row, string.Empty)], cancellation)));
            var data = Rows.Write(person with { SealedSsn = ssn is null ? null : vault.Seal(ssn, person.ClientId) });
            try
            {
                await tables.SubmitAsync(Tables.People, person.ClientId, [row is null ? TableOperation.Insert(PersonKeys.Record, data) : TableOperation.Update(PersonKeys.Record, data, row.ETag)], cancellation);
            }
            catch (TableConflictException) when (attempt < AttemptsMax)
            {
                // Another change came first; its person is read, so that its index rows go too.
                continue;
            }

            if (before is not null)
            {
                await RemoveAsync(PersonKeys.Of(before, FingerprintOf(before)).Except(keys), cancellation);
            }

            return;
        }
    }

    public async Task<Person?> FindAsync(string clientId, CancellationToken cancellation = default)
        => Client.IsId(clientId) ? await tables.FindAsync<Person>(Tables.People, clientId, PersonKeys.Record, cancellation) : null;

    /// <summary>The number as it may be shown, masked.</summary>
    public string? Masked(Person person) => person.SealedSsn is { } kept ? vault.Open(kept, person.ClientId).ToString() : null;

    /// <summary>Who matches, by last and first name; at most <see cref="FoundMax"/>.</summary>
    public async Task<PeopleFound> SearchAsync(PersonSearch search, CancellationToken cancellation = default)
    {
        if (search.ClientId is { } clientId)
        {
            return new(await FindAsync(clientId, cancellation) is { } person && Matches(search, person) ? [person] : [], IsCut: false);
        }

        var (partition, range) = PersonKeys.Narrowest(search, search.Ssn is { } ssn ? vault.Fingerprint(ssn) : null);
        var found = new Dictionary<string, Person>(StringComparer.Ordinal);
        var (lookedAt, isCut) = (0, false);
        await foreach (var row in tables.ScanAsync(Tables.People, partition, range, cancellation))
        {
            if (found.Count == FoundMax || ++lookedAt > LookedAtMax)
            {
                isCut = true;
                break;
            }

            if (await FindAsync(PersonKeys.ClientIdOf(row.RowKey), cancellation) is { } person && Matches(search, person))
            {
                found[person.ClientId] = person;
            }
        }

        return new([.. found.Values.OrderBy(person => PersonKeys.NameKey(person.LastName), StringComparer.Ordinal).ThenBy(person => PersonKeys.NameKey(person.FirstName), StringComparer.Ordinal).ThenBy(person => person.ClientId, StringComparer.Ordinal)], isCut);
    }

    private static void Check(Person person)
    {
        if (!Client.IsId(person.ClientId))
        {
            throw new ArgumentException($"A client id has ten digits, not '{person.ClientId}'.", nameof(person));
        }

        if (person.FirstName.Length > PersonKeys.NameCharsMax || person.LastName.Length > PersonKeys.NameCharsMax)
        {
            throw new ArgumentException($"A name of {person.ClientId} has more than {PersonKeys.NameCharsMax} characters.", nameof(person));
        }
    }

    private bool Matches(PersonSearch search, Person person)
        => search.MatchesOpenly(person)
        && (search.Ssn is null || (person.SealedSsn is { } kept && search.Ssn.Equals(vault.Open(kept, person.ClientId))));

    private string? FingerprintOf(Person person) => person.SealedSsn is { } kept ? vault.Fingerprint(vault.Open(kept, person.ClientId)) : null;

    private async Task RemoveAsync(IEnumerable<(string Partition, string Row)> keys, CancellationToken cancellation)
    {
        foreach (var (partition, row) in keys)
        {
            try
            {
                await tables.SubmitAsync(Tables.People, partition, [TableOperation.Delete(row)], cancellation);
            }
            catch (TableConflictException)
            {
                // Another change removed it.
            }
        }
    }
}

/// <param name="IsCut">Whether there may be more; the search is to be narrowed.</param>
public sealed record PeopleFound(IReadOnlyList<Person> People, bool IsCut);
