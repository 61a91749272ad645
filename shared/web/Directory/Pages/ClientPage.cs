using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Forms;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory.Pages;

/// <summary>A client: the PCSP budgets as bars, which the client's SC changes, and the latest payments.</summary>
public static class ClientPage
{
    private const int PaymentsShown = 20;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/clients/{id}", ShowAsync).ForAnyRole();
        pages.MapPost("/clients/{id}/budgets", PutAsync).For(Role.Coordinator);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string id, PaymentsApplication application)
    {
        var month = new QueryNames(context, "month").Month("month") is { } asked ? DateOnly.ParseExact(asked, "yyyy-MM", System.Globalization.CultureInfo.InvariantCulture) : application.Calendar.Today;
        return await FindAsync(context, application, id) is { } client
            ? PageResult.Of<ClientView>(await ModelAsync(context, application, client, month, new TypedForm(), null))
            : Problem.NotFound("client");
    }

    /// <summary>As the API: staff see every client, coordinators theirs, parents their children.</summary>
    private static async Task<Client?> FindAsync(HttpContext context, PaymentsApplication application, string id)
    {
        var caller = context.Caller();
        return Client.IsId(id) && await application.Directory.FindClientAsync(id, context.RequestAborted) is { } client && MayOpen(caller, client) ? client : null;
    }

    /// <summary>Whether the page is there for the person, so that no other page leads to one that is not.</summary>
    internal static bool MayOpen(Caller caller, Client client)
        => caller.IsStaff || (caller.Is(Role.Coordinator) && client.Coordinator == caller.User) || caller.IsParentOf(client.Id);

    private static async Task<ClientModel> ModelAsync(HttpContext context, PaymentsApplication application, Client client, DateOnly month, TypedForm typed, string? refused)
    {
        var caller = context.Caller();
        // One more than is shown says that there are more.
        var latest = await application.Queries.LatestOfClientAsync(caller, client.Id, PaymentsShown + 1, cancellation: context.RequestAborted);
        return new ClientModel(
            client,
            month,
            await application.Budgets.OfClientAsync(client.Id, month, context.RequestAborted),
            await application.Directory.BudgetsAsync(client.Id, context.RequestAborted),
            latest with { Items = [.. latest.Items.Take(PaymentsShown)] },
            caller.Is(Role.Coordinator) && client.Coordinator == caller.User,
            typed,
            refused)
        {
            HasEarlier = latest.IsCut || latest.Items.Count > PaymentsShown,
        };
    }

    private static async Task<IResult> PutAsync(HttpContext context, string id, PaymentsApplication application, Flash flash)
    {
        var caller = context.Caller();
        if (await FindAsync(context, application, id) is not { } client || client.Coordinator != caller.User)
        {
            return Problem.NotFound("client");
        }

        var form = await FormFields.ReadAsync(context);
        var typed = new TypedForm(form);
        var code = form.Text("serviceCode");
        if (!PaymentFactsForm.IsId(code))
        {
            typed.Refuse("serviceCode", "BAD_ID", "A service code has letters, digits, '-', '_' or '.'.");
        }

        if (!Units.TryParse(form.Text("monthlyMax"), out var most) || most < Units.Zero)
        {
            typed.Refuse("monthlyMax", "BAD_UNITS", "A Monthly Max is zero or more units, with at most two decimals.");
        }

        if (!typed.IsFine)
        {
            return PageResult.Of<ClientView>(await ModelAsync(context, application, client, application.Calendar.Today, typed, null), StatusCodes.Status422UnprocessableEntity);
        }

        var seen = form.Number("version");
        var changed = await application.Directory.PutBudgetAsync(
            new Budget(id, code!, most), caller.User, application.Calendar.Now, form.RequestId(context), version => seen is null ? version is null : version == seen, context.RequestAborted);
        if (changed is null)
        {
            // Also where a service is authorised that is so already: then its own form has what was typed.
            var refused = $"The budget for {code} was changed meanwhile; nothing was written over. What you typed stands in the form; look at the budget as it is before you set it.";
            return PageResult.Of<ClientView>(await ModelAsync(context, application, client, application.Calendar.Today, typed, refused), StatusCodes.Status422UnprocessableEntity);
        }

        flash.Done(context, $"The Monthly Max for {code} is {changed.MonthlyMax} units.");
        return PageResult.GoTo($"/clients/{id}");
    }
}

public sealed record ClientModel(
    Client Client, DateOnly Month, IReadOnlyList<BudgetUse> Uses, IReadOnlyList<Budget> Budgets, LatestPayments Payments, bool MayChange, TypedForm Typed, string? Refused)
{
    /// <summary>Whether there are more payments than are shown.</summary>
    public bool HasEarlier { get; init; }

    /// <summary>The form of a service's budget, as it was typed; where there is no such budget, the form for another service has it.</summary>
    public TypedForm TypedOf(string serviceCode) => Typed.Value("serviceCode") == serviceCode ? Typed : new();

    public TypedForm TypedOfAnother => Uses.Any(use => use.ServiceCode == Typed.Value("serviceCode")) ? new() : Typed;
}
