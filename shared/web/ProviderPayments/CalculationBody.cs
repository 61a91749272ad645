using Serverless.Payments.Amounts;
using Serverless.Payments.Approvals;
using Serverless.Payments.ProviderPayments.Attendance;

namespace Serverless.Web.ProviderPayments;

/// <summary>How an amount came about, with every figure that went into it (CARE-3).</summary>
/// <param name="Units">All paid minutes, converted once, rounded half away from zero to two decimals.</param>
/// <param name="Rate">Dollars a unit.</param>
/// <param name="Amount">Units × rate, rounded half away from zero to the cent.</param>
/// <param name="UnitMinutes">Minutes in a unit.</param>
/// <param name="AttendedMinutes">Minutes attended, in all.</param>
/// <param name="Absences">Days absent.</param>
/// <param name="PaidAbsences">How many of them are paid.</param>
/// <param name="PaidAbsencesMax">How many would be at most.</param>
/// <param name="PaidAbsenceMinutes">What the paid ones count for, together.</param>
/// <param name="ScheduledMinutes">What a paid one counts for.</param>
/// <param name="ContractVersion">The version of the contract that gave the rate.</param>
/// <param name="EnrollmentVersion">The version of the enrolment that gave the scheduled minutes.</param>
/// <param name="PolicyVersion">The version of the agency's figures; 0 for the defaults.</param>
/// <param name="Days">In the order of the days.</param>
public sealed record CalculationBody(
    Units Units,
    Money Rate,
    Money Amount,
    int UnitMinutes,
    int AttendedMinutes,
    int Absences,
    int PaidAbsences,
    int PaidAbsencesMax,
    int PaidAbsenceMinutes,
    int ScheduledMinutes,
    int ContractVersion,
    int EnrollmentVersion,
    int PolicyVersion,
    IReadOnlyList<CalculatedDay> Days)
{
    public static CalculationBody Of(Calculation calculation) => new(
        calculation.Units,
        calculation.Basis.Rate,
        calculation.Amount,
        calculation.Basis.Policy.UnitMinutes,
        calculation.AttendedMinutes,
        calculation.Absences,
        calculation.PaidAbsences,
        calculation.Basis.Policy.PaidAbsencesMax,
        calculation.PaidAbsenceMinutes,
        calculation.Basis.ScheduledMinutes,
        calculation.Basis.ContractVersion,
        calculation.Basis.EnrollmentVersion,
        calculation.Basis.Policy.Version,
        calculation.Days);
}

/// <summary>What an authorisation would give now; it binds nobody.</summary>
/// <param name="Calculation">Left out where something stands against it.</param>
/// <param name="Faults">What does; empty where nothing.</param>
public sealed record AuthorizationPreview(IReadOnlyList<ValidationMessage> Faults, CalculationBody? Calculation = null);
