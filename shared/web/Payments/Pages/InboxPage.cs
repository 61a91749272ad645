using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Payments.Pages;

/// <summary>The inbox: what waits for the person, oldest first; several are approved or denied at once.</summary>
public static class InboxPage
{
    public const string Path = "/inbox";

    /// <summary>Payments in one page; as many are decided at once.</summary>
    private const int PageItems = 50;

    /// <summary>Decisions under way at a time: each may wait for its outcome.</summary>
    private const int Together = 4;

    /// <summary>Payments that are looked into at a time, each by some reads.</summary>
    private const int ReadTogether = 8;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapPost($"{Path}/decide", DecideAsync).ForAnyRole();
    }

    private static Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string? after = null)
        => PageAsync(context, application, after, new TypedForm(), []);

    /// <param name="context">The request.</param>
    /// <param name="application">The application.</param>
    /// <param name="after">Where the page begins.</param>
    /// <param name="typed">What was ticked and typed, where it was refused.</param>
    /// <param name="refused">Why, besides what belongs to its fields.</param>
    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, string? after, TypedForm typed, IReadOnlyList<string> refused)
    {
        var caller = context.Caller();
        var page = await application.Inbox.ReadAsync(caller, after, PageItems, context.RequestAborted);
        var items = new InboxItem[page.Items.Count];
        await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadTogether, CancellationToken = context.RequestAborted }, async (place, cancellation) =>
        {
            var payment = page.Items[place];
            items[place] = await ItemAsync(application, caller, payment, page.OnBehalfOf.GetValueOrDefault(payment.Id), cancellation);
        });

        return PageResult.Of<InboxView>(new InboxModel(items, page.Next, application.Calendar.Now) { After = after, Typed = typed, Refused = refused }, typed.IsSent ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static async Task<InboxItem> ItemAsync(PaymentsApplication application, Caller caller, Payment payment, string? onBehalfOf, CancellationToken cancellation)
    {
        var client = await application.Directory.FindClientAsync(payment.Facts.ClientId, cancellation);
        var provider = await application.Directory.FindProviderAsync(payment.Facts.ProviderId, cancellation);
        var mayDecide = payment.Status != PaymentStatus.HeldByCaps && LegalMoves.All.Any(move => move.From == payment.Status && move.Action == PaymentAction.Deny && (onBehalfOf is not null || caller.Is(move.Role)));
        return new InboxItem(
            payment,
            client is null || IsProviderAlone(caller, payment) ? payment.Facts.ClientId : $"{client.FirstName} {client.LastName}",
            provider?.Name ?? payment.Facts.ProviderId,
            mayDecide,
            onBehalfOf,
            IsProviderAlone(caller, payment) ? [] : await application.Oddities.OfAsync(payment, cancellation));
    }

    /// <summary>Whom a payment waits for as its provider: the claim says what there is to know of the client.</summary>
    private static bool IsProviderAlone(Caller caller, Payment payment) => !caller.IsStaff && payment.Status == PaymentStatus.Error && caller.IsOfProvider(payment.Facts.ProviderId);

    private static async Task<IResult> DecideAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var (typed, after) = (new TypedForm(form), form.Text("after"));
        var action = form.Text("action") switch { "approve" => PaymentAction.Approve, "deny" => PaymentAction.Deny, _ => (PaymentAction?)null };
        var chosen = form.All("payment").Take(PageItems).Select(ChosenPayment.Read).OfType<ChosenPayment>().DistinctBy(choice => choice.Id).ToList();
        if (action is not { } asked || chosen.Count == 0)
        {
            return await PageAsync(context, application, after, typed, ["Nothing was chosen. Tick the payments that you decide on, then press Approve or Deny."]);
        }

        if (asked == PaymentAction.Deny && form.Text("reason") is null)
        {
            return await PageAsync(context, application, after, typed.Refuse("reason", "REQUIRED", "Say why you deny them: the provider reads the reason. Nothing was changed."), []);
        }

        var requestId = form.RequestId(context);
        var results = new CommandResult[chosen.Count];
        await Parallel.ForAsync(0, chosen.Count, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = context.RequestAborted }, async (place, cancellation) =>
        {
            var request = new DecisionRequest(asked, form.Text("reason"), IfVersion: chosen[place].Version);
            results[place] = await application.Payments.DecideAsync(context.Caller(), chosen[place].Id, request, $"{requestId}-{chosen[place].Id}", cancellation);
        });
        if (results.All(result => result.Refusal is not null))
        {
            return await PageAsync(context, application, after, typed, ["Nothing was changed:", .. Faults(chosen, results)]);
        }

        Tell(context, flash, asked, chosen, results);
        return PageResult.GoTo(PathOf(after));
    }

    private static void Tell(HttpContext context, Flash flash, PaymentAction action, List<ChosenPayment> chosen, CommandResult[] results)
    {
        var faults = Faults(chosen, results);
        var onTheWay = results.Count(result => result.PendingPaymentId is not null);
        var done = results.Length - faults.Count - onTheWay;
        List<string> counts = done > 0 || onTheWay == 0 ? [$"{Payments(done)} {(action == PaymentAction.Approve ? "approved" : "denied")}"] : [];
        if (onTheWay > 0)
        {
            counts.Add($"{(done > 0 ? onTheWay : Payments(onTheWay))} on {(onTheWay == 1 ? "its" : "their")} way");
        }

        var what = string.Join(", ", counts);
        if (faults.Count == 0)
        {
            flash.Done(context, onTheWay == 0 ? $"{what}." : $"{what}: the decision is taken and not yet carried out. Load the inbox again in a moment; what does not go through stays in it.");
        }
        else
        {
            flash.Failed(context, $"{what}, {faults.Count} not:", faults);
        }
    }

    private static string Payments(int count) => count == 1 ? "1 payment" : $"{count} payments";

    private static List<string> Faults(List<ChosenPayment> chosen, CommandResult[] results)
        => [.. results.Select((result, place) => result.Refusal is { } refusal ? $"{chosen[place].Id}: {refusal.Message}"
            : result.Payment is { Status: PaymentStatus.Error } failed ? $"{chosen[place].Id} failed the validation and is in Error: {string.Join(" ", failed.Validation.Select(fault => fault.Message))}"
            : null).OfType<string>()];

    /// <summary>A page of the inbox: where one was stays, though what stood on it is decided.</summary>
    internal static string PathOf(string? after) => after is null ? Path : $"{Path}?after={Uri.EscapeDataString(after)}";

    /// <summary>A ticked payment, as the person saw it.</summary>
    private sealed record ChosenPayment(string Id, int Version)
    {
        public static ChosenPayment? Read(string value)
            => value.Split('@') is [{ Length: > 0 } id, var version] && int.TryParse(version, out var number) ? new(id, number) : null;
    }
}

/// <param name="Next">Where the next page begins; null where there is none.</param>
/// <param name="Now">By which waiting is told.</param>
public sealed record InboxModel(IReadOnlyList<InboxItem> Items, string? Next, DateTimeOffset Now)
{
    /// <summary>Where this page begins; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>What was ticked and typed, where it was refused.</summary>
    public TypedForm Typed { get; init; } = new();

    /// <summary>Why, besides what belongs to its fields: a sentence, and what it is about.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];
}

/// <param name="MayDecide">Whether the person approves or denies it, rather than corrects it.</param>
/// <param name="OnBehalfOf">For whom the person acts on it; null where for themselves.</param>
/// <param name="Oddities">What is unusual about it.</param>
public sealed record InboxItem(Payment Payment, string ClientName, string ProviderName, bool MayDecide, string? OnBehalfOf, IReadOnlyList<Oddity> Oddities);
