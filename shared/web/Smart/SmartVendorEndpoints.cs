using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Payments.Smart;
using Serverless.Web.Problems;

namespace Serverless.Web.Smart;

/// <summary>What the endpoints of SMART's own vendors have in common: they are there for the simulator alone.</summary>
internal static class SmartVendorEndpoints
{
    public const string Path = "/api/smart/vendors/{providerId}";

    /// <exception cref="ProblemException">409: the adapter is another one.</exception>
    public static SmartSimulator Simulator(HttpContext context) => context.RequestServices.GetService<SmartSimulator>()
        ?? throw new ProblemException(Problem.Of(StatusCodes.Status409Conflict, "NO_SIMULATOR", "This installation does not simulate SMART; its vendors are SMART's own and are changed there."));
}
