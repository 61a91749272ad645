using System.Text.Json;
using Serverless.Payments.People;

namespace Serverless.Samples;

/// <summary>Somebody of the sample agency whom mass payments can be made for.</summary>
/// <param name="Ssn">Made up, from the range that is given to nobody.</param>
public sealed record SamplePerson(string ClientId, string FirstName, string LastName, DateOnly DateOfBirth, string Ssn, IReadOnlyList<PersonCase> Cases)
{
    public Person ToPerson() => new(ClientId, FirstName, LastName, DateOfBirth, SealedSsn: null, Cases);

    /// <exception cref="JsonException">It is no number.</exception>
    public Ssn ReadSsn() => Payments.People.Ssn.TryParse(Ssn, out var ssn)
        ? ssn
        : throw new JsonException($"The Social Security number of {ClientId} in samples/agency.json is none.");
}
