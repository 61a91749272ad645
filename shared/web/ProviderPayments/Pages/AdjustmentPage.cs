using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Adjustments;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>Corrections of paid payments: written by operations, authorised or withdrawn by somebody who may, and a list of what waits for it.</summary>
public static class AdjustmentPage
{
    public const string Path = "/adjustments";

    private const int PageItems = 50;

    private static readonly Role[] Deciders = [Role.Operations, Role.Manager, Role.Ofo];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ListAsync).For(Role.Technician, Role.Ofo, Role.Operations, Role.Manager, Role.Office, Role.Biller, Role.Auditor, Role.Admin);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/adjust", AdjustAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{id}}/authorize", AuthorizeAsync).For(Deciders);
        pages.MapPost($"{Path}/{{id}}/withdraw", WithdrawAsync).For(Deciders);
    }

    public static bool MayDecide(Caller caller) => Deciders.Any(caller.Is);

    private static async Task<IResult> ListAsync(HttpContext context, PaymentsApplication application, string? status = null, string? after = null)
    {
        var only = Enum.TryParse<AdjustmentStatus>(status, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (AdjustmentStatus?)null;
        var place = after is not null && AdjustmentQueries.IsPlace(after) ? after : null;
        var page = await application.ProviderPayments.AdjustmentQueries.ListAsync(context.Caller(), new AdjustmentFilter(only), place, PageItems, context.RequestAborted);
        return PageResult.Of<AdjustmentsView>(new AdjustmentsModel(page.Items, only, page.Next));
    }

    private static async Task<IResult> AdjustAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var faults = new List<ValidationMessage>();
        string? refused = null;
        if (form.Amount("amount") is null)
        {
            faults.Add(new("BAD_AMOUNT", "amount", "Write the difference in dollars, such as 12.50, or -12.50 where the provider gets less."));
        }

        if (form.Text("why") is null)
        {
            faults.Add(new("REQUIRED", "reason", "Say why the payment is corrected."));
        }

        if (faults.Count == 0)
        {
            var result = await application.ProviderPayments.Adjustments.AdjustAsync(context.Caller(), id, form.Amount("amount")!.Value, form.Text("why")!, form.RequestId(context), form.Number("version"), context.RequestAborted);
            if (result.Adjustment is not null)
            {
                flash.Done(context, "The adjustment is written. Somebody else than you authorises it, and the next export pays it.");
                return PageResult.GoTo(CarePaymentPage.PathOf(id));
            }

            var refusal = result.Refusal!;
            if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
            {
                return Problem.Of(refusal);
            }

            faults.AddRange(refusal.Errors.Where(error => error.Field is "amount" or "reason"));
            refused = faults.Count == 0 ? refusal.WordsOfForm() ?? refusal.Message : null;
        }

        var model = await CarePaymentPage.ReadAsync(context, application, id);
        return PageResult.Of<CarePaymentView>(model with { Faults = faults, Refused = refused, Adjusting = (form.Text("amount"), form.Text("why")) }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var result = await application.ProviderPayments.Adjustments.AuthorizeAsync(context.Caller(), id, form.RequestId(context), form.Number("version"), form.Text("note"), context.RequestAborted);
        return Answer(context, flash, form, result, "The adjustment is authorised; the next export pays it.");
    }

    private static async Task<IResult> WithdrawAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        var result = await application.ProviderPayments.Adjustments.WithdrawAsync(context.Caller(), id, form.Text("note"), form.RequestId(context), form.Number("version"), context.RequestAborted);
        return Answer(context, flash, form, result, "The adjustment is withdrawn.");
    }

    private static IResult Answer(HttpContext context, Flash flash, FormFields form, AdjustmentResult result, string done)
    {
        var back = form.Text("payment") is { } payment ? CarePaymentPage.PathOf(Uri.EscapeDataString(payment)) : Path;
        if (result.Refusal is { } refusal)
        {
            // That nobody authorises what they wrote is no reason to lead away.
            if (refusal.Code == "SAME_PERSON")
            {
                flash.Failed(context, refusal.Message);
                return PageResult.GoTo(back);
            }

            return flash.Tell(context, refusal, back);
        }

        flash.Done(context, done);
        return PageResult.GoTo(back);
    }
}

/// <param name="Only">The status that is looked at; null for all.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record AdjustmentsModel(IReadOnlyList<Adjustment> Items, AdjustmentStatus? Only, string? Next);
