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
}
