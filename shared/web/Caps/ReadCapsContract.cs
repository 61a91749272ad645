using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Caps;

/// <summary>GET /api/caps/contracts/{providerId}/{serviceCode}.</summary>
public static class ReadCapsContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(CapsContractEndpoints.Path, Handle)
        .For(Role.Admin)
        .Describe("Read a contract in CAPS", "CAPS's own copy, in an installation that simulates it; elsewhere it is refused (409).")
        .Answers<CapsContract>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static IResult Handle(HttpContext context, string providerId, string serviceCode)
        => CapsContractEndpoints.Simulator(context).FindContract(providerId, serviceCode) is { } contract
            ? Answer.Versioned(context, contract.Version, contract)
            : Problem.NotFound("contract");
}
