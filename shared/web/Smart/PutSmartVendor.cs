using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments.Approvals;
using Serverless.Payments.Identity;
using Serverless.Payments.Smart;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Smart;

/// <summary>PUT /api/smart/vendors/{providerId}.</summary>
public static class PutSmartVendor
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(SmartVendorEndpoints.Path, HandleAsync)
        .For(Role.Admin)
        .Describe("Set a vendor in SMART", "SMART's own register, in an installation that simulates it; elsewhere it is refused (409). With hold, SMART withholds what is otherwise in order.")
        .Takes<SmartVendorChange>()
        .TakesIfMatch()
        .Answers<SmartVendor>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId)
    {
        var change = await RequestBody.ReadAsync<SmartVendorChange>(context);
        if (!PaymentFactsForm.IsId(providerId))
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "BAD_ID", $"The address does not name a vendor: providerId has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'.");
        }

        var ifMatch = IfMatch.Read(context.Request);
        var vendor = new SmartVendor(providerId, change.Active, change.Hold);
        return await SmartVendorEndpoints.Simulator(context).ChangeVendorAsync(vendor, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, changed)
            : IfMatch.Stale("vendor in SMART");
    }
}

/// <param name="Active">Whether SMART pays the provider at all.</param>
/// <param name="Hold">Whether SMART withholds what is otherwise in order.</param>
public sealed record SmartVendorChange(bool Active, bool Hold = false);
