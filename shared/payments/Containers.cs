using Serverless.Payments.Drops;

namespace Serverless.Payments;

/// <summary>The blob containers of this project.</summary>
public static class Containers
{
    /// <summary>The originals of invoice files, by the SHA-256 of their content (ALL-2).</summary>
    public const string Invoices = "invoices";

    /// <summary>The reports on them, by the same.</summary>
    public const string InvoiceReports = "invoice-reports";

    /// <summary>The files that go to and come from CAPS, where it is reached through blobs.</summary>
    public const string Caps = "caps";

    /// <summary>The files that go to and come from SMART, likewise.</summary>
    public const string Smart = "smart";

    /// <summary>Where files are dropped, in a host that has no folder for it.</summary>
    public const string Inbox = "inbox";

    /// <summary>Dropped files that were taken in, and their reports; likewise.</summary>
    public const string Done = FileDrop.Done;

    /// <summary>Dropped files that were refused, and their reports; likewise.</summary>
    public const string Rejected = FileDrop.Rejected;

    /// <summary>Providers' invoices for mass payments: the originals by the SHA-256 of their content, and what was read from each (KEES-8).</summary>
    public const string MassInvoices = "mass-payment-invoices";

    /// <summary>The originals of files of billing invoices, by the SHA-256 of their content (ALL-2).</summary>
    public const string BillingFiles = "billing-files";

    /// <summary>The reports on them, by the same and the attempt.</summary>
    public const string BillingReports = "billing-reports";

    /// <summary>The files of exports of provider payments with their manifests (CARE-5).</summary>
    public const string PaymentExports = "payment-exports";

    /// <summary>Every container of this project; whoever moves an installation moves them all.</summary>
    public static IReadOnlyList<string> All { get; } = [Invoices, InvoiceReports, Caps, Smart, Inbox, Done, Rejected, MassInvoices, PaymentExports, BillingFiles, BillingReports];
}
