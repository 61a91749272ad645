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

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>The attendance sheet as a table of the month: submitted by the provider, or entered by operations from paper (CARE-2).</summary>
public static class SheetPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{PeriodsPage.Path}/{{id}}/sheet", ShowAsync).For(Role.Provider, Role.Operations);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/sheet", SendAsync).For(Role.Provider, Role.Operations);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var payment = await CarePaymentPage.FindAsync(context, application, id);
        var days = await application.ProviderPayments.Records.SheetAsync(payment, context.RequestAborted);
        return PageResult.Of<SheetView>(await ModelAsync(context, application, payment, MonthSheet.Of(ServicePeriod.Parse(payment.Period), days)));
    }

    private static async Task<IResult> SendAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await CarePaymentPage.RequestAsync(context);
        var payment = await CarePaymentPage.FindAsync(context, application, id);
        var sheet = MonthSheet.Of(ServicePeriod.Parse(payment.Period), form);
        var commands = application.ProviderPayments.Commands;
        var isProvider = context.Caller().IsOfProvider(payment.ProviderId);
        var result = isProvider
            ? await commands.SubmitAsync(context.Caller(), id, sheet.Rows, request, context.RequestAborted)
            : await commands.EnterAsync(context.Caller(), id, sheet.Rows, request, context.RequestAborted);
        if (result.Refusal is { Kind: RefusalKind.Invalid } refusal)
        {
            return PageResult.Of<SheetView>(await ModelAsync(context, application, payment, sheet.With(refusal.Errors)), StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Refusal is { Kind: not (RefusalKind.NotFound or RefusalKind.Forbidden) } other)
        {
            // A month is long to type: it stays, over the payment as it is now.
            var standing = await CarePaymentPage.FindAsync(context, application, id);
            return PageResult.Of<SheetView>(await ModelAsync(context, application, standing, sheet.With([new(other.Code, "", other.WordsOfForm() ?? other.Message)])), StatusCodes.Status422UnprocessableEntity);
        }

        if (result.Refusal is { } refused)
        {
            return flash.Tell(context, refused, CarePaymentPage.PathOf(id));
        }

        flash.Done(context, isProvider ? "The sheet is submitted. It is Ready for Parent: a parent of the child signs it now." : "The sheet is entered.");
        return PageResult.GoTo(CarePaymentPage.PathOf(id));
    }

    private static async Task<SheetModel> ModelAsync(HttpContext context, PaymentsApplication application, ProviderPayment payment, MonthSheet sheet)
        => new(payment, await application.ProviderPayments.Listed.OfAsync(payment, context.RequestAborted), sheet, application.Calendar.Today, context.Caller().IsOfProvider(payment.ProviderId));
}

/// <param name="Names">By which people know provider and child.</param>
/// <param name="Today">Later days cannot be entered yet.</param>
/// <param name="IsProvider">Whether it is submitted, and not entered from paper.</param>
public sealed record SheetModel(ProviderPayment Payment, ListedPayment Names, MonthSheet Sheet, DateOnly Today, bool IsProvider);
