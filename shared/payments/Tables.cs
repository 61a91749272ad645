namespace Serverless.Payments;

/// <summary>The tables of this project. The rows of a partition change together, so what must agree shares one.</summary>
public static class Tables
{
    /// <summary>A partition per client: the client, the guard, budgets, payments, histories, reservations, decisions, journal.</summary>
    public const string Payments = "payments";

    /// <summary>Lists that cut across clients: index rows by status, provider and month. Readers check them against the record.</summary>
    public const string PaymentIndex = "paymentindex";

    /// <summary>Providers, contracts, and the list of clients.</summary>
    public const string Directory = "directory";

    /// <summary>Runs, their slots, and what each run has taken.</summary>
    public const string Runs = "runs";

    /// <summary>What went to CAPS as blobs, and its answers; of no use where CAPS keeps files in a folder.</summary>
    public const string Caps = "caps";

    /// <summary>What went to SMART as blobs, and its answers; likewise.</summary>
    public const string Smart = "smart";

    /// <summary>Invoice files taken in, by content.</summary>
    public const string Intake = "intake";

    /// <summary>What an installation is made with, once.</summary>
    public const string Settings = "settings";

    /// <summary>The people whom mass payments are made for, and the index rows by which they are found.</summary>
    public const string People = "people";

    /// <summary>A partition per mass payment: its page, entries, and payment requests with their histories and journal; beside them the lists of all, and of those being approved.</summary>
    public const string MassPayments = "masspayments";

    /// <summary>A partition per client: needs with their service arrangements, and the claims that keep two approvals from making the same.</summary>
    public const string Needs = "needs";

    /// <summary>Payment requests by status, for the weekly run and for whoever must act.</summary>
    public const string RequestIndex = "requestindex";

    /// <summary>A partition per provider: its invoices for mass payments, their histories, decisions and numbers; beside them the lists of all, by status and by provider.</summary>
    public const string InvoiceReviews = "invoicereviews";

    /// <summary>A partition per role, and for providers one each: what they are told.</summary>
    public const string Notices = "notices";

    /// <summary>A partition per child: provider payments with their sheets, calculations, acts, histories, adjustments and journal; beside them the service periods.</summary>
    public const string ProviderPayments = "providerpayments";

    /// <summary>What the tabs of a service period show, a partition for each period and shard; beside them adjustments by status.</summary>
    public const string ProviderPaymentLists = "providerpaymentlists";

    /// <summary>A partition per provider: the children in its care.</summary>
    public const string Enrollments = "enrollments";

    /// <summary>Exports of provider payments, and what each has taken.</summary>
    public const string PaymentExports = "paymentexports";

    /// <summary>A partition per payer: the invoices billed to it, with what was posted to each; beside them the invoice numbers and the payers.</summary>
    public const string Billing = "billing";

    /// <summary>A partition per remittance session: its batch, checks, queue and journal; beside them the batch numbers and the lists.</summary>
    public const string Remittances = "remittances";

    /// <summary>The code tables that an admin edits, with their history.</summary>
    public const string Codes = "codes";

    /// <summary>A partition per participant: charges, payments, adjustments and their journal, in the order in which they happened.</summary>
    public const string Charges = "charges";

    /// <summary>Who uses the service, and who acts for whom: a partition each.</summary>
    public const string Users = "users";

    /// <summary>Mails that are to be sent and what became of them, in one partition; beside them the links in them, by the hashes of their tokens.</summary>
    public const string Mails = "mails";

    /// <summary>Every table of this project; whoever moves an installation moves them all.</summary>
    public static IReadOnlyList<string> All { get; } = [Payments, PaymentIndex, Directory, Runs, Intake, Settings, Caps, Smart, People, MassPayments, Needs, RequestIndex, InvoiceReviews, Notices, ProviderPayments, ProviderPaymentLists, Enrollments, PaymentExports, Billing, Remittances, Codes, Charges, Users, Mails];
}
