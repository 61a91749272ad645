using Serverless.Payments.Approvals;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Payments.MassPayments;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Payments;

/// <summary>Sees to it that whatever is recorded and not finished has an orchestration at work: payments, runs, invoice files, mass payments and invoices under review.</summary>
public sealed class PaymentsRepair(ApprovalRepair approvals, RunCommands runs, InvoiceCommands invoices, MassPaymentParts massPayments, InvoiceReviewRepair reviews)
{
    /// <summary>Starts the chains that the lists name as live; for an installation that has moved, whose lists moved with it. It costs by what is live and not by all that ever was.</summary>
    /// <returns>How many were started.</returns>
    public Task<int> StartChainsAsync(CancellationToken cancellation = default) => approvals.StartListedAsync(cancellation);

    /// <summary>Repeating it does no harm: what runs is left alone.</summary>
    public async Task<RepairReport> RunAsync(CancellationToken cancellation = default)
    {
        // Payments first: a run waits for the orchestrations of those that it has taken.
        var report = await approvals.RunAsync(cancellation);
        var requests = await massPayments.Repair.RunAsync(cancellation);
        return report with { MassPayments = await massPayments.Commands.ResumeAsync(cancellation), Requests = requests, Runs = await runs.ResumeAsync(cancellation), Intakes = await invoices.ResumeAsync(cancellation), Reviews = await reviews.ResumeAsync(cancellation) };
    }
}
