using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.ProviderPayments;

/// <summary>POST /api/exports (CARE-5).</summary>
public static class StartExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(ExportBody.Root, HandleAsync)
        .For(Role.Operations)
        .Describe("Export a service period", "Writes a file of the payments and adjustments that are Authorized and marks them Paid, each exactly once, also when it is interrupted. The Location tells how it stands.")
        .Takes<ExportForm>()
        .Answers<ExportBody>(StatusCodes.Status202Accepted)
        .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var body = await RequestBody.ReadAsync<ExportForm>(context);
        if (!ServicePeriod.TryParse(body.Period, out var period))
        {
            return Problem.OfField(StatusCodes.Status422UnprocessableEntity, "BAD_PERIOD", "period", "period is a month, such as 2026-11.");
        }

        var result = await application.ProviderPayments.Exports.Commands.StartAsync(context.Caller(), period.ToString(), context.RequestId(), context.RequestAborted);
        if (result.Export is not { } export)
        {
            return Problem.Of(result.Refusal ?? throw new InvalidOperationException("The start of an export led to nothing."));
        }

        Answer.TagVersion(context, export.Version);
        return Answer.Pending(context, ExportBody.PathOf(export.Id), ExportBody.Of(export));
    }
}
