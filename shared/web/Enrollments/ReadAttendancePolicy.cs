using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Serverless.Payments;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Web.Identity;
using Serverless.Web.OpenApi;
using Serverless.Web.Requests;

namespace Serverless.Web.Enrollments;

/// <summary>GET /api/attendance-policy.</summary>
public static class ReadAttendancePolicy
{
    internal const string Path = "/api/attendance-policy";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync)
        .ForAnyRole()
        .Describe("Read the attendance policy", "By which figures care by attendance is paid, with the ETag to change them by: the minutes of a unit, and how many days of absence a month are paid. Version 0 are the defaults.")
        .Answers<AttendancePolicy>(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(HttpContext context, PaymentsApplication application)
    {
        var policy = await application.AttendancePolicies.ReadAsync(context.RequestAborted);
        return Answer.Versioned(context, policy.Version, policy);
    }
}
