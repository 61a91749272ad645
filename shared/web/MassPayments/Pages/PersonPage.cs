using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.People;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>
/// Step 3 (KEES-3): find the person, and choose among the person's cases. By POST, because what is typed may be a Social
/// Security number, which stands in no address; and because the boxes of the draft that somebody comes from are kept first.
/// </summary>
public static class PersonPage
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost($"{MassPaymentListPage.Path}/{{id}}/people", FindAsync).For(Role.Operations);

    private static async Task<IResult> FindAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        if (form.All("shown").Count > 0 && await DraftBoxes.KeepAsync(context, application, id, form, form.RequestId(context)) is { Refusal: { } against })
        {
            return await DraftPage.AgainAsync(context, application, flash, id, form, against);
        }

        var asked = PersonQuestion.Of(form.Text);
        if (form.IsTicked("enter") && asked == PersonQuestion.Nothing)
        {
            // Enter was pressed on a box, and nobody is looked for.
            flash.Done(context, "The boxes are kept as you ticked them.");
            return PageResult.GoTo(DraftBoxes.Back(id, form));
        }

        var page = await DraftPage.FindAsync(application, id, context.RequestAborted);
        var (search, refusal) = PersonSearch.Read(asked.First, asked.Last, asked.Ssn, asked.Dob, asked.ClientId);
        if (search is null)
        {
            return PageResult.Of<PersonView>(new PersonModel(page, asked.WithoutSsn(), [], false) { Faults = refusal!.Errors }, StatusCodes.Status422UnprocessableEntity);
        }

        var found = await application.People.SearchAsync(search, context.RequestAborted);
        return PageResult.Of<PersonView>(new PersonModel(page, asked.WithoutSsn(), [.. found.People.Select(person => new FoundPerson(person, application.People.Masked(person)))], found.IsCut));
    }
}

/// <summary>What is known of the person, as it was typed.</summary>
public sealed record PersonQuestion(string? First, string? Last, string? Ssn, string? Dob, string? ClientId)
{
    public static PersonQuestion Nothing { get; } = new(null, null, null, null, null);

    /// <param name="read">Reads a field as it was typed.</param>
    public static PersonQuestion Of(Func<string, string?> read) => new(read("first"), read("last"), read("ssn"), read("dob"), read("clientId"));

    /// <summary>As it is shown again: a number is typed anew, so that it stands on no page.</summary>
    public PersonQuestion WithoutSsn() => this with
    {
        First = Kept(First),
        Last = Kept(Last),
        Dob = Kept(Dob),
        Ssn = null,
        ClientId = Kept(ClientId),
    };

    /// <summary>Nothing of it, so that no log shows it by accident.</summary>
    public override string ToString() => nameof(PersonQuestion);

    private static string? Kept(string? text) => text is not null && Serverless.Payments.People.Ssn.IsIn(text) ? null : text;
}

/// <param name="IsCut">Whether there may be more.</param>
public sealed record PersonModel(MassPayment Page, PersonQuestion Asked, IReadOnlyList<FoundPerson> People, bool IsCut)
{
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];
}

/// <param name="Ssn">Masked; null where none is known.</param>
public sealed record FoundPerson(Person Person, string? Ssn);
