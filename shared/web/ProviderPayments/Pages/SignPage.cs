using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Lists;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.ProviderPayments.Pages;

/// <summary>The parent's signature: what is signed is shown first, and exactly that is signed (CARE-2).</summary>
public static class SignPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet($"{PeriodsPage.Path}/{{id}}/sign", ShowAsync).For(Role.Parent);
        pages.MapPost($"{PeriodsPage.Path}/{{id}}/sign", SignAsync).For(Role.Parent);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var model = await ReadAsync(context, application, id);
        return model.Payment.Submission == SubmissionStatus.ReadyForParent ? PageResult.Of<SignView>(model) : PageResult.GoTo(CarePaymentPage.PathOf(id));
    }

    private static async Task<IResult> SignAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var (form, request) = await CarePaymentPage.RequestAsync(context);
        var faults = new List<ValidationMessage>();
        if (form.Text("name") is not { Length: <= AttendanceRules.NameCharsMax })
        {
            faults.Add(new("REQUIRED", "name", $"Type your name, in at most {AttendanceRules.NameCharsMax} characters."));
        }

        if (!form.IsTicked("confirm"))
        {
            faults.Add(new("REQUIRED", "confirm", "Tick the box where the sheet is right; otherwise tell the provider what is wrong with it."));
        }

        if (faults.Count > 0)
        {
            return PageResult.Of<SignView>(await ReadAsync(context, application, id) with { Name = form.Text("name"), IsConfirmed = form.IsTicked("confirm"), Faults = faults }, StatusCodes.Status422UnprocessableEntity);
        }

        var result = await application.ProviderPayments.Commands.SignAsync(context.Caller(), id, form.Text("name")!, form.Text("hash"), request, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            // Where it still waits to be signed, another sheet is to be read.
            return flash.Tell(context, refusal, $"{CarePaymentPage.PathOf(id)}/sign");
        }

        flash.Done(context, "Signed. The sheet is with the agency now.");
        return PageResult.GoTo(CarePaymentPage.PathOf(id));
    }

    private static async Task<SignModel> ReadAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var payment = await CarePaymentPage.FindAsync(context, application, id);
        return new(payment, await application.ProviderPayments.Listed.OfAsync(payment, context.RequestAborted), await application.ProviderPayments.Records.SheetAsync(payment, context.RequestAborted));
    }
}

/// <param name="Names">By which people know provider and child.</param>
/// <param name="Days">What is signed.</param>
public sealed record SignModel(ProviderPayment Payment, ListedPayment Names, IReadOnlyList<AttendanceDay> Days)
{
    /// <summary>As it was typed.</summary>
    public string? Name { get; init; }

    /// <summary>As it was ticked.</summary>
    public bool IsConfirmed { get; init; }

    public IReadOnlyList<ValidationMessage> Faults { get; init; } = [];
}
