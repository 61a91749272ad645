using System.Text.Json.Serialization;
using Serverless.Payments.Amounts;
using Serverless.Payments.Files;

namespace Serverless.Payments.Remittances.Era;

/// <summary>
/// An electronic remittance advice as it was read: X12 835 (005010X221A1). Everything in it carries the position of its
/// segment in the file, from 1, so that whoever refuses it can say where.
/// </summary>
/// <param name="Checks">One for each transaction set, in the order of the file.</param>
public sealed record EraFile(IReadOnlyList<EraCheck> Checks);

/// <summary>A file read, or everything that is wrong with it.</summary>
/// <param name="File">Null where there are faults.</param>
/// <param name="Faults">The line of each is the segment's position, the field its element: <c>CLP04</c>.</param>
public sealed record EraContent(EraFile? File, IReadOnlyList<FileFault> Faults);

/// <summary>A transaction set: one check or transfer, and what it pays.</summary>
/// <param name="Segment">Of BPR.</param>
/// <param name="TraceSegment">Of TRN.</param>
/// <param name="RefNo">TRN02: the number of the check or transfer.</param>
/// <param name="Date">BPR16.</param>
/// <param name="Method">BPR04.</param>
/// <param name="Amount">BPR02.</param>
/// <param name="Payer">TRN03, the payer's identifier; where it is empty, the name. The check's number is unique with it.</param>
/// <param name="PayerName">N102 of the payer; for reports alone.</param>
public sealed record EraCheck(
    int Segment, int TraceSegment, string RefNo, DateOnly Date, EraMethod Method, Money Amount, string Payer, string PayerName, IReadOnlyList<EraClaim> Claims, IReadOnlyList<EraProviderAdjustment> ProviderAdjustments);

/// <summary>How the money comes (BPR04).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EraMethod>))]
public enum EraMethod
{
    /// <summary>CHK.</summary>
    Check,

    /// <summary>ACH.</summary>
    Ach,

    /// <summary>FWT.</summary>
    Wire,

    /// <summary>BOP: the payer's bank chooses.</summary>
    BankOption,

    /// <summary>NON: no money moves.</summary>
    None,
}

/// <summary>What is said of one invoice.</summary>
/// <param name="Segment">Of CLP.</param>
/// <param name="Invoice">CLP01: the patient control number, which is our invoice's.</param>
/// <param name="Status">CLP02.</param>
/// <param name="Charge">CLP03; below zero in a reversal.</param>
/// <param name="Payment">CLP04; below zero in a reversal.</param>
/// <param name="PatientResponsibility">CLP05.</param>
/// <param name="Adjustments">Of the claim as a whole.</param>
/// <param name="Services">Empty where the payer speaks of the invoice as a whole.</param>
public sealed record EraClaim(
    int Segment, string Invoice, string Status, Money Charge, Money Payment, Money PatientResponsibility, IReadOnlyList<EraAdjustment> Adjustments, IReadOnlyList<EraService> Services)
{
    public const string Denied = "4";
    public const string Reversal = "22";

    public bool IsDenial => Status == Denied;

    public bool IsReversal => Status == Reversal;

    /// <summary>A reversal of what paid nothing; there is no cash to take back.</summary>
    public bool IsEmptyReversal => IsReversal && Payment == Money.Zero;
}

/// <summary>What is said of one visit.</summary>
/// <param name="Segment">Of SVC.</param>
/// <param name="Procedure">SVC01, as it is written.</param>
/// <param name="Charge">SVC02.</param>
/// <param name="Payment">SVC03.</param>
/// <param name="LineRef">REF*6R: the line item control number that was billed; null without.</param>
/// <param name="From">DTM*472 or DTM*150; null without.</param>
/// <param name="To">DTM*472 or DTM*151; null without.</param>
public sealed record EraService(int Segment, string Procedure, Money Charge, Money Payment, string? LineRef, DateOnly? From, DateOnly? To, IReadOnlyList<EraAdjustment> Adjustments);

/// <summary>One amount of a CAS.</summary>
/// <param name="Segment">Of CAS.</param>
/// <param name="Element">Which element the amount is, e.g. 3.</param>
/// <param name="Group">CAS01: CO, OA, PI or PR.</param>
/// <param name="Reason">The claim adjustment reason code.</param>
public sealed record EraAdjustment(int Segment, int Element, string Group, string Reason, Money Amount)
{
    /// <summary>What the client owes, not the payer.</summary>
    public const string PatientResponsibility = "PR";
}

/// <param name="Segment">Of PLB.</param>
/// <param name="Adjustment">One of its pairs.</param>
public sealed record EraProviderAdjustment(int Segment, ProviderLevelAdjustment Adjustment);
