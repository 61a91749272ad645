namespace Serverless.Payments.People;

/// <summary>Somebody who receives services, as found for a mass payment (KEES-3).</summary>
/// <param name="ClientId">Ten digits.</param>
/// <param name="SealedSsn">The Social Security number as <see cref="SsnVault"/> sealed it; null where none is known.</param>
/// <param name="Cases">The person's cases, in the order of their numbers.</param>
public sealed record Person(string ClientId, string FirstName, string LastName, DateOnly DateOfBirth, string? SealedSsn, IReadOnlyList<PersonCase> Cases);

/// <param name="CaseNumber">Letters, digits, '-', '_' and '.'.</param>
/// <param name="Program">What the case is about, in words.</param>
/// <param name="Open">Whether payments can be made for it.</param>
public sealed record PersonCase(string CaseNumber, string Program, bool Open);
