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
using Serverless.Web.Problems;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>Step 4 (KEES-4): an entry is typed, changed or removed. The page refuses at once what is wrong with it, before it stands in the draft.</summary>
public static class EntryPage
{
    private const string Path = $"{MassPaymentListPage.Path}/{{id}}/entries";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{Path}/new", BeginAsync).For(Role.Operations);
        pages.MapPost(Path, AddAsync).For(Role.Operations);
        pages.MapGet($"{Path}/{{n:int}}", EditAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{n:int}}", ReplaceAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{n:int}}/remove", RemoveAsync).For(Role.Operations);
    }

    private static async Task<IResult> BeginAsync(HttpContext context, PaymentsApplication application, string id, string? @for = null)
    {
        var page = await DraftPage.FindAsync(application, id, context.RequestAborted);
        var chosen = @for?.Split('@') ?? [];
        if (chosen is not [var clientId, var caseNumber] || await application.People.FindAsync(clientId, context.RequestAborted) is not { } person)
        {
            throw new ProblemException(Problem.NotFound("person"));
        }

        // From today to tomorrow, where nothing else is said.
        var today = application.Calendar.Today;
        var texts = new MassEntryTexts(caseNumber, clientId, "", "", "", EntryText.Day(today), EntryText.Day(today.AddDays(1)), Checked: false);
        return PageResult.Of<EntryView>(new EntryModel(page, null, texts, person));
    }

    private static async Task<IResult> EditAsync(HttpContext context, PaymentsApplication application, string id, int n)
    {
        var page = await DraftPage.FindAsync(application, id, context.RequestAborted);
        if (await application.MassPayments.FindEntryAsync(id, n, context.RequestAborted) is not { } entry || n >= page.NextN)
        {
            throw new ProblemException(Problem.NotFound("entry"));
        }

        var person = await application.People.FindAsync(entry.ClientId, context.RequestAborted);
        var texts = new MassEntryTexts(entry.CaseNumber, entry.ClientId, entry.NeedCategory, entry.NeedType, entry.Amount, EntryText.Day(entry.Begin), EntryText.Day(entry.End), entry.Checked, entry.AidCode);
        var found = await MassPaymentView.FoundByApprovalAsync(application, page, context.RequestAborted);
        var faults = MassPaymentView.FaultsOf(page, entry, found[n]).Where(fault => fault.Code != "UNTICKED");
        return PageResult.Of<EntryView>(new EntryModel(page, n, texts, person) { Faults = [.. faults] });
    }

    private static async Task<IResult> AddAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var model = await ReadAsync(context, application, id, null, form);
        if (model.Faults.Count > 0)
        {
            return PageResult.Of<EntryView>(model, StatusCodes.Status422UnprocessableEntity);
        }

        var result = await application.MassPaymentDrafts.AddAsync(id, [model.Texts], form.RequestId(context), form.Number("version"), context.RequestAborted);
        return await AgainAsync(application, model, result, context.RequestAborted) ?? Answer(context, flash, id, result, $"Entry added for {model.Name}. Find the next person, or tick and approve.");
    }

    private static async Task<IResult> ReplaceAsync(HttpContext context, PaymentsApplication application, Flash flash, string id, int n)
    {
        var form = await FormFields.ReadAsync(context);
        var model = await ReadAsync(context, application, id, n, form);
        if (model.Faults.Count > 0)
        {
            return PageResult.Of<EntryView>(model, StatusCodes.Status422UnprocessableEntity);
        }

        // What was ticked was the entry as it was; whoever stands for it as it is now ticks it again.
        var result = await application.MassPaymentDrafts.ReplaceAsync(id, n, model.Texts, form.RequestId(context), form.Number("version"), context.RequestAborted);
        return await AgainAsync(application, model, result, context.RequestAborted) ?? Answer(context, flash, id, result, $"Entry {n} is changed; tick it again.");
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, PaymentsApplication application, Flash flash, string id, int n)
    {
        var form = await FormFields.ReadAsync(context);
        var requestId = form.RequestId(context);
        var kept = await DraftBoxes.KeepAsync(context, application, id, form, $"{requestId}-boxes", but: n);
        var result = kept is { Refusal: not null } ? kept : await application.MassPaymentDrafts.RemoveAsync(id, n, requestId, kept?.Page!.Version ?? form.Number("version"), context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            return await DraftPage.AgainAsync(context, application, flash, id, form, refusal);
        }

        flash.Done(context, $"Entry {n} is removed.");
        return PageResult.GoTo(DraftBoxes.Back(id, form));
    }

    /// <summary>The form again, with what was typed, over the draft as it stands; null where nothing speaks against going on.</summary>
    private static async Task<IResult?> AgainAsync(PaymentsApplication application, EntryModel model, MassPaymentResult result, CancellationToken cancellation)
    {
        if (result.Refusal is not { Kind: not (RefusalKind.NotFound or RefusalKind.Forbidden) } refusal)
        {
            return null;
        }

        var standing = await DraftPage.FindAsync(application, model.Page.Id, cancellation);
        return PageResult.Of<EntryView>(model with { Page = standing, Refused = refusal.WordsOfForm() ?? refusal.Message }, StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Answer(HttpContext context, Flash flash, string id, MassPaymentResult result, string done)
    {
        if (result.Refusal is { } refusal)
        {
            return flash.Tell(context, refusal, DraftPage.PathOf(id));
        }

        flash.Done(context, done);
        return PageResult.GoTo(DraftPage.PathOf(id));
    }

    private static async Task<EntryModel> ReadAsync(HttpContext context, PaymentsApplication application, string id, int? n, FormFields form)
    {
        var page = await DraftPage.FindAsync(application, id, context.RequestAborted);
        var texts = new MassEntryTexts(
            form.Text("caseNumber") ?? "",
            form.Text("clientId") ?? "",
            form.Text("needCategory") ?? "",
            form.Text("needType") ?? "",
            form.Amount("amount")?.ToString() ?? form.Text("amount") ?? "",
            form.Text("begin"),
            form.Text("end"),
            Checked: false);
        if (!texts.Fits)
        {
            // The texts that are typed freely; the others are chosen.
            string[] typed = ["amount", "begin", "end"];
            var tooLong = typed.Where(field => form.Text(field)?.Length > MassEntryTexts.CharsMax).DefaultIfEmpty("").Select(field => new ValidationMessage("TOO_LONG", field, $"Write at most {MassEntryTexts.CharsMax} characters."));
            return new(page, n, texts, null) { Faults = [.. tooLong] };
        }

        var person = await application.People.FindAsync(texts.ClientId, context.RequestAborted);
        var entry = texts.ToEntry(n ?? 0, application.Calendar.Today) with { Checked = true };
        return new(page, n, texts.ToKeep(), person) { Faults = [.. MassEntryForm.Read(entry, page.AidCode).Faults, .. MassPaymentRules.CheckPerson(entry, person)] };
    }
}

/// <param name="N">The entry's number; null while it is new.</param>
/// <param name="Texts">As they were typed.</param>
/// <param name="Person">Null where the client id is nobody's.</param>
public sealed record EntryModel(MassPayment Page, int? N, MassEntryTexts Texts, Person? Person)
{
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    /// <summary>Why the entry was not taken, where it is nobody's field.</summary>
    public string? Refused { get; init; }

    public string Name => Person is { } person ? $"{person.FirstName} {person.LastName}" : Texts.ClientId;
}
