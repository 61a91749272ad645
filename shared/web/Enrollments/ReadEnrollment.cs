using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Web.Directory;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Enrollments;

/// <summary>GET /api/enrollments/{providerId}/{clientId}.</summary>
public static class ReadEnrollment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/enrollments/{providerId}/{clientId}", HandleAsync)
        .ForAnyRole()
        .Describe("Read an enrolment", "A child in a provider's care, with the ETag to change it by: for staff, the provider, the child's support coordinator and parents.")
        .Answers<EnrollmentBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId, string clientId, PaymentsApplication application)
    {
        var caller = context.Caller();
        var isOwn = caller.Is(Role.Provider) && caller.ProviderId == providerId;
        return PaymentFactsForm.IsId(providerId)
            && Client.IsId(clientId)
            && (isOwn || await ReadClient.FindVisibleAsync(context, clientId, application) is not null)
            && await application.Enrollments.FindAsync(providerId, clientId, context.RequestAborted) is { } enrollment
            ? Answer.Versioned(context, enrollment.Version, EnrollmentBody.Of(enrollment))
            : Problem.NotFound("enrolment");
    }
}
