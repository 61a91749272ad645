using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>Checks of a session, one at a time (SAN-2), and Clear Queue (SAN-4).</summary>
internal static class CheckActs
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost(RemittanceWindow.Pattern + "/checks", AddAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/checks/delete", DeleteAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/checks/next", NextAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/queue/clear", ClearAsync).For(Role.Biller);
    }

    private static async Task<IResult> AddAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        var entry = new CheckEntry(typed.Text("refNo", "Enter the number of the check, or another reference."), fields.Text("type"), typed.Day("dated"), typed.Amount("amount"), fields.Text("comment"), fields.IsTicked("writeOffBalance"));
        string? refused = null;
        if (typed.IsFine)
        {
            var result = await application.Remittances.Commands.AddCheckAsync(context.Caller(), id, entry, RemittanceWindow.RequestOf(context, fields), context.RequestAborted);
            if (result.Refusal is not { Kind: not (RefusalKind.NotFound or RefusalKind.Forbidden) } refusal)
            {
                return RemittanceWindow.Tell(context, flash, id, result, $"Check {entry.RefNo} is entered. Post it to the records below.");
            }

            typed.Refuse(refusal);
            refused = WindowRefusal.OfCheck(refusal);
        }

        return await RemittanceWindow.RefusedAsync(context, application, id, new WindowTyped(InvoiceFilter.Read(fields.Text("query"))) { Check = typed, Refused = refused }, StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<IResult> DeleteAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
        => RemittanceWindow.ActAsync(context, flash, id, application.Remittances.Commands.DeleteCheckAsync, "The check and its rows are gone.");

    private static Task<IResult> NextAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
        => RemittanceWindow.ActAsync(context, flash, id, application.Remittances.Commands.NextAsync, "The check is fully posted.");

    private static Task<IResult> ClearAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
        => RemittanceWindow.ActAsync(context, flash, id, application.Remittances.Commands.ClearQueueAsync, "The queue is empty; the checks stay.");
}
