using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Remittances.Pages;

/// <summary>What is done with a session as a whole: Edit Batch, Save, Resume, Discard and Post Now (SAN-1, SAN-6).</summary>
internal static class BatchActs
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost(RemittanceWindow.Pattern + "/batch", EditAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/save", SaveAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/resume", ResumeAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/discard", DiscardAsync).For(Role.Biller);
        pages.MapPost(RemittanceWindow.Pattern + "/post", PostAsync).For(Role.Biller);
    }

    private static async Task<IResult> EditAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        if (await RemittanceAnswer.FindAsync(context, application, id) is not { Remittance: var session })
        {
            return RemittanceAnswer.NotFound();
        }

        var typed = new TypedForm(fields);
        var entry = BatchForm.Read(typed, session.Checks.Count > 0 ? session.Batch.ApplyAs : null);
        string? refused = null;
        if (typed.IsFine)
        {
            var change = new BatchChange(entry.ApplyAs, entry.BatchType, entry.BatchTotal, entry.BatchDate, entry.BankId);
            var result = await application.Remittances.Commands.EditAsync(context.Caller(), id, change, RemittanceWindow.RequestOf(context, fields), context.RequestAborted);
            if (result.Refusal is not { Kind: not (RefusalKind.NotFound or RefusalKind.Forbidden) } refusal)
            {
                return RemittanceWindow.Tell(context, flash, id, result, "The batch was changed.");
            }

            typed.Refuse(refusal);
            refused = WindowRefusal.OfBatch(refusal);
        }

        return await RemittanceWindow.RefusedAsync(context, application, id, new WindowTyped(InvoiceFilter.Read(fields.Text("query"))) { Batch = typed, Refused = refused }, StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<IResult> SaveAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
        => RemittanceWindow.ActAsync(context, flash, id, application.Remittances.Commands.SaveAsync, "The session is saved. Resume it, post it or discard it before you begin another.");

    private static Task<IResult> ResumeAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
        => RemittanceWindow.ActAsync(context, flash, id, application.Remittances.Commands.ResumeAsync, "The session is open again, and yours.");

    private static async Task<IResult> DiscardAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        var result = await application.Remittances.Commands.DiscardAsync(context.Caller(), id, RemittanceWindow.RequestOf(context, fields), context.RequestAborted);
        if (result.State is not { Remittance: var session })
        {
            return RemittanceWindow.Tell(context, flash, id, result, "");
        }

        flash.Done(context, $"Batch {session.BatchNumber} was discarded; nothing of it was posted.");
        return PageResult.GoTo(RemittancesPage.Path);
    }

    private static async Task<IResult> PostAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        var result = await application.Remittances.Commands.PostAsync(context.Caller(), id, RemittanceWindow.RequestOf(context, fields), context.RequestAborted);

        // What moved meanwhile stands on the window, with what to do about it; a posting at work shows its progress there.
        return result.State?.Remittance.Status == RemittanceStatus.Posting || result.Refusal?.Code == "INVOICES_MOVED"
            ? RemittanceWindow.GoBack(id, InvoiceFilter.Read((string?)null))
            : RemittanceWindow.Tell(context, flash, id, result, "The batch was posted. Its report can be printed.");
    }
}
