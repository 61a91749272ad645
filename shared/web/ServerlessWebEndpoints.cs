using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Web.Billing;
using Serverless.Web.Caps;
using Serverless.Web.Charges;
using Serverless.Web.Codes;
using Serverless.Web.Delegations;
using Serverless.Web.Directory;
using Serverless.Web.Enrollments;
using Serverless.Web.Health;
using Serverless.Web.Identity;
using Serverless.Web.InvoiceReviews;
using Serverless.Web.Invoices;
using Serverless.Web.Ledger;
using Serverless.Web.Mails;
using Serverless.Web.MassPayments;
using Serverless.Web.Notifications;
using Serverless.Web.Parked;
using Serverless.Web.PaymentRequests;
using Serverless.Web.Payments;
using Serverless.Web.People;
using Serverless.Web.Policies;
using Serverless.Web.Problems;
using Serverless.Web.ProviderPayments;
using Serverless.Web.Remittances;
using Serverless.Web.Remittances.Reports;
using Serverless.Web.Runs;
using Serverless.Web.SignIn;
using Serverless.Web.Smart;
using Serverless.Web.Users;

namespace Serverless.Web;

/// <summary>Every address of the API.</summary>
public static class ServerlessWebEndpoints
{
    public static IEndpointRouteBuilder MapServerless(this IEndpointRouteBuilder endpoints)
    {
        var routes = endpoints.MapGroup("").AddEndpointFilter<RouteGroupBuilder, ProblemFilter>();
        MapInstallation(routes.MapGroup("").WithTags("Installation"), endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>());
        MapPayments(routes.MapGroup("").WithTags("Approval chain"));
        MapApprovers(routes.MapGroup("").WithTags("Approvers"));
        MapRuns(routes.MapGroup("").WithTags("Weekly run"));
        MapInvoices(routes.MapGroup("").WithTags("Intake"));
        MapMassPayments(routes.MapGroup("").WithTags("Mass payment"));
        MapInvoiceReviews(routes.MapGroup("").WithTags("Mass payment"));
        MapProviderPayments(routes.MapGroup("").WithTags("Provider payments"));
        MapBilling(routes.MapGroup("").WithTags("Billing"));
        MapCharges(routes.MapGroup("").WithTags("Charges"));
        MapRemittances(routes.MapGroup("").WithTags("Manual remittance"));
        MapDirectory(routes.MapGroup("").WithTags("Directory"));
        MapPeople(routes.MapGroup("").WithTags("People and codes"));
        ServerlessPages.Map(endpoints);
        endpoints.MapOpenApi("/openapi/{documentName}.json").ForEveryone();
        return endpoints;
    }

    private static void MapInstallation(RouteGroupBuilder routes, IHostEnvironment environment)
    {
        Welcome.Map(routes);
        ReadHealth.Map(routes);
        RepairPayments.Map(routes);
        ListParked.Map(routes);
        RequeueParked.Map(routes);
        ListMails.Map(routes);
        RetryMail.Map(routes);
        RetryMails.Map(routes);
        if (environment.IsDevelopment())
        {
            SignInEndpoint.Map(routes);
        }
    }

    private static void MapApprovers(RouteGroupBuilder routes)
    {
        ReadApprovalPolicy.Map(routes);
        PutApprovalPolicy.Map(routes);
        ReadApprovalPolicyHistory.Map(routes);
        ListUsers.Map(routes);
        ReadUser.Map(routes);
        PutUser.Map(routes);
        PutOwnMail.Map(routes);
        PostDelegation.Map(routes);
        ListDelegations.Map(routes);
        RevokeDelegation.Map(routes);
    }

    private static void MapRuns(RouteGroupBuilder routes)
    {
        StartRun.Map(routes);
        ReadRun.Map(routes);
        ReadTrialBalance.Map(routes);
    }

    private static void MapInvoices(RouteGroupBuilder routes)
    {
        PostInvoices.Map(routes);
        ReadInvoices.Map(routes);
    }

    private static void MapInvoiceReviews(RouteGroupBuilder routes)
    {
        PostMassInvoice.Map(routes);
        ListMassInvoices.Map(routes);
        ReadMassInvoice.Map(routes);
        VerifyMassInvoice.Map(routes);
        ReturnMassInvoice.Map(routes);
        CorrectMassInvoice.Map(routes);
        ReadInvoiceDecision.Map(routes);
        ReadNotices.Map(routes);
    }

