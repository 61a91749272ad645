using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.People;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Charges.Pages;

/// <summary>Finding a participant, by client id or by name. The search is a POST, so that no name stands in an address.</summary>
public static class ParticipantsPage
{
    public const string Path = "/participants";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, Show).For(Role.Biller, Role.Auditor);
        pages.MapPost(Path, FindAsync).For(Role.Biller, Role.Auditor);
        AccountPage.Map(pages);
        ReviewPages.Map(pages);
    }

    public static string PathOf(string participant) => $"{Path}/{participant}";

    private static IResult Show(HttpContext context) => PageResult.Of<ParticipantsView>(new ParticipantsModel(new TypedForm(), null, IsCut: false));

    private static async Task<IResult> FindAsync(HttpContext context, PaymentsApplication application)
    {
        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        if (fields.Text("clientId") is { } clientId)
        {
            if (Client.IsId(clientId) && await application.Directory.FindClientAsync(clientId, context.RequestAborted) is not null)
            {
                return PageResult.GoTo(PathOf(clientId));
            }

            typed.Refuse("clientId", "UNKNOWN_CLIENT", Client.IsId(clientId) ? "There is no client of that id." : "A client id has 10 digits.");
        }

        var (search, refusal) = typed.IsFine ? PersonSearch.Read(fields.Text("first"), fields.Text("last"), ssn: null, dateOfBirth: null, clientId: null) : (null, null);
        if (search is null)
        {
            if (refusal is not null && typed.Refuse(refusal).IsFine)
            {
                typed.Refuse("last", refusal.Code, $"Type at least {PersonSearch.NameAloneCharsMin} letters of a name, or the client id.");
            }

            return PageResult.Of<ParticipantsView>(new ParticipantsModel(typed, null, IsCut: false), StatusCodes.Status422UnprocessableEntity);
        }

        var found = await application.People.SearchAsync(search, context.RequestAborted);
        return PageResult.Of<ParticipantsView>(new ParticipantsModel(typed, [.. found.People.Select(person => new FoundParticipant(person.ClientId, $"{person.LastName}, {person.FirstName}", person.DateOfBirth))], found.IsCut));
    }
}

/// <param name="Found">Null before anything was looked for.</param>
/// <param name="IsCut">Whether there may be more.</param>
public sealed record ParticipantsModel(TypedForm Form, IReadOnlyList<FoundParticipant>? Found, bool IsCut);

public sealed record FoundParticipant(string ClientId, string Name, DateOnly DateOfBirth);
