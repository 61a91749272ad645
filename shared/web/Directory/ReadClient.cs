using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>GET /api/clients/{id}.</summary>
public static class ReadClient
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/clients/{id}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a client", "A client with the PCSP budgets: for staff, the client's support coordinator and parents.")
        .Answers<ClientBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
    {
        if (await FindVisibleAsync(context, id, application) is not { } client)
        {
            return Problem.NotFound("client");
        }

        var budgets = await application.Directory.BudgetsAsync(id, context.RequestAborted);
        return Answer.Json(StatusCodes.Status200OK, new ClientBody(client.Id, client.FirstName, client.LastName, client.Active, client.Coordinator, budgets));
    }

    /// <summary>The client, or null where there is none or the caller may not see it.</summary>
    internal static async Task<Client?> FindVisibleAsync(HttpContext context, string id, PaymentsApplication application)
        => Client.IsId(id) && await application.Directory.FindClientAsync(id, context.RequestAborted) is { } client && IsVisible(context.Caller(), client) ? client : null;

    private static bool IsVisible(Caller caller, Client client)
        => caller.IsStaff
        || (caller.Is(Role.Coordinator) && client.Coordinator == caller.User)
        || caller.IsParentOf(client.Id);
}

/// <param name="Coordinator">The user of the support coordinator assigned.</param>
public sealed record ClientBody(string Id, string FirstName, string LastName, bool Active, string Coordinator, IReadOnlyList<Budget> Budgets);
