using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Attendance;
using Serverless.Payments.ProviderPayments.Enrollments;

namespace Serverless.Payments.ProviderPayments;

/// <summary>What an authorisation is decided by, read at one time; what is null is not there.</summary>
/// <param name="Days">The sheet that stands.</param>
/// <param name="Elsewhere">The child's attendance in the period that is authorised or paid to other providers.</param>
public sealed record AuthorizationBasis(
    Provider? Provider, Client? Client, Contract? Contract, Enrollment? Enrollment, AttendancePolicy Policy, IReadOnlyList<AttendanceDay> Days, IReadOnlyList<AttendanceDay> Elsewhere);
