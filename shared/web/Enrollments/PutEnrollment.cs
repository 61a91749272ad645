using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Approvals;
using Serverless.Payments.Directory;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Enrollments;

/// <summary>PUT /api/enrollments/{providerId}/{clientId}.</summary>
public static class PutEnrollment
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/enrollments/{providerId}/{clientId}", HandleAsync)
        .For(Role.Operations)
        .Describe("Set an enrolment", "Puts a child in a provider's care, or changes that: for which service, from when to when, and how many hours a day. Payments are generated for each child and period that it touches; those that stand already keep what they were made with.")
        .Takes<EnrollmentChange>()
        .TakesIfMatch()
        .Answers<EnrollmentBody>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, string providerId, string clientId, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<EnrollmentChange>(context);
        if (CheckAddress(providerId, clientId) is { } unaddressed)
        {
            return unaddressed;
        }

        if (await FindFaultsAsync(providerId, clientId, change, application.Directory, context.RequestAborted) is { Count: > 0 } faults)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "INVALID", string.Join(' ', faults.Select(fault => fault.Message)), faults);
        }

        var ifMatch = IfMatch.Read(context.Request);
        var enrollment = new Enrollment(providerId, clientId, change.ServiceCode, change.From, change.To, ScheduledTime.ToMinutes(change.ScheduledHours));
        return await application.Enrollments.PutAsync(enrollment, context.Caller().User, application.Calendar.Now, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, EnrollmentBody.Of(changed))
            : IfMatch.Stale("enrolment");
    }

    private static Problem? CheckAddress(string providerId, string clientId)
    {
        var faults = new List<ProblemError>();
        if (!PaymentFactsForm.IsId(providerId))
        {
            faults.Add(BadId("providerId"));
        }

        if (!Client.IsId(clientId))
        {
            faults.Add(new("BAD_CLIENT_ID", "clientId", "A client id has ten digits."));
        }

        return faults.Count == 0 ? null : Problem.Of(StatusCodes.Status400BadRequest, "BAD_ID", "The address does not name an enrolment.", faults);
    }

    private static async Task<IReadOnlyList<ProblemError>> FindFaultsAsync(string providerId, string clientId, EnrollmentChange change, AgencyDirectory directory, CancellationToken cancellation)
    {
        var faults = new List<ProblemError>();
        if (await directory.FindProviderAsync(providerId, cancellation) is null)
        {
            faults.Add(new("UNKNOWN_PROVIDER", "providerId", $"There is no provider {providerId}."));
        }

        if (await directory.FindClientAsync(clientId, cancellation) is null)
        {
            faults.Add(new("UNKNOWN_CLIENT", "clientId", $"There is no client {clientId}."));
        }

        if (!PaymentFactsForm.IsId(change.ServiceCode))
        {
            faults.Add(BadId("serviceCode"));
        }

        if (change.From > change.To)
        {
            faults.Add(new("DATES_REVERSED", "to", $"The enrolment ends on {change.To:O}, before it begins on {change.From:O}."));
        }

        if (ScheduledTime.Check(change.ScheduledHours) is { } fault)
        {
            faults.Add(fault);
        }

        return faults;
    }

    private static ProblemError BadId(string field) => new("BAD_ID", field, $"{field} has 1 to {PaymentFactsForm.IdCharsMax} letters, digits, '-', '_' or '.'.");
}

/// <param name="ServiceCode">What is provided; the rate is that of the provider's contract for it.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ScheduledHours">Hours of care a day that are agreed on, above 0 and at most 24, in whole minutes; what a paid absence counts for.</param>
public sealed record EnrollmentChange(string ServiceCode, DateOnly From, DateOnly To, decimal ScheduledHours);
