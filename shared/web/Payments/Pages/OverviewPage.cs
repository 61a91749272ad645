using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals.Overview;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.Pages;
using Serverless.Web.Requests;

namespace Serverless.Web.Payments.Pages;

/// <summary>Plots where people would rather look than read: payments by status and week, age of what waits, budget used per client.</summary>
public static class OverviewPage
{
    public const string Path = "/overview";

    /// <summary>Clients in one page of bars.</summary>
    private const int ClientsShown = 20;

    /// <summary>Clients looked at for one page: most of them may be another coordinator's.</summary>
    private const int ClientsLookedAtMax = 2_000;

    private static readonly Role[] Staff = [Role.Technician, Role.Ofo, Role.Operations, Role.Manager, Role.Office, Role.Auditor, Role.Admin];

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet(Path, ShowAsync).For([.. Staff, Role.Coordinator]);

    private static async Task<IResult> ShowAsync(HttpContext context, PaymentsApplication application)
    {
        var query = new QueryNames(context, "month", "after");
        var caller = context.Caller();
        var month = query.Month("month") is { } asked ? DateOnly.ParseExact(asked, "yyyy-MM", System.Globalization.CultureInfo.InvariantCulture) : application.Calendar.Today;
        var clients = new List<ClientUse>();
        string? next = null;
        var lookedAt = 0;
        string? last = null;
        await foreach (var clientId in application.Directory.ClientIdsAsync(query.Text("after"), context.RequestAborted))
        {
            if (clients.Count == ClientsShown || lookedAt++ == ClientsLookedAtMax)
            {
                next = last;
                break;
            }

            last = clientId;
            if (await application.Directory.FindClientAsync(clientId, context.RequestAborted) is { } client && (caller.IsStaff || client.Coordinator == caller.User))
            {
                clients.Add(new ClientUse(clientId, $"{client.FirstName} {client.LastName}", await application.Budgets.OfClientAsync(clientId, month, context.RequestAborted)));
            }
        }

        return PageResult.Of<OverviewView>(new OverviewModel(caller.IsStaff ? await application.Counts.ReadAsync(context.RequestAborted) : null, month, clients, next));
    }
}

/// <param name="Statistics">For staff, who see all payments; null for others.</param>
public sealed record OverviewModel(PaymentStatistics? Statistics, DateOnly Month, IReadOnlyList<ClientUse> Clients, string? Next);

/// <summary>A client's budgets in the month.</summary>
public sealed record ClientUse(string ClientId, string Name, IReadOnlyList<BudgetUse> Budgets);
