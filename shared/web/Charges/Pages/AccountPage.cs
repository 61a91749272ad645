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

/// <summary>A participant's account: the charges, a further charge, and a payment with its allocation (PS-1 to PS-3).</summary>
public static class AccountPage
{
    private const string Pattern = ParticipantsPage.Path + "/{id}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Pattern, ShowAsync).For(Role.Biller, Role.Auditor);
        pages.MapPost(Pattern + "/charges", ChargeAsync).For(Role.Biller);
        pages.MapPost(Pattern + "/payments", PayAsync).For(Role.Biller);
    }

    /// <summary>Who asks, once for each form that was shown, on the account as it was seen.</summary>
    internal static ChargeRequest RequestOf(HttpContext context, FormFields fields, string id)
        => new(context.Caller(), id, fields.RequestId(context), fields.Number("version") is { } seen ? version => version == seen : null);

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application, string id)
        => await PageAsync(context, application, id, new TypedForm(), new ProposedPayment(new TypedForm(), null));

    private static async Task<IResult> ChargeAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        var typed = new TypedForm(fields);
        var command = new ChargeCommand(typed.Day("date"), typed.Amount("amount"), typed.Text("printPeriod", "Enter the billing period, as 2026-11."), fields.Text("description") ?? "");
        if (typed.IsFine)
        {
            var result = await application.Charges.ChargeAsync(RequestOf(context, fields, id), command, context.RequestAborted);
            if (result.Account is { } account)
            {
                var consumed = account.Charges[^1].Paid;
                flash.Done(context, $"{AmountText.Show(command.Amount)} was charged.{(consumed.Amount > 0 ? $" Open credit has paid {AmountText.Show(consumed)} of it." : "")}");
                return PageResult.GoTo(ParticipantsPage.PathOf(id));
            }

            if (typed.Refuse(result.Refusal!).IsFine)
            {
                return await AgainAsync(context, application, id, typed, new ProposedPayment(new TypedForm(), null), result.Refusal);
            }
        }

        return await AgainAsync(context, application, id, typed, new ProposedPayment(new TypedForm(), null), null);
    }

    private static async Task<IResult> PayAsync(HttpContext context, PaymentsApplication application, Flash flash, string id)
    {
        var fields = await FormFields.ReadAsync(context);
        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var typed = new TypedForm(fields);
        var (form, amount, posted) = (typed.Text("paidBy", "Choose check or cash."), typed.Amount("amount"), typed.Day("postingDate"));
        if (typed.IsFine && fields.Text("step") == "propose")
        {
            return await PageAsync(context, application, id, new TypedForm(), new ProposedPayment(typed, ProposedPayment.OldestFirst(account, amount)));
        }

        var hand = typed.IsFine ? ProposedPayment.Read(account, fields, typed) : [];
        if (typed.IsFine)
        {
            var result = await application.Charges.PayAsync(RequestOf(context, fields, id), form, (read, _) => new PayCommand(read, amount, posted, hand), context.RequestAborted);
            if (result.Account is { } after)
            {
                flash.Done(context, $"The payment of {AmountText.Show(amount)} is saved: {AmountText.Show(after.Payments[^1].Applied)} is applied to charges, {AmountText.Show(after.Payments[^1].OpenCredit)} is open credit.");
                return PageResult.GoTo(ParticipantsPage.PathOf(id));
            }

            var refusal = ProposedPayment.ByField(result.Refusal!, hand);
            if (typed.Refuse(refusal).IsFine)
            {
                return await AgainAsync(context, application, id, new TypedForm(), new ProposedPayment(typed, null), refusal);
            }
        }

        return await AgainAsync(context, application, id, new TypedForm(), new ProposedPayment(typed, null), null);
    }

    /// <summary>The forms again, with what was typed, over the account as it stands.</summary>
    private static Task<IResult> AgainAsync(HttpContext context, PaymentsApplication application, string id, TypedForm charge, ProposedPayment payment, Refusal? refusal)
        => refusal is { Kind: RefusalKind.NotFound or RefusalKind.Forbidden }
            ? Task.FromResult<IResult>(Problem.Of(refusal))
            : PageAsync(context, application, id, charge, payment, (StatusCodes.Status422UnprocessableEntity, refusal is null ? null : refusal.WordsOfForm() ?? refusal.Message));

    private static async Task<IResult> PageAsync(HttpContext context, PaymentsApplication application, string id, TypedForm charge, ProposedPayment payment, (int Status, string? Refused)? answer = null)
    {
        if (await application.Charges.FindAsync(context.Caller(), id, context.RequestAborted) is not { } account)
        {
            return Problem.NotFound("participant");
        }

        var name = await NameAsync(application, id, context.RequestAborted);
        var isAll = context.Request.Query["charges"] == "all";
        var from = int.TryParse(context.Request.Query["after"], out var after) && after > 0 ? after : 0;
        var listed = account.OldestCharges.Where(one => isAll || one.IsOpen).ToList();
        var model = new AccountModel(
            account, name, context.Caller().Is(Role.Biller), application.Calendar.Today, charge, payment, isAll, [.. listed.Skip(from).Take(AccountModel.ChargesMax)], from + AccountModel.ChargesMax < listed.Count ? from + AccountModel.ChargesMax : null) { Refused = answer?.Refused };
        return PageResult.Of<AccountView>(model, answer?.Status ?? StatusCodes.Status200OK);
    }

    internal static async Task<string> NameAsync(PaymentsApplication application, string id, CancellationToken cancellation)
        => await application.Directory.FindClientAsync(id, cancellation) is { } client ? $"{client.FirstName} {client.LastName}" : id;
}

/// <param name="Name">The participant's.</param>
/// <param name="MayEnter">Whether the person is a biller; else an auditor, who reads.</param>
/// <param name="Charge">A further charge, as typed.</param>
/// <param name="Payment">A payment, as typed and as proposed.</param>
/// <param name="IsAll">Whether charges are listed that are paid in full.</param>
/// <param name="Charges">A page of them.</param>
/// <param name="Next">Where the next page begins; null where there is none.</param>
public sealed record AccountModel(
    ChargeAccount Account, string Name, bool MayEnter, DateOnly Today, TypedForm Charge, ProposedPayment Payment, bool IsAll, IReadOnlyList<ParticipantCharge> Charges, int? Next)
{
    /// <summary>Charges in one page, and open charges that a payment is distributed among by hand.</summary>
    public const int ChargesMax = 100;

    /// <summary>Why what was sent was not entered, where it is nobody's field.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether a field of one of the forms has the first fault; the allocations as a whole are none.</summary>
    public bool HasFieldsAtFault => (Charge.Faults.Count > 0 ? Charge : Payment.Form).Faults is [{ Field: not "allocations" }, ..];

    /// <summary>What is said above the forms.</summary>
    public string? Said => Refused ?? (Charge.IsFine && Payment.Form.IsFine ? null : HasFieldsAtFault ? "Nothing was entered. See what is wrong below." : Payment.Form.FaultOf("allocations"));

    public string Path => ParticipantsPage.PathOf(Account.Participant);

    /// <summary>Those that a payment can go to, oldest first.</summary>
    public IEnumerable<ParticipantCharge> Open => Account.OldestCharges.Where(charge => charge.IsOpen).Take(ChargesMax);
}
