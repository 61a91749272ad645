using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Charges;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;

namespace Serverless.Web.Charges.Pages;

/// <summary>The two reviews of a participant's payments, and the adjustment of a saved one (PS-4).</summary>
public static class ReviewPages
{
    private const string Pattern = ParticipantsPage.Path + "/{id}";

    /// <summary>Payments in one page.</summary>
    private const int PaymentsMax = 100;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Pattern + "/payments", ShowAsync).For(Role.Biller, Role.Auditor);
        pages.MapGet(Pattern + "/by-posting-date", ShowByDateAsync).For(Role.Biller, Role.Auditor);
        pages.MapPost(Pattern + "/payments/adjust", AdjustAsync).For(Role.Biller);
    }

    private static Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
        => PageAsync(context, application, id, new TypedForm(), null, null);

    private static async Task<IResult> ShowByDateAsync(HttpContext context, PaymentsApplication application, string id)
    {
        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var name = await AccountPage.NameAsync(application, id, context.RequestAborted);
        var dates = account.OldestPayments.GroupBy(payment => payment.Entry.PostingDate).Select(date => PostingDateBody.Of(account, date.Key, [.. date])).ToList();
        return PageResult.Of<ByPostingDateView>(new ByPostingDateModel(id, name, dates, account.OpenCredit, account.Owed));
    }

    private static async Task<IResult> AdjustAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        var payment = fields.Text("payment") ?? "";
        var command = new AdjustCommand(payment, null, typed.Amount("amount"), typed.Text("reason", "Say why it is adjusted."));
        if (typed.IsFine)
        {
            var result = await application.Charges.AdjustAsync(AccountPage.RequestOf(context, fields, id), command, context.RequestAborted);
            if (result.Account is { } account)
            {
                flash.Done(context, $"Payment {payment} comes to {AmountText.Show(command.Amount)} now.");
                var from = FromOf(account, payment);
                return PageResult.GoTo($"{ParticipantsPage.PathOf(id)}/payments{(from == 0 ? "" : $"?after={from}")}");
            }

            var refusal = result.Refusal!;
            if (refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden)
            {
                return Problem.Of(refusal);
            }

            if (typed.Refuse(refusal).IsFine)
            {
                return await PageAsync(context, application, id, typed, payment, refusal.WordsOfForm() ?? refusal.Message);
            }
        }

        return await PageAsync(context, application, id, typed, payment, "Nothing was adjusted. See what is wrong below.");
    }

    /// <summary>Where the page begins that has a payment on it.</summary>
    private static int FromOf(ChargeAccount account, string payment)
        => account.OldestPayments.Reverse().Index().FirstOrDefault(one => one.Item.Id == payment).Index / PaymentsMax * PaymentsMax;

    /// <param name="context">The request.</param>
    /// <param name="application">The application.</param>
    /// <param name="id">The participant.</param>
    /// <param name="typed">An adjustment that was refused.</param>
    /// <param name="adjusted">Of which payment; the page has it on it.</param>
    /// <param name="refused">Why; null where nothing was sent.</param>
    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, string id, TypedForm typed, string? adjusted, string? refused)
    {
        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var asked = int.TryParse(context.Request.Query["after"], out var after) && after > 0 ? after : 0;
        var from = adjusted is null ? asked : FromOf(account, adjusted);
        IReadOnlyList<ParticipantPaymentBody> items = [.. account.OldestPayments.Reverse().Skip(from).Take(PaymentsMax).Select(payment => ParticipantPaymentBody.Of(account, payment))];
        var name = await AccountPage.NameAsync(application, id, context.RequestAborted);
        var model = new PaymentReviewModel(account, name, context.Caller().Is(Role.Biller), items, from + PaymentsMax < account.Payments.Count ? from + PaymentsMax : null, typed, adjusted) { Refused = refused };
        return PageResult.Of<PaymentReviewView>(model, refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <param name="Items">The latest posting date first.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
/// <param name="Adjustment">An adjustment that was sent and refused.</param>
/// <param name="Adjusted">Of which payment.</param>
public sealed record PaymentReviewModel(ChargeAccount Account, string Name, bool MayAdjust, IReadOnlyList<ParticipantPaymentBody> Items, int? Next, TypedForm Adjustment, string? Adjusted)
{
    /// <summary>Why the adjustment was not made.</summary>
    public string? Refused { get; init; }

    public string Path => ParticipantsPage.PathOf(Account.Participant);
}

/// <param name="Dates">The earliest first.</param>
public sealed record ByPostingDateModel(string Participant, string Name, IReadOnlyList<PostingDateBody> Dates, Serverless.Payments.Amounts.Money OpenCredit, Serverless.Payments.Amounts.Money Owed);
