using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Remittances;

/// <summary>GET /api/remittances/{id}.</summary>
public static class ReadRemittance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(RemittanceBody.Root + "/{id}", HandleAsync)
        .For(Role.Biller, Role.Auditor)
        .Describe("Read a session", "The batch, the checks, what remains, and all of the queue with what each invoice comes to after it (SAN-5).")
        .Answers<RemittanceBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string id, PaymentsApplication application)
        => await RemittanceAnswer.FindAsync(context, application, id) is { } state
            ? Answer.Versioned(context, state.Remittance.Version, await RemittanceAnswer.ReadAsync(context, application, state))
            : RemittanceAnswer.NotFound();
}
