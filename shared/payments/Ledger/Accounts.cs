namespace Serverless.Payments.Ledger;

/// <summary>The accounts of provider payments, in the terms of governmental accounting.</summary>
public static class Accounts
{
    /// <summary>Money set aside for payments that are on their way.</summary>
    public const string Encumbrances = "Encumbrances";

    /// <summary>Its counterpart in the fund balance.</summary>
    public const string ReserveForEncumbrances = "Reserve for encumbrances";

    /// <summary>Services paid for.</summary>
    public const string Expenditures = "Expenditures";

    /// <summary>What CAPS paid out.</summary>
    public const string Cash = "Cash";

    /// <summary>Billed to payers, and neither paid nor adjusted.</summary>
    public const string PayersReceivable = "Accounts receivable, payers";

    /// <summary>What was billed to payers; the counterpart.</summary>
    public const string ServiceRevenue = "Service revenue";

    /// <summary>Received from payers and participants.</summary>
    public const string CashReceipts = "Cash receipts";

    /// <summary>Not owed by contract.</summary>
    public const string ContractualAdjustments = "Contractual adjustments";

    public const string WriteOffs = "Write-offs";

    /// <summary>Paid by payers on top of what was billed.</summary>
    public const string OverheadPayments = "Overhead payments";

    public const string OtherAdjustments = "Other adjustments";

    /// <summary>Withheld or paid by payers for no invoice.</summary>
    public const string ProviderLevelAdjustments = "Provider-level adjustments";

    /// <summary>Charged to participants, and not paid.</summary>
    public const string ParticipantsReceivable = "Accounts receivable, participants";

    /// <summary>What was charged to participants; the counterpart.</summary>
    public const string ParticipantCharges = "Participant charges";

    /// <summary>Paid by participants beyond what they owed; a liability.</summary>
    public const string OpenCredit = "Open credit";
}
