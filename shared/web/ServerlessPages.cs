using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serverless.Web.Billing.Pages;
using Serverless.Web.Charges.Pages;
using Serverless.Web.Codes.Pages;
using Serverless.Web.Directory.Pages;
using Serverless.Web.InvoiceReviews.Pages;
using Serverless.Web.Invoices.Pages;
using Serverless.Web.Mails.Pages;
using Serverless.Web.MassPayments.Pages;
using Serverless.Web.Notifications.Pages;
using Serverless.Web.Pages;
using Serverless.Web.Pages.Assets;
using Serverless.Web.Payments.Pages;
using Serverless.Web.Policies.Pages;
using Serverless.Web.ProviderPayments.Pages;
using Serverless.Web.Remittances.Pages;
using Serverless.Web.Runs.Pages;
using Serverless.Web.SignIn;
using Serverless.Web.Users.Pages;

namespace Serverless.Web;

/// <summary>Every page.</summary>
public static class ServerlessPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapPages();
        PageAssets.Map(pages);
        SignInPage.Map(pages, endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>());
        SignOutPage.Map(pages, endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>());
        MapPayments(pages);
        MapPeople(pages);
        MapMassPayments(pages);
        MapProviderPayments(pages);
        NoticesPage.Map(pages);
        MapMoney(pages);
    }

    private static void MapPayments(RouteGroupBuilder pages)
    {
        InboxPage.Map(pages);
        PaymentsPage.Map(pages);
        SubmitPaymentPage.Map(pages);
        PaymentDetailPage.Map(pages);
        UploadInvoicesPage.Map(pages);
        OverviewPage.Map(pages);
        RunsPage.Map(pages);
        ClientPage.Map(pages);
        LinkPage.Map(pages);
    }

    private static void MapPeople(RouteGroupBuilder pages)
    {
        MePage.Map(pages);
        PolicyPage.Map(pages);
        UsersPage.Map(pages);
        MailsPage.Map(pages);
    }

    private static void MapMassPayments(RouteGroupBuilder pages)
    {
        MassPaymentListPage.Map(pages);
        NewMassPaymentPage.Map(pages);
        DraftPage.Map(pages);
        PersonPage.Map(pages);
        EntryPage.Map(pages);
        PaymentRequestPage.Map(pages);
        InvoiceReviewsPage.Map(pages);
        InvoiceReviewPage.Map(pages);
    }

    private static void MapProviderPayments(RouteGroupBuilder pages)
    {
        PeriodsPage.Map(pages);
        CarePaymentPage.Map(pages);
        SheetPage.Map(pages);
        SignPage.Map(pages);
        AdjustmentPage.Map(pages);
        ExportsPage.Map(pages);
    }

    private static void MapMoney(RouteGroupBuilder pages)
    {
        BillingDeskPage.Map(pages);
        ParticipantsPage.Map(pages);
        CodesPage.Map(pages);
        RemittancesPage.Map(pages);
        RemittanceWindow.Map(pages);
    }
}
