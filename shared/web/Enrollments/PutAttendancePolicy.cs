using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.Identity;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Web.Idempotency;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Problems;
using Serverless.Web.Requests;

namespace Serverless.Web.Enrollments;

/// <summary>PUT /api/attendance-policy.</summary>
public static class PutAttendancePolicy
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut(ReadAttendancePolicy.Path, HandleAsync)
        .For(Role.Admin)
        .Describe("Set the attendance policy", "The figures for whatever is authorised from now on; a payment that was calculated keeps those that it was calculated by.")
        .Takes<AttendancePolicyChange>()
        .TakesIfMatch()
        .Answers<AttendancePolicy>(StatusCodes.Status200OK)
        .Refuses(StatusCodes.Status412PreconditionFailed);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var change = await RequestBody.ReadAsync<AttendancePolicyChange>(context);
        var faults = new List<ProblemError>();
        CheckRange("unitMinutes", change.UnitMinutes, 1, AttendancePolicies.UnitMinutesMax, "The minutes of a unit", faults);
        CheckRange("paidAbsencesMax", change.PaidAbsencesMax, 0, AttendancePolicies.PaidAbsencesCeiling, "The days of absence that are paid in a month", faults);
        if (faults.Count > 0)
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "INVALID", string.Join(' ', faults.Select(fault => fault.Message)), faults);
        }

        var ifMatch = IfMatch.Read(context.Request);
        var policy = new AttendancePolicy(change.UnitMinutes, change.PaidAbsencesMax);
        return await application.AttendancePolicies.PutAsync(policy, context.Caller().User, application.Calendar.Now, context.RequestId(), ifMatch.Holds, context.RequestAborted) is { } changed
            ? Answer.Versioned(context, changed.Version, changed)
            : IfMatch.Stale("attendance policy");
    }

    private static void CheckRange(string field, int number, int min, int max, string what, List<ProblemError> faults)
    {
        if (number < min || number > max)
        {
            faults.Add(new("OUT_OF_RANGE", field, $"{what} are {min} to {max}, not {number}."));
        }
    }
}

/// <param name="UnitMinutes">Minutes in a unit, 1 to 1440.</param>
/// <param name="PaidAbsencesMax">Days of absence that are paid in a month, for a child with a provider; 0 to 31.</param>
public sealed record AttendancePolicyChange(int UnitMinutes, int PaidAbsencesMax);
