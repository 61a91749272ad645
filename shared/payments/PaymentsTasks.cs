using Serverless.Durable;
using Serverless.Payments.Approvals;
using Serverless.Payments.Billing.Intake;
using Serverless.Payments.Calendar;
using Serverless.Payments.InvoiceReviews;
using Serverless.Payments.Invoices;
using Serverless.Payments.Mails;
using Serverless.Payments.Mails.Asking;
using Serverless.Payments.Mails.Digests;
using Serverless.Payments.MassPayments;
using Serverless.Payments.ProviderPayments;
using Serverless.Payments.ProviderPayments.Exports;
using Serverless.Payments.ProviderPayments.Periods;
using Serverless.Payments.Remittances.Posting;
using Serverless.Payments.WeeklyRun;

namespace Serverless.Payments;

/// <summary>The orchestrators and activities of this project, by the names that histories hold. A name is never given a new meaning.</summary>
public sealed class PaymentsTasks(
    PaymentApprovalActivities approval,
    WeeklyRunActivities run,
    WeeklyScheduleActivities schedule,
    InvoiceIntakeActivities intake,
    MassPaymentActivities mass,
    InvoiceReviewActivities review,
    ProviderPaymentDesk providerPayments,
    BillingIntakeActivities billing,
    RemittancePostingActivities remittance,
    MailDesk mails)
{
    /// <summary>The orchestrators alone, which stand on nothing: Azure's functions must run them without waiting for anything to be opened.</summary>
    public static void RegisterOrchestrators(TaskRegistry registry) => registry
        .AddOrchestrator<PaymentApprovalInput, PaymentStatus>(PaymentApproval.Name, PaymentApproval.RunAsync)
        .AddOrchestrator<RunRequest, bool>(WeeklyRunOrchestration.Name, WeeklyRunOrchestration.RunAsync)
        .AddOrchestrator<ScheduleState, string>(WeeklySchedule.Name, WeeklySchedule.RunAsync)
        .AddOrchestrator<IntakeInput, bool>(InvoiceIntake.Name, InvoiceIntake.RunAsync)
        .AddOrchestrator<MassPaymentInput, bool>(MassPaymentOrchestration.Name, MassPaymentOrchestration.RunAsync)
        .AddOrchestrator<InvoiceReviewInput, ReviewStatus>(InvoiceReview.Name, InvoiceReview.RunAsync)
        .AddOrchestrator<AttendancePaymentInput, StatusPair>(AttendancePayment.Name, AttendancePayment.RunAsync)
        .AddOrchestrator<GenerationInput, bool>(ServicePeriodGeneration.Name, ServicePeriodGeneration.RunAsync)
        .AddOrchestrator<PaymentExportInput, bool>(PaymentExport.Name, PaymentExport.RunAsync)
        .AddOrchestrator<BillingIntakeInput, bool>(BillingIntake.Name, BillingIntake.RunAsync)
        .AddOrchestrator<PostingInput, bool>(RemittancePosting.Name, RemittancePosting.RunAsync)
        .AddOrchestrator<MailDeliveryInput, MailStatus>(MailDelivery.Name, MailDelivery.RunAsync)
        .AddOrchestrator<DigestState, DateTimeOffset>(DigestSchedule.Name, DigestSchedule.RunAsync)
        .AddOrchestrator<TurnHandoverInput, bool>(TurnHandover.Name, TurnHandover.RunAsync);

    public void Register(TaskRegistry registry)
    {
        RegisterOrchestrators(registry);
        registry
            .AddActivity<PaymentApprovalInput, PaymentStatus>(PaymentApproval.SubmitActivity, approval.SubmitAsync)
            .AddActivity<DecidePayment, PaymentStatus>(PaymentApproval.DecideActivity, approval.DecideAsync)
            .AddActivity<string, StageTimes>(PaymentApproval.AskActivity, mails.Asks.AskAsync)
            .AddActivity<StagePrompt, bool>(PaymentApproval.RemindActivity, mails.Asks.RemindAsync)
            .AddActivity<StagePrompt, bool>(PaymentApproval.EscalateActivity, mails.Asks.EscalateAsync)

            .AddActivity<RunRequest, bool>(WeeklyRunOrchestration.OpenActivity, run.OpenAsync)
            .AddActivity<SendStep, RunPage>(WeeklyRunOrchestration.SendActivity, run.SendAsync)
            .AddActivity<AnswersStep, RunPage>(WeeklyRunOrchestration.AnswersActivity, run.BookAsync)
            .AddActivity<ClaimStep, ClaimedBatch>(WeeklyRunOrchestration.ClaimActivity, run.ClaimEarlierAsync)
            .AddActivity<RunBatch, bool>(WeeklyRunOrchestration.SubmitActivity, run.SubmitEarlierAsync)
            .AddActivity<RunBatch, IReadOnlyList<RunItem>>(WeeklyRunOrchestration.BookActivity, run.BookEarlierAsync)
            .AddActivity<string, RunTotals>(WeeklyRunOrchestration.CompleteActivity, run.CompleteAsync)

            .AddActivity<DateTimeOffset, RunSlot>(WeeklySchedule.NextActivity, WeeklyScheduleActivities.NextAsync)
            .AddActivity<RunSlot, RunSlot>(WeeklySchedule.StartActivity, schedule.StartAsync)

            .AddActivity<IntakeStep, int>(InvoiceIntake.SubmitLinesActivity, intake.SubmitLinesAsync)
            .AddActivity<string, bool>(InvoiceIntake.ReportActivity, intake.WriteReportAsync)

            .AddActivity<MassPaymentInput, ApprovalPlan>(MassPaymentOrchestration.ValidateActivity, mass.ValidateAsync)
            .AddActivity<ApprovalStep, ClaimResult>(MassPaymentOrchestration.ClaimActivity, mass.ClaimAsync)
            .AddActivity<GiveWay, int>(MassPaymentOrchestration.GiveWayActivity, mass.GiveWayAsync)
            .AddActivity<ApprovalStep, WrittenRequests>(MassPaymentOrchestration.WriteRequestsActivity, mass.WriteRequestsAsync)
            .AddActivity<ApprovalEnd, ApprovalOutcome>(MassPaymentOrchestration.ApproveActivity, mass.ApproveAsync)
            .AddActivity<ApprovalStep, int>(MassPaymentOrchestration.RemoveActivity, mass.RemoveAsync)
            .AddActivity<ApprovalRefusal, bool>(MassPaymentOrchestration.RefuseActivity, mass.RefuseAsync)

            .AddActivity<string, ReviewStage>(InvoiceReview.ReadActivity, review.ReadAsync)
            .AddActivity<DecideReview, ReviewStage>(InvoiceReview.DecideActivity, review.DecideAsync)
            .AddActivity<TellReview, bool>(InvoiceReview.TellActivity, review.TellAsync)

            .AddActivity<string, StatusPair>(AttendancePayment.ReadActivity, providerPayments.Activities.ReadAsync)
            .AddActivity<SettleAttendanceAct, StatusPair>(AttendancePayment.ActActivity, providerPayments.Activities.SettleAsync)

            .AddActivity<GenerationInput, GenerationPage>(ServicePeriodGeneration.GenerateActivity, providerPayments.Generation.GenerateAsync)
            .AddActivity<GenerationInput, bool>(ServicePeriodGeneration.CompleteActivity, providerPayments.Generation.CompleteAsync)

            .AddActivity<ExportStep, ExportPlace>(PaymentExport.TakeActivity, providerPayments.Exports.Activities.TakeAsync)
            .AddActivity<string, bool>(PaymentExport.FileActivity, providerPayments.Exports.Activities.WriteFileAsync)
            .AddActivity<ExportStep, ExportPlace>(PaymentExport.PayActivity, providerPayments.Exports.Activities.PayAsync)
            .AddActivity<string, bool>(PaymentExport.CompleteActivity, providerPayments.Exports.Activities.CompleteAsync)

            .AddActivity<NumbersStep, ClaimedNumbers>(BillingIntake.ClaimActivity, billing.ClaimAsync)
            .AddActivity<BillingRefusal, bool>(BillingIntake.RefuseActivity, billing.RefuseAsync)
            .AddActivity<InvoicesStep, int>(BillingIntake.WriteActivity, billing.WriteAsync)
            .AddActivity<BillingReportStep, bool>(BillingIntake.ReportActivity, billing.ReportAsync)

            .AddActivity<PostingInput, PostingPlan>(RemittancePosting.PlanActivity, remittance.PlanAsync)
            .AddActivity<PostingPart, ClaimedInvoices>(RemittancePosting.ClaimActivity, remittance.ClaimAsync)
            .AddActivity<PostingInput, bool>(RemittancePosting.CommitActivity, remittance.CommitAsync)
            .AddActivity<PostingPart, int>(RemittancePosting.ApplyActivity, remittance.ApplyAsync)
            .AddActivity<PostingRefusal, bool>(RemittancePosting.RefuseActivity, remittance.RefuseAsync)
            .AddActivity<PostingInput, bool>(RemittancePosting.CloseActivity, remittance.CloseAsync)

            .AddActivity<MailDeliveryInput, MailAttempt>(MailDelivery.SendActivity, mails.Sending.SendAsync)

            .AddActivity<DateTimeOffset, DateTimeOffset>(DigestSchedule.NextActivity, mails.Digests.NextAsync)
            .AddActivity<DateTimeOffset, DateTimeOffset>(DigestSchedule.SendActivity, mails.Digests.SendAsync)

            .AddActivity<TurnHandoverInput, bool>(TurnHandover.AskActivity, mails.Handovers.AskAsync);
    }
}
