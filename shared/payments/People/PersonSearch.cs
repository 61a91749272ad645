using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.MassPayments;

namespace Serverless.Payments.People;

/// <summary>What is known of a person who is looked for; every part that is given must hold (KEES-3). Names match from their beginning, whatever their case.</summary>
public sealed record PersonSearch(string? First, string? Last, Ssn? Ssn, DateOnly? DateOfBirth, string? ClientId)
{
    /// <summary>Fewer letters of a name alone would find half the state.</summary>
    public const int NameAloneCharsMin = 2;

    /// <summary>Reads what somebody typed; all that is wrong with it is told together.</summary>
    /// <param name="first">The first name, or its beginning.</param>
    /// <param name="last">The last name, or its beginning.</param>
    /// <param name="ssn">Nine digits, with or without hyphens.</param>
    /// <param name="dateOfBirth">The day of birth, mm/dd/yyyy or ISO.</param>
    /// <param name="clientId">Ten digits.</param>
    public static (PersonSearch? Search, Refusal? Refusal) Read(string? first, string? last, string? ssn, string? dateOfBirth, string? clientId)
    {
        var faults = new List<ValidationMessage>();
        Ssn? number = null;
        if (!string.IsNullOrWhiteSpace(ssn) && !Ssn.TryParse(ssn.Trim(), out number))
        {
            // What was typed is not repeated: it may be nine digits of somebody's number all the same.
            faults.Add(new("BAD_SSN", "ssn", "A Social Security number has nine digits, such as 123-45-6789."));
        }

        var id = string.IsNullOrWhiteSpace(clientId) ? null : clientId.Trim();
        if (id is not null && !Client.IsId(id))
        {
            faults.Add(new("BAD_CLIENT_ID", "clientId", "A client id has ten digits."));
        }

        DateOnly? born = null;
        if (!string.IsNullOrWhiteSpace(dateOfBirth))
        {
            born = EntryDate.TryRead(dateOfBirth, out var day) ? day : null;
            if (born is null)
            {
                // Not repeated either: whoever slips by a field types a number here.
                faults.Add(new("BAD_DATE", "dob", "A date of birth is a day of the calendar from 1900 on, as mm/dd/yyyy or 1990-02-03."));
            }
        }

        CheckName("first", first, faults);
        CheckName("last", last, faults);
        var search = new PersonSearch(NameOf(first), NameOf(last), number, born, id);
        if (faults.Count == 0 && search.IsTooBroad)
        {
            faults.Add(new("TOO_BROAD", "", $"Give a client id, a Social Security number, a date of birth, or at least {NameAloneCharsMin} letters of a name."));
        }

        return faults.Count == 0 ? (search, null) : (null, new(RefusalKind.Malformed, faults[0].Code, "The search cannot be made.") { Errors = faults });
    }

    private bool IsTooBroad => ClientId is null && Ssn is null && DateOfBirth is null && (First?.Length ?? 0) < NameAloneCharsMin && (Last?.Length ?? 0) < NameAloneCharsMin;

    /// <summary>Whether a person is who is looked for; the number is compared by whoever can open it.</summary>
    internal bool MatchesOpenly(Person person)
        => (ClientId is null || ClientId == person.ClientId)
        && (DateOfBirth is null || DateOfBirth == person.DateOfBirth)
        && (First is null || PersonKeys.NameKey(person.FirstName).StartsWith(PersonKeys.NameKey(First), StringComparison.Ordinal))
        && (Last is null || PersonKeys.NameKey(person.LastName).StartsWith(PersonKeys.NameKey(Last), StringComparison.Ordinal));

    private static string? NameOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void CheckName(string field, string? text, List<ValidationMessage> faults)
    {
        if (text?.Length > PersonKeys.NameCharsMax)
        {
            faults.Add(new("TOO_LONG", field, $"A name has at most {PersonKeys.NameCharsMax} characters."));
        }
    }
}
