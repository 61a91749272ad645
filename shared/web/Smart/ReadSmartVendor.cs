using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments.Identity;
using Serverless.Payments.Smart;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Smart;

/// <summary>GET /api/smart/vendors/{providerId}.</summary>
public static class ReadSmartVendor
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(SmartVendorEndpoints.Path, Handle)
        .For(Role.Admin)
        .Describe("Read a vendor in SMART", "SMART's own register, in an installation that simulates it; elsewhere it is refused (409).")
        .Answers<SmartVendor>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);

    private static IResult Handle(HttpContext context, string providerId)
        => SmartVendorEndpoints.Simulator(context).FindVendor(providerId) is { } vendor
            ? Answer.Versioned(context, vendor.Version, vendor)
            : Problem.NotFound("vendor");
}
