using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>GET /api/contracts/{providerId}/{serviceCode}.</summary>
public static class ReadContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/contracts/{providerId}/{serviceCode}", HandleAsync)
        .ForAnyRole()
        .Describe("Read a contract", "Our copy of a provider's contract for a service: for staff and the provider.")
        .Answers<Contract>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId, string serviceCode, PaymentsApplication application)
    {
        var caller = context.Caller();
        var isVisible = caller.IsStaff || (caller.Is(Role.Provider) && caller.ProviderId == providerId);
        return isVisible && PaymentFactsForm.IsId(providerId) && PaymentFactsForm.IsId(serviceCode)
            && await application.Directory.FindContractAsync(providerId, serviceCode, context.RequestAborted) is { } contract
            ? Answer.Versioned(context, contract.Version, contract)
            : Problem.NotFound("contract");
    }
}
