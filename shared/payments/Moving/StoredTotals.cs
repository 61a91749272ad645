namespace Serverless.Payments.Moving;

/// <summary>What the rows of an installation amount to, for people to compare before and after a move.</summary>
/// <param name="Payments">Every status, with its payments.</param>
/// <param name="Balances">Every account that was ever booked on.</param>
/// <param name="TrialBalance">Dollars; the sum over all accounts, <c>0.00</c> unless the books are broken.</param>
/// <param name="OpenRuns">Runs that are not completed.</param>
/// <param name="OpenIntakes">Invoice files taken in and not reported; those of billing invoices among them.</param>
/// <param name="ProviderPayments">Every payment status of provider payments, with those in it and what they are authorised for; null where an earlier program counted.</param>
/// <param name="OpenExports">Exports of provider payments that are not completed; null likewise.</param>
/// <param name="OpenPostings">Manual remittances that are being posted; null likewise.</param>
public sealed record StoredTotals(
    IReadOnlyList<StatusTotal> Payments,
    IReadOnlyList<AccountTotal> Balances,
    string TrialBalance,
    int OpenRuns,
    int OpenIntakes,
    IReadOnlyList<StatusTotal>? ProviderPayments = null,
    int? OpenExports = null,
    int? OpenPostings = null);

/// <param name="Status">As it is shown.</param>
/// <param name="Amount">Dollars with two decimals. A text, because a sum may pass the range of one amount.</param>
public sealed record StatusTotal(string Status, int Count, string Amount);

/// <param name="Balance">Dollars with two decimals; debits above zero, credits below.</param>
public sealed record AccountTotal(string Account, string Balance);