    private static void MapMassPayments(RouteGroupBuilder routes)
    {
        CreateMassPayment.Map(routes);
        UploadMassPayment.Map(routes);
        ListMassPayments.Map(routes);
        ReadMassPayment.Map(routes);
        DiscardMassPayment.Map(routes);
        AddEntries.Map(routes);
        ReplaceEntry.Map(routes);
        RemoveEntry.Map(routes);
        ApproveMassPayment.Map(routes);
        RecallMassPayment.Map(routes);
        ReadPaymentRequest.Map(routes);
        CancelPaymentRequest.Map(routes);
        AuthorizePaymentRequest.Map(routes);
    }

    private static void MapProviderPayments(RouteGroupBuilder routes)
    {
        ListEnrollments.Map(routes);
        ReadEnrollment.Map(routes);
        PutEnrollment.Map(routes);
        ReadAttendancePolicy.Map(routes);
        PutAttendancePolicy.Map(routes);
        GenerateServicePeriod.Map(routes);
        ListServicePeriods.Map(routes);
        ReadServicePeriod.Map(routes);
        ListProviderPayments.Map(routes);
        ReadProviderPayment.Map(routes);
        ReadSheet.Map(routes);
        ReadAttendanceAct.Map(routes);
        SubmitAttendance.Map(routes);
        EnterAttendance.Map(routes);
        SignAttendance.Map(routes);
        ReceiveProviderPayment.Map(routes);
        AuthorizeProviderPayment.Map(routes);
        HoldProviderPayment.Map(routes);
        AnswerQuestion.Map(routes);
        AdjustProviderPayment.Map(routes);
        WithdrawAdjustment.Map(routes);
        ListAdjustments.Map(routes);
        StartExport.Map(routes);
        ListExports.Map(routes);
        ReadExport.Map(routes);
    }

    private static void MapBilling(RouteGroupBuilder routes)
    {
        PostBillingInvoices.Map(routes);
        ReadBillingIntake.Map(routes);
        ListBillingInvoices.Map(routes);
        ReadBillingInvoice.Map(routes);
        ListBillingPayers.Map(routes);
    }

    private static void MapCharges(RouteGroupBuilder routes)
    {
        PostCharge.Map(routes);
        ListCharges.Map(routes);
        PostParticipantPayment.Map(routes);
        AdjustParticipantPayment.Map(routes);
        ListParticipantPayments.Map(routes);
        ListPaymentsByPostingDate.Map(routes);
    }

    private static void MapRemittances(RouteGroupBuilder routes)
    {
        CreateRemittance.Map(routes);
        ListRemittances.Map(routes);
        PostRemittanceFile.Map(routes);
        ReadRemittance.Map(routes);
        EditBatch.Map(routes);
        DiscardRemittance.Map(routes);
        AddCheck.Map(routes);
        DeleteCheck.Map(routes);
        NextCheck.Map(routes);
        ListActiveRecords.Map(routes);
        PutRow.Map(routes);
        PressRow.Map(routes);
        ClearQueue.Map(routes);
        SaveRemittance.Map(routes);
        ResumeRemittance.Map(routes);
        PostRemittance.Map(routes);
        ReadRemittanceReport.Map(routes);
    }

    private static void MapDirectory(RouteGroupBuilder routes)
    {
        ReadClient.Map(routes);
        ReadBudget.Map(routes);
        PutBudget.Map(routes);
        ReadContract.Map(routes);
        PutContract.Map(routes);
        ReadCapsContract.Map(routes);
        PutCapsContract.Map(routes);
        ListProviders.Map(routes);
        ReadProviderServices.Map(routes);
    }

    private static void MapPeople(RouteGroupBuilder routes)
    {
        SearchPeople.Map(routes);
        ReadCases.Map(routes);
        ListCodeTables.Map(routes);
        ReadCodeTable.Map(routes);
        PutValueItem.Map(routes);
        RemoveValueItem.Map(routes);
        ReadValueHistory.Map(routes);
        ReadSmartVendor.Map(routes);
        PutSmartVendor.Map(routes);
    }

    private static void MapPayments(RouteGroupBuilder routes)
    {
        SubmitPayment.Map(routes);
        ListPayments.Map(routes);
        ReadPayment.Map(routes);
        ReadHistory.Map(routes);
        ReadDecision.Map(routes);
        ApprovePayment.Map(routes);
        DenyPayment.Map(routes);
        ReviewPayment.Map(routes);
        ResubmitPayment.Map(routes);
        DeletePayment.Map(routes);
        HoldPayment.Map(routes);
        ReleasePayment.Map(routes);
        ReadInbox.Map(routes);
    }
}
