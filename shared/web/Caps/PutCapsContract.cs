using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments.Amounts;
using Serverless.Payments.Caps;
using Serverless.Payments.Identity;
using Serverless.Web.Directory;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Caps;

/// <summary>PUT /api/caps/contracts/{providerId}/{serviceCode}.</summary>
public static class PutCapsContract
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(CapsContractEndpoints.Path, HandleAsync)
        .For(Role.Admin)
        .Describe("Set a contract in CAPS", "CAPS's own copy, in an installation that simulates it; elsewhere it is refused (409). With hold, CAPS withholds what is otherwise in order.")
        .Takes<CapsContractChange>()
        .TakesIfMatch()
        .Answers<CapsContract>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId, string serviceCode)
    {
        var change = await RequestBody.ReadAsync<CapsContractChange>(context);
        if (ContractForm.Check(providerId, serviceCode, change.Rate, change.From, change.To) is { } fault)
        {
            return fault;
        }

        var ifMatch = IfMatch.Read(context.Request);
        var contract = new CapsContract(providerId, serviceCode, change.Rate, change.From, change.To, change.Active, change.Hold);
        return await CapsContractEndpoints.Simulator(context).ChangeContractAsync(contract, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, changed)
            : IfMatch.Stale("contract in CAPS");
    }
}

/// <param name="Rate">The most that CAPS pays for a unit.</param>
/// <param name="From">The first day covered.</param>
/// <param name="To">The last day covered.</param>
/// <param name="Hold">Whether CAPS withholds what is otherwise in order.</param>
public sealed record CapsContractChange(Money Rate, DateOnly From, DateOnly To, bool Active, bool Hold = false);
