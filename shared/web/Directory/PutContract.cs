using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Amounts;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Directory;

/// <summary>PUT /api/contracts/{providerId}/{serviceCode}.</summary>
public static class PutContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/contracts/{providerId}/{serviceCode}", HandleAsync)
        .For(Role.Admin)
        .Describe("Set a contract", "Our copy of a provider's contract for a service; CAPS keeps its own.")
        .Takes<ContractChange>()
        .TakesIfMatch()
        .Answers<Contract>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId, string serviceCode, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<ContractChange>(context);
        if (ContractForm.Check(providerId, serviceCode, change.Rate, change.From, change.To) is { } fault)
        {
            return fault;
        }

        if (await application.Directory.FindProviderAsync(providerId, context.RequestAborted) is null)
        {
            return Problem.NotFound("provider");
        }

        var ifMatch = IfMatch.Read(context.Request);
        var contract = new Contract(providerId, serviceCode, change.Rate, change.From, change.To, change.Active);
        return await application.Directory.PutContractAsync(contract, context.Caller().User, application.Calendar.Now, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, changed)
            : IfMatch.Stale("contract");
    }
}

/// <param name="Rate">The most that a unit may cost.</param>
/// <param name="From">The first day covered.</param>
/// <param name="To">The last day covered.</param>
public sealed record ContractChange(Money Rate, DateOnly From, DateOnly To, bool Active);
