using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>A provider payment: where it stands on both axes, its sheet, how its amount comes about, what was done to it, and what the person may do now.</summary>
public static class CarePaymentPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{PeriodsPage.Path}/{{id}}", ShowAsync).ForAnyRole();
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/receive", ReceiveAsync).For(Role.Operations);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/authorize", AuthorizeAsync).For(Role.Operations);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/hold", HoldAsync).For(Role.Operations);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/answer", AnswerAsync).For(Role.Provider, Role.Operations);
    }

    public static string PathOf(string id) => $"{PeriodsPage.Path}/{id}";

    /// <exception cref="ProblemException">404: there is none that the person may see.</exception>
    internal static async Task<ProviderPayment> FindAsync(HttpContext context, PaymentsApplication application, string id)
        => await application.ProviderPayments.Queries.FindAsync(context.Caller(), id, context.RequestAborted) ?? throw new ProblemException(Problem.NotFound("provider payment"));

    internal static async Task<CarePaymentModel> ReadAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var caller = context.Caller();
        var payment = await FindAsync(context, application, id);
        var view = await application.ProviderPayments.Queries.WholeAsync(caller, payment, context.RequestAborted);
        var history = await application.ProviderPayments.Queries.HistoryAsync(caller, id, context.RequestAborted) ?? [];
        return new(
            view with { Adjustments = Disclosure.Of(view.Adjustments, caller) },
            await application.ProviderPayments.Listed.OfAsync(payment, context.RequestAborted),
            [.. history.Select(move => Disclosure.Of(move, caller))],
            caller);
    }

    /// <summary>What an act led to: told on the payment's page, or beside its field.</summary>
    internal static async Task<IResult> AfterAsync(HttpContext context, PaymentsApplication application, Flash flash, string id, FormFields form, (ProviderPaymentResult Result, string Done) act)
    {
        if (act.Result.Refusal is { } refusal)
        {
            var field = form.Text("act");
            var typed = field is null ? null : form.Text(field);
            var isOfField = refusal.Kind == RefusalKind.Invalid && refusal.Errors.Any(error => error.Field == field);
            if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden || (typed is null && !isOfField))
            {
                return flash.Tell(context, refusal, PathOf(id));
            }

            var model = await ReadAsync(context, application, id);
            return PageResult.Of<CarePaymentView>(model with { Faults = isOfField ? refusal.Errors : [], Refused = isOfField ? null : refusal.WordsOfForm() ?? refusal.Message, Typed = typed, Field = field }, StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, act.Result.Pending is null ? act.Done : "Your act is kept and being carried out; look again in a moment.");
        return PageResult.GoTo(PathOf(id));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
    {
        // An adjustment stands on the page of the payment that it corrects.
        if (ProviderPaymentIds.IsAdjustment(id))
        {
            var adjustment = await application.ProviderPayments.AdjustmentQueries.FindAsync(context.Caller(), id, context.RequestAborted) ?? throw new ProblemException(Problem.NotFound("adjustment"));
            return PageResult.GoTo(PathOf(adjustment.PaymentId));
        }

        return PageResult.Of<CarePaymentView>(await ReadAsync(context, application, id));
    }

    private static async Task<IResult> ReceiveAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await RequestAsync(context);
        var result = await application.ProviderPayments.Commands.ReceiveAsync(context.Caller(), id, form.Text("reason"), request, context.RequestAborted);
        return await AfterAsync(context, application, flash, id, form, (result, "The payment is marked as received."));
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await RequestAsync(context);
        var result = await application.ProviderPayments.Commands.AuthorizeAsync(context.Caller(), id, form.Text("note"), request, context.RequestAborted);
        return await AfterAsync(context, application, flash, id, form, (result, $"Authorised: {(result.Payment?.Amount is { } amount ? AmountText.Show(amount) : "the amount")} is set aside, and the next export pays it."));
    }

    private static async Task<IResult> HoldAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await RequestAsync(context);
        var result = await application.ProviderPayments.Commands.HoldAsync(context.Caller(), id, form.Text("question") ?? "", request, context.RequestAborted);
        return await AfterAsync(context, application, flash, id, form, (result, "The payment is on hold; the provider reads your question."));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await RequestAsync(context);
        var result = await application.ProviderPayments.Commands.AnswerAsync(context.Caller(), id, form.Text("answer") ?? "", request, context.RequestAborted);
        return await AfterAsync(context, application, flash, id, form, (result, "The answer is kept; the payment is Received again."));
    }

    internal static async Task<(FormFields Form, AttendanceRequest Request)> RequestAsync(HttpContext context)
    {
        var form = await FormFields.ReadAsync(context);
        return (form, new AttendanceRequest(form.RequestId(context), form.Number("version")));
    }
}

/// <param name="Names">By which people know provider and child.</param>
public sealed record CarePaymentModel(ProviderPaymentView View, ListedPayment Names, IReadOnlyList<ProviderPaymentMove> History, Caller Caller)
{
    /// <summary>What is wrong with what was typed.</summary>
    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    /// <summary>As it was typed, into <see cref="Field"/>.</summary>
    public string? Typed { get; init; }

    public string? Field { get; init; }

    /// <summary>Why a form was refused; null where nothing was, or where its fields say it.</summary>
    public string? Refused { get; init; }

    /// <summary>An adjustment as it was typed.</summary>
    public (string? Amount, string? Reason) Adjusting { get; init; }

    /// <summary>Whether the person may do it as far as role and status go; who vouched for the attendance is told when it is tried.</summary>
    public bool May(AttendanceAction action)
    {
        var payment = View.Payment;
        if (AttendanceRules.RoleFor(Caller, payment, action) is not { } role || (role == Role.Operations && AttendanceRules.IsParty(Caller, payment.ProviderId, payment.ClientId)))
        {
            return false;
        }

        var act = new AttendanceAct { Id = "-", PaymentId = payment.Id, Action = action, By = Caller.User, Role = role, Version = payment.Version, At = default, Text = "-" };
        return AttendanceRules.Check(payment, act) is null;
    }
}
