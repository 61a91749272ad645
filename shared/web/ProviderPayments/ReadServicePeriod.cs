using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>GET /api/service-periods/{period}.</summary>
public static class ReadServicePeriod
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/service-periods/{period}", HandleAsync)
        .For(Role.Operations, Role.Auditor)
        .Describe("Read a service period", "How its latest generation stands.")
        .Answers<ServicePeriodBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string period, PaymentsApplication application)
        => await application.ProviderPayments.Periods.FindAsync(period, context.RequestAborted) is { } found
            ? Answer.Json(StatusCodes.Status200OK, ServicePeriodBody.Of(found))
            : Problem.NotFound("generated service period");
}
