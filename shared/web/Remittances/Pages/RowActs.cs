using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Remittances;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Identity;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Remittances.Pages;

/// <summary>What is typed into a row of the records, and its buttons P, W, D and X (SAN-4).</summary>
internal static class RowActs
{
    private static readonly string[] Fields = ["post", "adjustment", "type"];

    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost(RemittanceWindow.Pattern + "/rows", HandleAsync).For(Role.Biller);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        if (await RemittanceAnswer.FindAsync(context, application, id) is not { } state)
        {
            return RemittanceAnswer.NotFound();
        }

        var address = new RowAddress(fields.Text("invoice") ?? "", fields.Number("line"));
        var typed = new TypedForm(fields);
        var (action, text) = Read(fields, typed, Standing(state, address));
        var refusal = typed.IsFine ? await ActAsync(context, application, fields, id, address, action, text) : null;
        var filter = InvoiceFilter.Read(fields.Text("query"));
        filter = address.Line is null ? filter : filter.With("open", address.Invoice);
        if (typed.IsFine && refusal is null)
        {
            return RemittanceWindow.GoBack(id, filter, "#records");
        }

        if (refusal?.Kind is RefusalKind.Forbidden)
        {
            return Problem.Of(refusal);
        }

        // What is said of one of the row's fields stands there; all else stands in the row.
        var isOfFields = refusal is null || (refusal.Errors.Count > 0 && refusal.Errors.All(error => Fields.Contains(error.Field)));
        var row = new TypedRow(address, isOfFields && refusal is not null ? typed.Refuse(refusal) : typed, isOfFields ? null : refusal!.Message);
        return await RemittanceWindow.RefusedAsync(context, application, id, new WindowTyped(filter) { Row = row }, refusal is null ? StatusCodes.Status422UnprocessableEntity : Problem.BodyOf(refusal).Status);
    }

    /// <summary>Enters what was typed, then does what was pressed; of what was typed, that alone which the button leaves.</summary>
    private static async Task<Refusal?> ActAsync(HttpContext context, PaymentsApplication application, FormFields fields, string id, RowAddress address, RowAction? action, RowText text)
    {
        var request = RemittanceWindow.RequestOf(context, fields);
        var (caller, queue, stop) = (context.Caller(), application.Remittances.Queue, context.RequestAborted);
        var entered = action switch
        {
            RowAction.Pay => text with { Post = null },
            RowAction.WriteOff when text.Type is null => text with { Adjustment = null },
            RowAction.Deny or RowAction.Clear => new RowText(null, null, null),
            _ => text,
        };
        if (entered is not { Post: null, Adjustment: null, Type: null })
        {
            var put = await queue.PutAsync(caller, id, address, entered, request with { RequestId = $"{request.RequestId}-typed" }, stop);
            if (put.State is not { Remittance: var after })
            {
                return put.Refusal;
            }

            request = request with { IfVersion = after.Version };
        }

        return action is { } pressed ? (await queue.ActAsync(caller, id, address, pressed, request, stop)).Refusal : null;
    }

    /// <summary>What was pressed, and what differs from what stands: a field that was left as it was is not entered again.</summary>
    private static (RowAction? Action, RowText Text) Read(FormFields fields, TypedForm typed, QueuedAmounts standing)
    {
        RowAction? action = fields.Text("action") switch
        {
            "pay" => RowAction.Pay,
            "write-off" => RowAction.WriteOff,
            "deny" => RowAction.Deny,
            "clear" => RowAction.Clear,
            _ => null,
        };
        if (action is RowAction.Deny or RowAction.Clear)
        {
            return (action, new RowText(null, null, null));
        }

        var post = Amount(fields, typed, "post");
        var adjustment = Amount(fields, typed, "adjustment");
        var type = fields.Text("type");
        var isAdjusted = adjustment != standing.Adjustment;
        var isTyped = type is not null && type != standing.Type && adjustment != Money.Zero;
        var isTypeAlone = action is null && type is not null && adjustment == Money.Zero && !isAdjusted;
        return (action, new RowText(post == standing.Post ? null : post, isAdjusted || isTyped ? adjustment : null, (isAdjusted && adjustment != Money.Zero) || isTyped || isTypeAlone ? type : null));
    }

    /// <summary>An empty field is 0.00.</summary>
    private static Money Amount(FormFields fields, TypedForm typed, string name) => fields.Text(name) is null ? Money.Zero : typed.Amount(name);

    private static QueuedAmounts Standing(RemittanceState state, RowAddress address)
    {
        var entry = state.Remittance.CurrentCheck is { } check ? state.Queue.FirstOrDefault(queued => queued.Sheet == check.Sheet && queued.Invoice == address.Invoice) : null;
        return QueuedAmounts.Of([.. (entry?.Lines ?? []).Where(line => address.Line is null || line.Line == address.Line)]);
    }
}
