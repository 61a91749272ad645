using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.Ledger;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Ledger;

/// <summary>GET /api/ledger/trial-balance.</summary>
public static class ReadTrialBalance
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/ledger/trial-balance", HandleAsync)
        .For(Role.Auditor)
        .Describe("Read the trial balance", "Every account with its balance, debits above zero and credits below; the sum is zero at any moment (ALL-1).")
        .Answers<TrialBalance>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
        => Answer.Json(StatusCodes.Status200OK, await TrialBalance.ReadAsync(application.Ports.Tables, application.JournalPlacesAsync(), context.RequestAborted));
}
