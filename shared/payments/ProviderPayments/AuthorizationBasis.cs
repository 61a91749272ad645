using Serverless.Payments.Directory;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Payments.ProviderPayments;

/// <summary>What an authorisation is decided by, read at one time; what is null is not there.</summary>
/// <param name="Days">The sheet that stands.</param>
/// <param name="Elsewhere">The child's attendance in the period that is authorised or paid to other providers.</param>
public sealed record AuthorizationBasis(
    Provider? Provider, Client? Client, Contract? Contract, AttendancePolicy Policy, IReadOnlyList<AttendanceDay> Days, IReadOnlyList<AttendanceDay> Elsewhere);
