using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Caps;
using Serverless.Web.Problems;

namespace Serverless.Web.Caps;

/// <summary>What the endpoints of CAPS's own contracts have in common: they are there for the simulator alone.</summary>
internal static class CapsContractEndpoints
{
    public const string Path = "/api/caps/contracts/{providerId}/{serviceCode}";

    /// <exception cref="ProblemException">409: the adapter is another one.</exception>
    public static CapsSimulator Simulator(HttpContext context) => context.RequestServices.GetService<CapsSimulator>()
        ?? throw new ProblemException(Problem.Of(StatusCodes.Status409Conflict, "NO_SIMULATOR", "This installation does not simulate CAPS; its contracts are CAPS's own and are changed there."));
}
