using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Payments.Pages;

/// <summary>A provider submits a payment.</summary>
public static class SubmitPaymentPage
{
    public const string Path = "/payments/new";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, () => PageResult.Of<SubmitPaymentView>(new SubmitPaymentModel(new Dictionary<string, string>(), [], null))).For(Role.Provider);
        pages.MapPost(Path, SubmitAsync).For(Role.Provider);
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var faults = new List<ValidationMessage>();
        if (PaymentForm.Facts(form, context.Caller().ProviderId!, faults) is not { } facts)
        {
            return Again(form, faults, null);
        }

        var result = await application.Payments.SubmitAsync(context.Caller(), facts, form.RequestId(context), context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            return Again(form, refusal.Errors, refusal.Message);
        }

        if (result.Payment is { Status: PaymentStatus.Error } failed)
        {
            flash.Failed(context, "The payment is there and in Error; correct it, send it to the support coordinator for review, or delete it.", [.. failed.Validation.Select(fault => fault.Message)]);
        }
        else
        {
            flash.Done(context, "Submitted. It waits for the support coordinator.");
        }

        return PageResult.GoTo(PaymentDetailPage.PathOf(result.Payment?.Id ?? result.PendingPaymentId!));
    }

    private static IResult Again(FormFields form, IReadOnlyList<ValidationMessage> faults, string? refused)
        => PageResult.Of<SubmitPaymentView>(new SubmitPaymentModel(PaymentForm.Typed(form), faults, refused), StatusCodes.Status422UnprocessableEntity);
}

public sealed record SubmitPaymentModel(IReadOnlyDictionary<string, string> Typed, IReadOnlyList<ValidationMessage> Faults, string? Refused);
