using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Payments;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/service-periods/{period}/generate (CARE-2).</summary>
public static class GenerateServicePeriod
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/service-periods/{period}/generate", HandleAsync)
        .For(Role.Operations)
        .Describe("Generate the payments of a service period", "Makes a payment for each provider and child that is enrolled in the month and has none yet; what stands stays as it is. One generation of a period runs at a time, and who asks meanwhile joins it. 202 while it runs; the Location tells how it stands.")
        .Takes<NoFields>(optional: true)
        .Answers<ServicePeriodBody>(StatusCodes.Status200OK)
        .Answers<ServicePeriodBody>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, string period, PaymentsApplication application)
    {
        await RequestBody.ReadOptionalAsync<NoFields>(context);
        var (generated, refusal) = await application.ProviderPayments.Periods.GenerateAsync(context.Caller(), period, context.RequestId(), context.RequestAborted);
        return generated switch
        {
            null => Problem.Of(refusal ?? throw new InvalidOperationException("A generation led to nothing.")),
            { Status: GenerationStatus.Completed } => Answer.Json(StatusCodes.Status200OK, ServicePeriodBody.Of(generated)),
            _ => Answer.Pending(context, ServicePeriodBody.PathOf(generated.Period), ServicePeriodBody.Of(generated)),
        };
    }
}
