using System.Globalization;
using Microsoft.Extensions.Logging;
using Serverless.Payments.Identity;
using Serverless.Payments.Notifications;

namespace Serverless.Payments.InvoiceReviews;

/// <summary>
/// Who is told what of an invoice (KEES-8): the local office of a receipt, Operations of a verification, the provider and the
/// Regional Provider Agreement Manager of a return; and whoever must act, again while it waits.
/// </summary>
public sealed class ReviewNotices(Notices notices, ILogger<ReviewNotices> logger)
{
    /// <param name="invoice">As it stands.</param>
    /// <param name="reminder">Which reminder, from 1; 0 for the news itself.</param>
    /// <param name="cancellation">Gives up; told again, it is told once.</param>
    /// <returns>Whether anybody was told who had not been.</returns>
    public async Task<bool> TellAsync(ReviewedInvoice invoice, int reminder, CancellationToken cancellation)
    {
        var isNews = false;
        foreach (var role in AddresseesOf(invoice))
        {
            var notice = new Notice(IdOf(invoice, reminder, role), role, role == Role.Provider ? invoice.ProviderId : null, SubjectOf(invoice, reminder), TextOf(invoice, reminder), invoice.Id, default) { Brief = BriefOf(invoice, reminder) };
            if (await notices.TellAsync(notice, cancellation))
            {
                Log.MassInvoiceTold(logger, invoice.Id, role, reminder);
                isNews = true;
            }
        }

        return isNews;
    }

    private static Role[] AddresseesOf(ReviewedInvoice invoice) => invoice.Status switch
    {
        ReviewStatus.Received => [Role.Office],
        ReviewStatus.Verified => [Role.Operations],
        ReviewStatus.Returned => [Role.Provider, Role.Manager],

        // The office is told of the corrected one.
        _ => [],
    };

    private static string IdOf(ReviewedInvoice invoice, int reminder, Role role) => string.Create(CultureInfo.InvariantCulture, $"{invoice.Id}|{invoice.Version}|{reminder}|{role}");

    private static string SubjectOf(ReviewedInvoice invoice, int reminder)
    {
        var what = $"Invoice {invoice.InvoiceNumber} of {invoice.ProviderId} {StateOf(invoice)}";
        return reminder == 0 ? what : $"Reminder: {what}";
    }

    private static string StateOf(ReviewedInvoice invoice) => invoice.Status switch
    {
        ReviewStatus.Received => "waits for the local office",
        ReviewStatus.Verified => "is verified",
        ReviewStatus.Returned => "is returned to the provider",
        _ => "is superseded",
    };

    /// <summary>Without its number, which the provider has made up, and without reasons.</summary>
    private static NoticeBrief BriefOf(ReviewedInvoice invoice, int reminder) => new($"{(reminder == 0 ? "" : "Reminder: ")}An invoice {StateOf(invoice)}",
    [
        new("Invoice", invoice.Id),
        new("Provider", invoice.ProviderId),
        new("Lines", invoice.Lines.ToString(CultureInfo.InvariantCulture)),
        .. invoice.Total is { } total ? [new NoticeFact("Total", $"{total}")] : Array.Empty<NoticeFact>(),
    ]);

    private static string TextOf(ReviewedInvoice invoice, int reminder)
    {
        var since = reminder == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"It has waited since {invoice.StatusSince.UtcDateTime:yyyy-MM-dd}; this is reminder {reminder} of {Reminders.Max}. ");
        return since + invoice.Status switch
        {
            ReviewStatus.Received => ReceivedText(invoice),
            ReviewStatus.Verified => $"The draft of the mass payment {invoice.MassPaymentId} is filled from its {invoice.Lines} lines, {invoice.Total} in all. Tick the entries and approve it.",
            ReviewStatus.Returned => $"The local office found it wrong: {string.Join("; ", invoice.Reasons)}. Send the corrected invoice, which supersedes it.",
            _ => $"It is superseded by {invoice.SupersededBy}.",
        };
    }

    private static string ReceivedText(ReviewedInvoice invoice)
    {
        var sum = invoice.Total is { } total ? $", {total} in all" : "";
        var faults = invoice.Faults == 0 ? "" : $" {invoice.Faults} faults stand against them.";
        var corrects = invoice.Supersedes is { } before ? $" It corrects {before}." : "";
        return $"It has {invoice.Lines} lines{sum}.{faults}{corrects} Verify it, or return it with reasons.";
    }
}
