using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.MassPayments.Requests;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.MassPayments.Pages;

/// <summary>What SMART is told to pay for one entry: where it stands, its moves, and giving it up or authorising it again.</summary>
public static class PaymentRequestPage
{
    public const string Path = "/payment-requests";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{Path}/{{id}}", ShowAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{id}}/cancel", CancelAsync).For(Role.Operations);
        pages.MapPost($"{Path}/{{id}}/authorize", AuthorizeAsync).For(Role.Operations);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
        => PageResult.Of<PaymentRequestView>(await ReadAsync(context, application, id));

    private static async Task<IResult> CancelAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        if (form.Text("reason") is not { Length: <= ApprovalRules.NoteCharsMax } reason)
        {
            return await AgainAsync(context, application, id, form, [new("REQUIRED", "reason", $"Say why the payment request is cancelled, in at most {ApprovalRules.NoteCharsMax} characters.")]);
        }

        var result = await application.RequestMoves.CancelAsync(context.Caller(), id, reason, form.RequestId(context), form.Number("version"), context.RequestAborted);
        return await AnswerAsync(context, application, flash, id, form, result, "The payment request is cancelled; what was set aside for it is released.");
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var form = await FormFields.ReadAsync(context);
        if (form.Text("reason") is { Length: > ApprovalRules.NoteCharsMax })
        {
            return await AgainAsync(context, application, id, form, [new("TOO_LONG", "reason", $"A note has at most {ApprovalRules.NoteCharsMax} characters.")]);
        }

        var result = await application.RequestMoves.AuthorizeAsync(context.Caller(), id, form.Text("reason"), form.RequestId(context), form.Number("version"), context.RequestAborted);
        return await AnswerAsync(context, application, flash, id, form, result, "The payment request is authorised again; the next run sends it.");
    }

    /// <summary>The page as it stands now, with what was typed.</summary>
    private static async Task<IResult> AgainAsync(HttpContext context, PaymentsApplication application, string id, FormFields form, IReadOnlyList<ValidationMessage> faults, string? refused = null)
    {
        var model = await ReadAsync(context, application, id);
        return PageResult.Of<PaymentRequestView>(model with { Reason = form.Text("reason"), Faults = faults, Refused = refused }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, PaymentsApplication application, Flash flash, string id, FormFields form, RequestResult result, string done)
    {
        if (result.Refusal is { } refusal)
        {
            return refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden
                ? Problem.Of(refusal)
                : await AgainAsync(context, application, id, form, [.. refusal.Errors.Where(error => error.Field == "reason")], refusal.WordsOfForm() ?? refusal.Message);
        }

        flash.Done(context, done);
        return PageResult.GoTo($"{Path}/{id}");
    }

    private static async Task<PaymentRequestModel> ReadAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var request = await application.PaymentRequests.FindAsync(id, context.RequestAborted) ?? throw new ProblemException(Problem.NotFound("payment request"));
        var person = await application.People.FindAsync(request.Order.ClientId, context.RequestAborted);
        var provider = await application.Directory.FindProviderAsync(request.Order.ProviderId, context.RequestAborted);
        return new(
            request,
            await application.PaymentRequests.HistoryAsync(request, context.RequestAborted),
            person is null ? request.Order.ClientId : $"{person.FirstName} {person.LastName}",
            provider?.Name ?? request.Order.ProviderId);
    }
}

public sealed record PaymentRequestModel(PaymentRequest Request, IReadOnlyList<RequestMove> History, string PersonName, string ProviderName)
{
    /// <summary>As it was typed.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];

    /// <summary>Why nothing was done.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether it can be given up or authorised again now.</summary>
    public bool IsOpen => !Request.Status.IsFinal() && Request.RunId is null;
}
