using Serverless.Payments.Approvals;
using Serverless.Payments.Billing;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Payments.Mails;
using Serverless.Payments.MassPayments;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.Remittances;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Payments;

/// <summary>Sees to it that whatever is recorded and not finished has an orchestration at work: payments, runs, invoice files, mass payments, invoices under review, provider payments, exports, files of billing invoices, remittances and mails.</summary>
public sealed class PaymentsRepair(ApprovalRepair approvals, RunCommands runs, InvoiceCommands invoices, MassPaymentParts massPayments, InvoiceReviewRepair reviews, ProviderPaymentDesk providerPayments, BillingDesk billing, RemittanceCommands remittances, MailOutbox mails)
{
    /// <summary>Starts the chains that the lists name as live, and those of provider payments that are not paid; for an installation that has moved, whose lists moved with it.</summary>
    /// <returns>How many were started.</returns>
    public async Task<int> StartChainsAsync(CancellationToken cancellation = default)
        => await approvals.StartListedAsync(cancellation) + await providerPayments.Repair.RunAsync(cancellation);

    /// <summary>Repeating it does no harm: what runs is left alone.</summary>
    public async Task<RepairReport> RunAsync(CancellationToken cancellation = default)
    {
        // Payments first: a run waits for the orchestrations of those that it has taken.
        var report = await approvals.RunAsync(cancellation);
        var requests = await massPayments.Repair.RunAsync(cancellation);
        return report with
        {
            MassPayments = await massPayments.Commands.ResumeAsync(cancellation),
            Requests = requests,
            Runs = await runs.ResumeAsync(cancellation),
            Intakes = await invoices.ResumeAsync(cancellation),
            Reviews = await reviews.ResumeAsync(cancellation),
            ProviderPayments = await providerPayments.Repair.RunAsync(cancellation),
            Exports = await providerPayments.ResumeAsync(cancellation),
            BillingIntakes = await billing.Intake.ResumeAsync(cancellation),
            Remittances = await remittances.ResumePostingsAsync(cancellation),
            Mails = await mails.ResumeAsync(cancellation),
        };
    }
}
