using Serverless.Payments.Amounts;

namespace Serverless.Payments.ProviderPayments.Attendance;

/// <summary>What a calculation starts from, beside the sheet.</summary>
/// <param name="Rate">Dollars a unit, by the contract.</param>
/// <param name="ContractVersion">The contract's version that says so.</param>
/// <param name="ScheduledMinutes">What a paid absence counts for: the minutes a day that the enrolment provides for.</param>
/// <param name="EnrollmentVersion">The enrolment's version that says so.</param>
/// <param name="Policy">The agency's figures.</param>
public sealed record CalculationBasis(Money Rate, int ContractVersion, int ScheduledMinutes, int EnrollmentVersion, AttendancePolicy Policy);

/// <summary>The result of a calculation with every figure that went into it; kept as it was made (CARE-3).</summary>
/// <param name="Days">In the order of the days.</param>
/// <param name="AttendedMinutes">Minutes attended, in all.</param>
/// <param name="Absences">Days absent.</param>
/// <param name="PaidAbsences">How many of them are paid: the first ones, up to the policy's number.</param>
/// <param name="PaidAbsenceMinutes">What these count for.</param>
/// <param name="Units">All paid minutes, converted once, rounded half away from zero to two decimals.</param>
/// <param name="Amount">Units × rate, rounded half away from zero to the cent.</param>
public sealed record Calculation(
    IReadOnlyList<CalculatedDay> Days,
    int AttendedMinutes,
    int Absences,
    int PaidAbsences,
    int PaidAbsenceMinutes,
    Units Units,
    Money Amount,
    CalculationBasis Basis);

/// <param name="AttendedMinutes">Of all rows of the day.</param>
/// <param name="Absence">Why the child was absent; null where it was there.</param>
/// <param name="PaidAbsenceMinutes">What the absence counts for; 0 where it is not paid.</param>
public sealed record CalculatedDay(DateOnly Date, int AttendedMinutes, string? Absence, int PaidAbsenceMinutes);
