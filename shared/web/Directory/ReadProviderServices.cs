using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.MassPayments;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>GET /api/providers/{id}/services.</summary>
public static class ReadProviderServices
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/providers/{id}/services", HandleAsync)
        .ForAnyRole()
        .Describe("Read a provider's services", $"What a provider offers in the Resource Databank: for staff and the provider. Only a service of type {MassPaymentRules.SmartVendor} of an active provider offers mass payment.")
        .Answers<ServiceList>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => PaymentFactsForm.IsId(id) && await application.Providers.FindAsync(context.Caller(), id, context.RequestAborted) is { } provider
            ? Answer.Json(StatusCodes.Status200OK, new ServiceList([.. provider.Services.Select(service => new ServiceBody(service.Id, service.Name, service.Type, MassPaymentRules.CheckService(provider, service.Id) is null))]))
            : Problem.NotFound("provider");
}

public sealed record ServiceList(IReadOnlyList<ServiceBody> Items);

/// <param name="Type">As the Resource Databank says, for example <c>Smart Vendor</c>.</param>
/// <param name="MassPayment">Whether the service offers mass payment.</param>
public sealed record ServiceBody(string Id, string Name, string Type, bool MassPayment);
