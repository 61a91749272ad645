using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Users;
using Serverless.Payments.Users.Delegations;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;

namespace Serverless.Web.Users.Pages;

/// <summary>Oneself: which mails one wants, and who acts while one is away (UPI-7).</summary>
public static class MePage
{
    public const string Path = "/me";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, ShowAsync).ForAnyRole();
        pages.MapPost($"{Path}/mail", ChooseMailAsync).ForAnyRole();
        pages.MapPost($"{Path}/delegations", DelegateAsync).ForAnyRole();
        pages.MapPost($"{Path}/delegations/{{id}}/revoke", RevokeAsync).ForAnyRole();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
        => PageResult.Of<MeView>(await ModelAsync(context, application));

    private static async Task<MeModel> ModelAsync(HttpContext context, PaymentsApplication application)
    {
        var caller = context.Caller();
        var delegations = caller.Is(Role.Admin) ? await AllAsync(application, context.RequestAborted) : await application.Delegations.OfUserAsync(caller.User, context.RequestAborted);
        var people = new List<User>();
        if (MayDelegate(caller))
        {
            await foreach (var user in application.Users.ListAsync(context.RequestAborted))
            {
                if (user.Active && user.ProviderId is null && user.ChildIds is not { Count: > 0 })
                {
                    people.Add(user);
                }
            }
        }

        return new MeModel(caller, await application.Users.FindAsync(caller.User, context.RequestAborted), [.. delegations.OrderByDescending(delegation => delegation.End)], people, application.Calendar.Today);
    }

    /// <summary>Who decides may have somebody decide meanwhile, and chooses among the agency's people; others need not know who they are.</summary>
    private static bool MayDelegate(Caller caller) => caller.Is(Role.Coordinator) || caller.Is(Role.Technician) || caller.Is(Role.Ofo) || caller.Is(Role.Admin);

    private static async Task<IReadOnlyList<Delegation>> AllAsync(PaymentsApplication application, CancellationToken cancellation)
    {
        const int shownMax = 500;
        var all = new List<Delegation>();
        await foreach (var delegation in application.Delegations.ListAsync(null, cancellation))
        {
            all.Add(delegation);
            if (all.Count == shownMax)
            {
                break;
            }
        }

        return all;
    }

    private static async Task<IResult> ChooseMailAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        if (!Enum.TryParse<MailPreference>(form.Text("mail"), out var chosen) || !Enum.IsDefined(chosen) || await application.Users.FindAsync(context.Caller().User, context.RequestAborted) is not { } user)
        {
            flash.Failed(context, "That is no choice. Nothing was changed.");
            return PageResult.GoTo(Path);
        }

        var result = await application.Users.PutAsync(user with { Mail = chosen }, user.Name, application.Calendar.Now, form.RequestId(context), version => version == user.Version, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            flash.Failed(context, refusal.Message);
        }
        else
        {
            flash.Done(context, chosen switch { MailPreference.Each => "You get a mail for each thing to do.", MailPreference.Digest => "You get one mail each working morning with everything that waits.", _ => "You get no mails; the inbox shows what waits." });
        }

        return PageResult.GoTo(Path);
    }

    private static async Task<IResult> DelegateAsync(HttpContext context, PaymentsApplication application, Flash flash)
    {
        var form = await FormFields.ReadAsync(context);
        var typed = new TypedForm(form);
        var (to, begin, end) = (typed.Text("to", "Choose who acts meanwhile."), typed.Day("begin"), typed.Day("end"));
        if (!typed.IsFine)
        {
            return PageResult.Of<MeView>(await ModelAsync(context, application) with { Typed = typed }, StatusCodes.Status422UnprocessableEntity);
        }

        var from = context.Caller().Is(Role.Admin) && form.Text("from") is { } other ? other : context.Caller().User;
        var result = await application.Absences.RecordAsync(context.Caller(), from, to, begin, end, form.RequestId(context), context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            return PageResult.Of<MeView>(await ModelAsync(context, application) with { Typed = typed.Refuse(refusal), Refused = refusal.Message }, StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, $"{to} acts for {from} from {TimeText.Day(begin)} to {TimeText.Day(end)}.");
        return PageResult.GoTo(Path);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string id, PaymentsApplication application, Flash flash)
    {
        var result = await application.Absences.RevokeAsync(context.Caller(), id, context.RequestAborted);
        if (result.Refusal is { } refusal)
        {
            flash.Failed(context, refusal.Message);
        }
        else
        {
            flash.Done(context, "The delegation is ended.");
        }

        return PageResult.GoTo(Path);
    }
}

/// <param name="User">The agency's record of the person; null where there is none.</param>
/// <param name="Delegations">Given and received, for an admin everybody's; the latest first.</param>
/// <param name="People">Who can be delegated to.</param>
public sealed record MeModel(Caller Caller, User? User, IReadOnlyList<Delegation> Delegations, IReadOnlyList<User> People, DateOnly Today)
{
    /// <summary>A delegation, as it was typed.</summary>
    public TypedForm Typed { get; init; } = new();

    /// <summary>Why it was not recorded.</summary>
    public string? Refused { get; init; }
}
