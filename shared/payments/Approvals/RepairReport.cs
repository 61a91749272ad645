namespace Serverless.Payments.Approvals;

/// <summary>What a repair looked at, and what it did.</summary>
/// <param name="Examined">Payments that are not final.</param>
/// <param name="Started">Those that had no running orchestration.</param>
/// <param name="Raised">Decisions that were raised again.</param>
/// <param name="Runs">Runs that are not completed; each has an orchestration now.</param>
/// <param name="Intakes">Invoice files taken in and not reported; each has an orchestration now.</param>
/// <param name="Payments">All payments, the final ones too.</param>
/// <param name="Listed">Rows of lists that were missing and are there again.</param>
/// <param name="Swept">Rows of lists whose payment said otherwise and that are gone.</param>
/// <param name="MassPayments">Mass payments whose approval is at work; each has an orchestration now.</param>
/// <param name="Requests">Payment requests of mass payments in which something is to be done; all are on the lists.</param>
/// <param name="Reviews">Invoices under review that had no running orchestration.</param>
/// <param name="ProviderPayments">Provider payments that are not paid and had no running orchestration; all are on the lists.</param>
/// <param name="Exports">Exports of provider payments, and generations of their service periods, that are not completed; each has an orchestration now.</param>
/// <param name="BillingIntakes">Files of billing invoices taken in and not reported; each has an orchestration now.</param>
/// <param name="Remittances">Remittances being posted; each has an orchestration now.</param>
/// <param name="Mails">Mails that wait; each has an orchestration now, where there is what carries them.</param>
public sealed record RepairReport(
    int Examined, int Started, int Raised, int Runs = 0, int Intakes = 0, int Payments = 0, int Listed = 0, int Swept = 0, int MassPayments = 0, int Requests = 0, int Reviews = 0, int ProviderPayments = 0, int Exports = 0, int BillingIntakes = 0, int Remittances = 0, int Mails = 0);
