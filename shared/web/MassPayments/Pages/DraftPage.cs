using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>A mass payment: its entries with their boxes while it is a draft, progress while it is approved, and what came of it.</summary>
public static class DraftPage
{
    /// <summary>How long the approval's end is waited for before its progress is shown.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{MassPaymentListPage.Path}/{{id}}", ShowAsync).For(Role.Operations);
        pages.MapPost($"{MassPaymentListPage.Path}/{{id}}/tick", TickAsync).For(Role.Operations);
        pages.MapPost($"{MassPaymentListPage.Path}/{{id}}/approve", ApproveAsync).For(Role.Operations);
        pages.MapPost($"{MassPaymentListPage.Path}/{{id}}/recall", RecallAsync).For(Role.Operations);
        pages.MapPost($"{MassPaymentListPage.Path}/{{id}}/discard", DiscardAsync).For(Role.Operations);
    }

    public static string PathOf(string id) => $"{MassPaymentListPage.Path}/{id}";

    /// <summary>The draft that a person works on.</summary>
    /// <exception cref="ProblemException">404: there is none.</exception>
    internal static async Task<MassPayment> FindAsync(PaymentsApplication application, string id, CancellationToken cancellation)
        => await application.MassPayments.FindAsync(id, cancellation) ?? throw new ProblemException(Problem.NotFound("mass payment"));

    /// <summary>The draft again with its boxes as they were ticked, over what stands now; where it is a draft no more there is nothing to tick.</summary>
    internal static async Task<IResult> AgainAsync(HttpContext context, PaymentsApplication application, Flash flash, string id, FormFields form, Refusal refusal)
    {
        var page = await FindAsync(application, id, context.RequestAborted);
        return refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden || page.Status != MassPaymentStatus.Draft
            ? flash.Tell(context, refusal, PathOf(id))
            : await PageAsync(context, application, page, form.Text("show"), form.Number("after") ?? 0, new TypedForm(form), refusal.WordsOfForm() ?? refusal.Message);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id, string? show = null, int after = 0)
        => await PageAsync(context, application, await FindAsync(application, id, context.RequestAborted), show, after, new TypedForm(), null);

    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, MassPayment page, string? show, int after, TypedForm typed, string? refused)
    {
        var cancellation = context.RequestAborted;
        var provider = await application.Directory.FindProviderAsync(page.ProviderId, cancellation);
        var part = Enum.TryParse<DraftPart>(show, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : DraftPart.All;
        var entries = await DraftReader.ReadAsync(application, page, part, Math.Max(0, after), cancellation);
        var requests = new Dictionary<int, PaymentRequest>();
        if (page.Status == MassPaymentStatus.Approved)
        {
            foreach (var entry in entries.Entries)
            {
                requests[entry.N] = await application.PaymentRequests.FindAsync(entry.PaymentRequestId!, cancellation) ?? throw new InvalidOperationException($"Entry {entry.N} of {page.Id} is approved and has no payment request.");
            }
        }

        var progress = await application.MassPaymentCommands.ProgressAsync(page, cancellation);
        var model = new DraftModel(page, provider, entries, requests, application.Calendar.Now) { Typed = typed, Refused = refused, Progress = progress, Asked = PersonQuestion.Of(name => typed.Value(name)).WithoutSsn() };
        return PageResult.Of<DraftView>(model, refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Keeps the boxes and goes where the button leads. Who only goes on is held up by nothing, as long as no box differs.</summary>
    private static async Task<IResult> TickAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        if (DraftBoxes.Onward(id, form) is { } onward)
        {
            var kept = await DraftBoxes.KeepAsync(context, application, id, form, form.RequestId(context));
            return kept?.Refusal is { } against ? await AgainAsync(context, application, flash, id, form, against) : PageResult.GoTo(onward);
        }

        var (page, refusal) = await TickShownAsync(context, application, id, form);
        if (refusal is not null)
        {
            return await AgainAsync(context, application, flash, id, form, refusal);
        }

        flash.Done(context, "The boxes are kept as you ticked them.");
        return PageResult.GoTo(DraftBoxes.Back(page!.Id, form));
    }

    /// <summary>Keeps the boxes as they were ticked and approves what was seen then.</summary>
    private static async Task<IResult> ApproveAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var (page, ticking) = await TickShownAsync(context, application, id, form);
        if (ticking is not null)
        {
            return await AgainAsync(context, application, flash, id, form, ticking);
        }

        var result = await application.MassPaymentCommands.ApproveAsync(context.Caller(), id, page!.Version, Patience, context.RequestAborted);
        if (result.Page is { Status: MassPaymentStatus.Approved } approved)
        {
            flash.Done(context, $"Approved: {approved.Entries} needs, service arrangements and payment requests exist, and each request is authorised for SMART.");
        }
        else if (result.Faults.Count > 0)
        {
            flash.Failed(context, $"Not approved, and nothing was created: {(result.Faults.Count == 1 ? "1 fault stands" : $"{result.Faults.Count} faults stand")} against it, each beside its entry.", [.. result.Faults.Select(fault => fault.N == 0 ? fault.Fault.Message : $"Entry {fault.N}: {fault.Fault.Message}")]);
        }
        else if (result.Refusal is { } refusal)
        {
            return flash.Tell(context, refusal, PathOf(id));
        }

        return PageResult.GoTo(PathOf(id));
    }

    private static async Task<IResult> RecallAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var result = await application.MassPaymentCommands.RecallAsync(context.Caller(), id, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            return flash.Tell(context, refusal, PathOf(id));
        }

        flash.Done(context, "The approval is recalled: it is a draft again, and nothing of it exists.");
        return PageResult.GoTo(PathOf(id));
    }

    private static async Task<IResult> DiscardAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var result = await application.MassPaymentDrafts.DiscardAsync(id, form.RequestId(context), form.Number("version"), context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            return flash.Tell(context, refusal, PathOf(id));
        }

        flash.Done(context, "The draft is discarded. It can still be read; nothing of it ever existed.");
        return PageResult.GoTo(MassPaymentListPage.Path);
    }

    /// <summary>Keeps the boxes of the entries that were shown; where none differs, nothing changes.</summary>
    private static async Task<(MassPayment? Page, Refusal? Refusal)> TickShownAsync(HttpContext context, PaymentsApplication application, string id, FormFields form)
    {
        if (await DraftBoxes.KeepAsync(context, application, id, form, form.RequestId(context)) is { } kept)
        {
            return (kept.Page, kept.Refusal);
        }

        // A form that comes again after its effect is answered with what came of it, and not as a stale one.
        var page = await FindAsync(application, id, context.RequestAborted);
        var isStale = page.Status == MassPaymentStatus.Draft && form.Number("version") is { } seen && seen != page.Version;
        return isStale ? (null, new(RefusalKind.Stale, "STALE", $"You saw version {form.Number("version")}; the mass payment is at version {page.Version}.")) : (page, null);
    }
}

/// <param name="Provider">Null where it is gone from the Resource Databank.</param>
/// <param name="Requests">Once it is approved: the payment requests of the entries shown, by their numbers.</param>
public sealed record DraftModel(MassPayment Page, Provider? Provider, DraftEntries Entries, IReadOnlyDictionary<int, PaymentRequest> Requests, DateTimeOffset Now)
{
    /// <summary>How far its approval is; null where none is at work, or nothing is known of it.</summary>
    public MassPaymentProgress? Progress { get; init; }

    /// <summary>The boxes as they were ticked, where they were not kept.</summary>
    public TypedForm Typed { get; init; } = new();

    /// <summary>Why they were not.</summary>
    public string? Refused { get; init; }

    /// <summary>The person who was to be found, where that was held up.</summary>
    public PersonQuestion Asked { get; init; } = PersonQuestion.Nothing;
}
