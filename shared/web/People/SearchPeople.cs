using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.People;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.People;

/// <summary>POST /api/people/search: a read by POST, because a number in an address would end up in logs.</summary>
public static class SearchPeople
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/people/search", HandleAsync)
        .For(Role.Operations, Role.Office)
        .WithMetadata(new NothingKept())
        .Describe("Find a person", "By first and last name (from their beginning, whatever their case), Social Security number, date of birth (mm/dd/yyyy or ISO) and client id, in any combination: everything that is given must hold. At most 50 are answered, by name; cut says that there may be more. Numbers are answered masked.")
        .Takes<PeopleQuestion>()
        .Answers<PeopleList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        // A filter in the address would be ignored, and be in the logs besides.
        _ = new QueryNames(context);
        var asked = await RequestBody.ReadAsync<PeopleQuestion>(context);
        var (search, refusal) = PersonSearch.Read(asked.First, asked.Last, asked.Ssn, asked.Dob, asked.ClientId);
        if (search is null)
        {
            return Problem.Of(refusal!);
        }

        var people = application.People;
        var found = await people.SearchAsync(search, context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new PeopleList([.. found.People.Select(person => new PersonBody(person.ClientId, person.FirstName, person.LastName, person.DateOfBirth, people.Masked(person)))], found.IsCut));
    }
}

/// <summary>What is known of the person.</summary>
/// <param name="First">The first name, or its beginning.</param>
/// <param name="Last">The last name, or its beginning.</param>
/// <param name="Ssn">Nine digits, with or without hyphens.</param>
/// <param name="Dob">The date of birth, mm/dd/yyyy or ISO.</param>
/// <param name="ClientId">Ten digits.</param>
public sealed record PeopleQuestion(string? First = null, string? Last = null, string? Ssn = null, string? Dob = null, string? ClientId = null)
{
    /// <summary>Nothing of it, so that no log shows it by accident.</summary>
    public override string ToString() => nameof(PeopleQuestion);
}

/// <param name="Cut">Whether there may be more; narrow the search.</param>
public sealed record PeopleList(IReadOnlyList<PersonBody> Items, bool Cut);

/// <param name="Ssn">Masked, <c>***-**-1234</c>; left out where none is known.</param>
public sealed record PersonBody(string ClientId, string First, string Last, DateOnly Dob, string? Ssn);
