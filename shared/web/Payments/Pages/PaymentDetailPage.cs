using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Directory.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Payments.Pages;

/// <summary>A payment: its facts, chain, budget, and the moves that the person may make now.</summary>
public static class PaymentDetailPage
{
    private static readonly Dictionary<string, PaymentAction> Actions = new(StringComparer.Ordinal)
    {
        ["approve"] = PaymentAction.Approve,
        ["deny"] = PaymentAction.Deny,
        ["review"] = PaymentAction.Review,
        ["resubmit"] = PaymentAction.Resubmit,
        ["delete"] = PaymentAction.Delete,
        ["hold"] = PaymentAction.Hold,
        ["release"] = PaymentAction.Release,
    };

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/payments/{id}", ShowAsync).ForAnyRole();
        pages.MapPost("/payments/{id}/{action}", MoveAsync).ForAnyRole();
    }

    public static string PathOf(string paymentId) => $"/payments/{paymentId}";

    /// <summary>The name of an action in addresses and forms.</summary>
    internal static string NameOf(PaymentAction action) => Actions.First(pair => pair.Value == action).Key;

    private static async Task<IResult> ShowAsync(HttpContext context, string id, PaymentsApplication application)
        => await application.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is { } payment
            ? PageResult.Of<PaymentView>(await ModelAsync(context, application, payment))
            : Problem.NotFound("payment");

    private static async Task<PaymentModel> ModelAsync(HttpContext context, PaymentsApplication application, Payment payment)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var facts = payment.Facts;
        var client = await application.Directory.FindClientAsync(facts.ClientId, cancellation);

        // Who sees the payment as its provider alone sees of the client what the claim says, and nothing of other providers.
        var isProviderAlone = caller.IsOfProvider(facts.ProviderId) && !caller.IsStaff && client?.Coordinator != caller.User && !caller.IsParentOf(facts.ClientId);
        var isApproving = !isProviderAlone && !caller.Is(Role.Parent);
        return new PaymentModel(
            payment,
            isProviderAlone ? null : client,
            await application.Directory.FindProviderAsync(facts.ProviderId, cancellation),
            await application.Directory.FindContractAsync(facts.ProviderId, facts.ServiceCode, cancellation),
            await application.Records.HistoryAsync(payment, cancellation),
            isProviderAlone ? null : await application.Budgets.OfAsync(payment, cancellation),
            isApproving ? await application.Oddities.OfAsync(payment, cancellation) : [],
            await application.Payments.MovesAsync(caller, payment, cancellation),
            isApproving && await application.Escalations.FindAsync(payment, cancellation) is { } escalation ? escalation.Superiors : [],
            application.Calendar.Now)
        {
            MayOpenClient = client is not null && ClientPage.MayOpen(caller, client),
        };
    }

    private static async Task<IResult> MoveAsync(HttpContext context, string id, string action, PaymentsApplication application, Flash flash)
    {
        if (!Actions.TryGetValue(action, out var asked) || await application.Queries.FindAsync(context.Caller(), id, context.RequestAborted) is not { } payment)
        {
            return Problem.NotFound("payment");
        }

        var form = await FormFields.ReadAsync(context);
        var faults = new List<ValidationMessage>();
        var correction = asked == PaymentAction.Resubmit ? PaymentForm.Correction(form, faults) : null;
        if (faults.Count > 0)
        {
            return PageResult.Of<PaymentView>(await ModelAsync(context, application, payment) with { Typed = PaymentForm.Typed(form), Faults = faults }, StatusCodes.Status422UnprocessableEntity);
        }

        var request = new DecisionRequest(asked, form.Text("note"), correction, form.Number("version"));
        var result = await application.Payments.DecideAsync(context.Caller(), id, request, form.RequestId(context), context.RequestAborted);
        if (result.Refusal is { Kind: RefusalKind.Invalid or RefusalKind.Malformed, Errors.Count: > 0 } invalid)
        {
            return PageResult.Of<PaymentView>(await ModelAsync(context, application, payment) with { Typed = PaymentForm.Typed(form), Faults = invalid.Errors, Refused = invalid.Message }, StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Refusal is { Kind: not RefusalKind.NotFound } refusal)
        {
            // As it stands now, so that it is looked at again; what was typed stays.
            var standing = await application.Queries.FindAsync(context.Caller(), id, context.RequestAborted) ?? payment;
            return PageResult.Of<PaymentView>(await ModelAsync(context, application, standing) with { Typed = PaymentForm.Typed(form), Refused = refusal.WordsOfForm() ?? refusal.Message }, StatusCodes.Status422UnprocessableEntity);
        }

        Tell(context, flash, asked, result);
        return PageResult.GoTo(PathOf(result.Payment?.Id ?? id));
    }

    private static void Tell(HttpContext context, Flash flash, PaymentAction action, CommandResult result)
    {
        if (result.Refusal is { } refusal)
        {
            flash.Failed(context, refusal.Message);
        }
        else if (result.Payment is { Status: PaymentStatus.Error } payment && action is PaymentAction.Approve or PaymentAction.Resubmit)
        {
            flash.Failed(context, $"The payment fails the validation and is in Error:", [.. result.Payment!.Validation.Select(fault => fault.Message)]);
        }
        else
        {
            flash.Done(context, result.Payment is { } moved ? $"The payment is now {moved.Status.DisplayName()}." : "The decision is taken and on its way; this page shows it in a moment.");
        }
    }
}

public sealed record PaymentModel(
    Payment Payment,
    Client? Client,
    Provider? Provider,
    Contract? Contract,
    IReadOnlyList<PaymentMove> History,
    BudgetUse? Budget,
    IReadOnlyList<Oddity> Oddities,
    IReadOnlyList<OpenMove> Moves,
    IReadOnlyList<string> EscalatedTo,
    DateTimeOffset Now)
{
    /// <summary>What was typed into the form that was refused.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    /// <summary>What was wrong with what was typed, or with the payment where an approval failed; shown beside its fields.</summary>
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    public string? Refused { get; init; }

    /// <summary>Whether the client's page is there for the person; not for who stands in for a coordinator in approvals alone.</summary>
    public bool MayOpenClient { get; init; }

    public string ClientName => Client is { } client ? $"{client.FirstName} {client.LastName}" : Payment.Facts.ClientId;

    /// <summary>What is wrong with the payment as it stands, and with what was just asked.</summary>
    /// <summary>Whether an input that is shown has the first fault, and takes the keyboard: a fact that only its provider may correct has none.</summary>
    public bool HasFieldsAtFault => Faults is [{ Field: var first }, ..]
        && (first is "note" or "reason" ? Moves.Any(move => move.Action != PaymentAction.Resubmit) : PaymentForm.Fields.Contains(first) && first != "clientId" && Moves.Any(move => move.Action == PaymentAction.Resubmit));

    public IEnumerable<ValidationMessage> AllFaults => Faults.Count > 0 ? Faults : Payment.Validation;
}
