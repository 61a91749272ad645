using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Mails.Links;
using Serverless.Web.Identity;
using Serverless.Web.Mails.Links;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Mails.Pages;

/// <summary>
/// Where a mail's link leads (ALL-4): at first to where its token is put away, and on to a page whose address holds none. Looking
/// changes nothing, so that a program that looks at links in mails decides nothing; the decision is the button of the form on the page.
/// </summary>
public static class LinkPage
{
    /// <summary>Where links lead, with their token as the query; their pages lie below it.</summary>
    public const string Path = "/links";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, OpenAsync).ForEveryone();
        pages.MapGet($"{Path}/{{id}}", ShowAsync).ForEveryone();
        pages.MapPost($"{Path}/{{id}}", DecideAsync).ForEveryone();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, PaymentsApplication application, LinkCookies cookies)
        => LinkSecrecy.TokenOf(context) is { } token && cookies.Keep(context, token) is { } page
            ? PageResult.GoTo(page)
            : await PageAsync(context, application, LinkReading.Forged, null, null, StatusCodes.Status404NotFound);

    private static async Task<IResult> ShowAsync(HttpContext context, string id, PaymentsApplication application, LinkCookies cookies)
        => await PageAsync(context, application, await application.Mails.Links.ReadAsync(cookies.Read(context, id), context.RequestAborted), null, null, StatusCodes.Status200OK);

    private static async Task<IResult> DecideAsync(HttpContext context, string id, PaymentsApplication application, LinkCookies cookies)
    {
        var form = await FormFields.ReadAsync(context);
        var decision = await application.Mails.Links.DecideAsync(cookies.Read(context, id), form.Text("note"), form.RequestId(context), CallerReader.Read(context.User), context.RequestAborted);
        return decision.Kind switch
        {
            LinkDecisionKind.HandedIn => PageResult.Of<LinkDoneView>(await DoneAsync(context, application, decision)),
            LinkDecisionKind.NeedsReason => await PageAsync(context, application, decision.Reading, FaultOf(form), form.Text("note"), StatusCodes.Status422UnprocessableEntity),
            _ => await PageAsync(context, application, decision.Reading, null, form.Text("note"), StatusCodes.Status409Conflict),
        };
    }

    private static string FaultOf(FormFields form) => form.Text("note") is { Length: > ApprovalRules.NoteCharsMax } note
        ? $"That is {note.Length} characters long; {ApprovalRules.NoteCharsMax} are possible. Nothing was decided."
        : $"Say why, in at most {ApprovalRules.NoteCharsMax} characters: the provider reads it.";

    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, LinkReading reading, string? fault, string? typed, int status)
    {
        // Who sees the facts: its person, and as long as it decides, whoever holds it and need not sign in.
        var signedIn = CallerReader.Read(context.User);
        var isOwn = reading.Link is { } link && signedIn?.User == link.User;
        var mayRead = reading.State == LinkState.Valid && (isOwn || (!reading.NeedsSignIn && signedIn is null));
        Client? client = null;
        Provider? provider = null;
        if (mayRead && reading.Payment is { } payment)
        {
            client = await application.Directory.FindClientAsync(payment.Facts.ClientId, context.RequestAborted);
            provider = await application.Directory.FindProviderAsync(payment.Facts.ProviderId, context.RequestAborted);
        }

        var model = new LinkModel(reading, mayRead, isOwn, signedIn?.User, context.Request.Path, client, provider, fault) { Typed = typed };
        return PageResult.Of<LinkView>(model, reading.State == LinkState.Forged ? StatusCodes.Status404NotFound : reading.State == LinkState.Valid ? status : StatusCodes.Status410Gone);
    }

    private static async Task<LinkDoneModel> DoneAsync(HttpContext context, PaymentsApplication application, LinkDecision decision)
    {
        var result = decision.Result!;
        var payment = result.Payment ?? await application.Records.FindAsync(decision.Reading.Link!.PaymentId, context.RequestAborted);
        return new LinkDoneModel(payment!, result.Refusal, result.Payment is null && result.Refusal is null, CallerReader.Read(context.User) is not null);
    }
}

/// <param name="MayRead">Whether whoever looks sees what the link is about.</param>
/// <param name="IsOwn">Whether its person is signed in.</param>
/// <param name="SignedIn">Who is signed in; null for nobody.</param>
/// <param name="Here">The path of the link's page, which holds no token, for the form and the way back from signing in.</param>
public sealed record LinkModel(LinkReading Reading, bool MayRead, bool IsOwn, string? SignedIn, string Here, Client? Client, Provider? Provider, string? Fault)
{
    /// <summary>The note as it was typed, where it was refused.</summary>
    public string? Typed { get; init; }
}

/// <param name="Refusal">What stood against the decision; null where nothing did.</param>
public sealed record LinkDoneModel(Payment Payment, Refusal? Refusal, bool IsUnderWay, bool IsSignedIn);
